import { describe, expect, it } from 'vitest';
import { tree } from '#flow/mapping/tree.ts';
import { sourceParent, sourceRows } from './source-rows.ts';
import { firstExpanded, listedRows, matches } from './tree-rows.ts';

const order = {
  name: '#1',
  customer: { email: 'a@b.eu', address: { city: 'Wien' } },
  lines: [{ sku: 'A', taxes: [{ rate: 1 }] }],
};
const rows = sourceRows(tree(undefined, order));
const keys = (listed: { key: string }[]) => listed.map(({ key }) => key);

describe('the rows of a tree', () => {
  it('are keyed by path and know what they stand in', () => {
    expect(rows.map(({ key, parent }) => [key, parent])).toEqual([
      ['name', undefined],
      ['customer', undefined],
      ['customer.email', 'customer'],
      ['customer.address', 'customer'],
      ['customer.address.city', 'customer.address'],
      ['lines', undefined],
      ['lines[].sku', 'lines'],
      ['lines[].taxes', 'lines'],
      ['lines[].taxes[].rate', 'lines[].taxes'],
    ]);
  });

  it('are listed as far as everything around them is expanded', () => {
    expect(keys(listedRows(rows, () => false))).toEqual(['name', 'customer', 'lines']);
    const open = new Set(['lines', 'customer.address']);
    expect(keys(listedRows(rows, (key) => open.has(key)))).toEqual([
      'name',
      'customer',
      'lines',
      'lines[].sku',
      'lines[].taxes',
    ]);
  });

  it('are listed with their ancestors when they pass a filter, expanded or not', () => {
    const listed = listedRows(
      rows,
      () => false,
      (row) => row.name === 'rate',
    );
    expect(keys(listed)).toEqual(['lines', 'lines[].taxes', 'lines[].taxes[].rate']);
  });

  it('begin with two levels open, and everything in use', () => {
    expect([...firstExpanded(rows, ['customer.address.city'])].sort()).toEqual([
      'customer',
      'customer.address',
      'lines',
    ]);
  });

  it('leave closed what would list more than 100', () => {
    const wide = { a: Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`f${n}`, n])), b: { c: 1 } };
    expect([...firstExpanded(sourceRows(tree(undefined, wide)), [])]).toEqual(['b']);
  });
});

describe('the field around a field', () => {
  it.each([
    ['customer.email', 'customer'],
    ['lines[].sku', 'lines[]'],
    ['lines[]', 'lines'],
    ['name', undefined],
    ['note."odd name"', 'note'],
  ])('of %s is %s', (key, parent) => {
    expect(sourceParent(key)).toBe(parent);
  });
});

describe('a search', () => {
  it.each([
    ['line_items[].price', 'PRICE line', true],
    ['line_items[].price', 'price total', false],
    ['anything', '', true],
  ])('in %s for “%s”: %s', (text, search, found) => {
    expect(matches(text, search)).toBe(found);
  });
});
