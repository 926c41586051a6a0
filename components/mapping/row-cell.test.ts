import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import type { Row, Rule } from '#flow/mapping/document.ts';
import { tree } from '#flow/mapping/tree.ts';
import type { Preview } from './preview.ts';
import { rowCell } from './row-cell.ts';
import { shownElement } from './shown-element.ts';
import { targetRows } from './target-rows.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['Number'],
  properties: {
    Number: { type: 'string' },
    Lines: { type: 'array', items: { type: 'object', properties: { Code: { type: 'string' } } } },
  },
};
const field = (id: string, target: string, rule: Rule): Row => ({ kind: 'field', id, target: [target], rule });
const path = (...steps: string[]): Rule => ({ kind: 'path', from: 'item', path: steps });
const loop = (id: string, over: string, code: string): Row => ({
  kind: 'loop',
  id,
  target: ['Lines'],
  from: 'root',
  over: [over],
  rows: [field(code, 'Code', path('sku'))],
});
const rows = targetRows(tree(schema), [loop('l1', 'goods', 'c1'), loop('l2', 'extras', 'c2')]);
const rowOf = (key: string) => rows.find((row) => row.key === key)!;
const preview: Preview = {
  value: undefined,
  troubles: [],
  warnings: [],
  rows: new Map([
    ['l1', { values: [2], state: 'ok' }],
    ['c1', { values: ['A', undefined], state: 'missing' }],
  ]),
  ms: 1,
};
const body: Json = { goods: [{ sku: 'A' }, {}, null], extras: [] };
const cell = (key: string, id: string, element = 0) =>
  rowCell({ row: rowOf(key), sources: [], scopePath: [], trace: preview.rows.get(id), element, body });

describe('what a target row shows', () => {
  it('is the value of the element at hand, and that it is not sent where there is none', () => {
    expect(cell('l1/Code', 'c1')).toMatchObject({ words: 'sku', value: 'A', isQuiet: false });
    expect(cell('l1/Code', 'c1', 1)).toMatchObject({ value: 'not sent', isQuiet: true });
  });

  it('is how many elements a loop takes of how many there are', () => {
    expect(cell('l1/', 'l1').value).toBe('2 / 2');
  });

  it('is that it must be mapped', () => {
    expect(cell('Number', '').isRequiredMissing).toBe(true);
    expect(cell('l2/Code', 'c2').isRequiredMissing).toBe(false);
  });
});

describe('the element that a counted field is about', () => {
  it.each([
    ['Lines[1].Code', 'l1/Code', 1],
    ['Lines[2].Code', 'l2/Code', 0],
    ['Lines[4].Code', 'l2/Code', 2],
    ['Number', 'Number', undefined],
    [undefined, 'l1/Code', undefined],
  ])('%s at %s is number %s of its loop', (counted, key, element) => {
    expect(shownElement(counted, rowOf(key), rows, preview)).toBe(element);
  });
});
