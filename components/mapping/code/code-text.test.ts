import { describe, expect, it } from 'vitest';
import { parseJson } from '#flow/json.ts';
import { emptyMapping, type Mapping } from '#flow/mapping/document.ts';
import { orderToInvoice } from '#flow/mapping/order-to-invoice.ts';
import { codeText, readCode, rowLines } from './code-text.ts';

const small: Mapping = {
  format: 1,
  rows: [
    {
      kind: 'field',
      id: 'r1',
      target: ['Total'],
      rule: { kind: 'constant', value: parseJson('12345678901234567890.5') },
    },
    {
      kind: 'loop',
      id: 'r2',
      target: ['Lines'],
      from: 'root',
      over: ['items'],
      rows: [{ kind: 'field', id: 'r3', target: ['Name'], rule: { kind: 'path', from: 'item', path: ['title'] } }],
    },
  ],
};

describe('a mapping as text', () => {
  it.each([
    ['empty', emptyMapping],
    ['small', small],
    ['of an order', orderToInvoice],
  ])('comes back as it was: %s', (_, mapping) => {
    expect(readCode(codeText(mapping))).toEqual({ ok: true, mapping });
  });

  it('has a line for each row that fits into one', () => {
    expect(codeText(small).split('\n').slice(2, 4)).toEqual([
      '  "rows": [',
      '    { "kind": "field", "id": "r1", "target": ["Total"], "rule": { "kind": "constant", "value": 12345678901234567890.5 } },',
    ]);
  });

  it('tells on which lines each row stands', () => {
    expect(rowLines(codeText(small), small)).toEqual([
      { id: 'r1', first: 4, last: 4 },
      { id: 'r2', first: 5, last: 14 },
      { id: 'r3', first: 12, last: 12 },
    ]);
  });
});

describe('a text that is no mapping', () => {
  it('is told with line and column where it is not JSON', () => {
    const read = readCode('{\n  "format": 1,\n  "rows": [}\n');
    expect(read.ok ? [] : read.troubles.map(({ line, column }) => [line, column])).toEqual([[3, 12]]);
  });

  it('is told with line and path, all troubles at once', () => {
    const text = codeText(small).replace('"from": "root"', '"from": "above"').replace('"id": "r3"', '"id": 3');
    const read = readCode(text);
    expect(read.ok ? [] : read.troubles.map(({ line, path }) => [line, path])).toEqual([
      [9, 'rows[1].from'],
      [12, 'rows[1].rows[0].id'],
    ]);
  });

  it.each([
    ['{\n"format": 1', 2, 'it ends too soon'],
    ['{\n"format": 1,\n}', 3, '"}" cannot stand here'],
    ['{"format": 01}', 1, '"0" cannot stand here'],
    ['', 1, 'it ends too soon'],
    ['{}\nx', 2, '"x" cannot stand here'],
  ])('%j is wrong on line %i', (text, line, words) => {
    const read = readCode(text);
    expect(read.ok ? [] : read.troubles).toMatchObject([{ line, message: `This is not JSON: ${words}.` }]);
  });
});
