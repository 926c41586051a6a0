import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Row } from '#flow/mapping/document.ts';
import { tree } from '#flow/mapping/tree.ts';
import { whyNot } from './legal.ts';
import { loopItems } from './scopes.ts';
import { sourceRows } from './source-rows.ts';
import { targetRows } from './target-rows.ts';

const order = { paid: true, total: '1.50', customer: { email: 'a@b.eu' }, lines: [{ sku: 'A', taxes: [{ rate: 1 }] }] };
const sources = sourceRows(tree(undefined, order));
const schema: JsonSchema = {
  properties: {
    Total: { type: 'number' },
    Date: { type: 'string', format: 'date' },
    Contact: { type: 'object', properties: { Mail: { type: 'string' } } },
    Lines: { type: 'array', items: { type: 'object', properties: { Code: { type: 'string' } } } },
    Tags: { type: 'array', items: { type: 'string' } },
  },
};
const loop: Row = { kind: 'loop', id: 'l1', target: ['Lines'], from: 'root', over: ['lines'], rows: [] };
const targets = [...targetRows(tree(schema), []), ...targetRows(tree(schema), [loop])];

describe('putting a source on a target', () => {
  it.each([
    ['total', 'Total', undefined],
    ['paid', 'Date', 'Date is a date, and paid is true or false'],
    ['customer', 'Total', 'Total is a number, and customer is an object'],
    ['customer', 'Contact', undefined],
    ['total', 'Contact', 'Contact is an object: drop this on one of its fields'],
    ['lines', 'Lines', undefined],
    ['lines', 'l1/', undefined],
    ['total', 'Lines', 'Lines is a list: drop a list on it, or this on one of its fields'],
    ['total', 'l1/', 'Lines is a list: drop a list on it, or this on one of its fields'],
    ['lines[].sku', '?Lines[].Code', undefined],
    ['lines', 'Total', undefined],
    ['total', 'Tags', undefined],
  ])('%s on %s: %s', (from, to, reason) => {
    const source = sources.find(({ key }) => key === from);
    const target = targets.find(({ key }) => key === to);
    expect(source && target ? whyNot(source, target) : 'no such row').toBe(reason);
  });
});

describe('names inside loops', () => {
  const inner: Row = { kind: 'loop', id: 'l2', target: ['T'], from: 'item', over: ['taxes'], rows: [] };

  it('start at the element of the loop', () => {
    const items = loopItems([{ ...loop, kind: 'loop', rows: [inner] } as Row], undefined);
    expect([...items]).toEqual([
      ['l1', ['lines', '[]']],
      ['l2', ['lines', '[]', 'taxes', '[]']],
    ]);
  });
});
