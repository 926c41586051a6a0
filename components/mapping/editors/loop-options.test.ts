import { describe, expect, it } from 'vitest';
import type { LoopRow } from '#flow/mapping/document.ts';
import { optionWords, readLimit, readPaths, readSort, sortText } from './loop-options.ts';

describe('options of a loop as they are typed', () => {
  it.each([
    ['', undefined],
    ['price', [{ path: ['price'] }]],
    ['price desc, variant.title ASC', [{ path: ['price'], descending: true }, { path: ['variant', 'title'] }]],
    ['"a, b" desc', [{ path: ['a, b'], descending: true }]],
    ['$', [{ path: [] }]],
  ])('%j sorts by %j', (text, value) => {
    expect(readSort(text)).toEqual({ ok: true, value });
  });

  it.each(['price desc, variant.title', '"a, b"', '$'])('%s is written as it is read', (text) => {
    const read = readSort(text);
    expect(read.ok && sortText(read.value)).toBe(text);
  });

  it.each([readSort('a..b'), readPaths('a b'), readLimit('0'), readLimit('1.5'), readLimit('x')])(
    '%j is refused',
    (read) => {
      expect(read.ok).toBe(false);
    },
  );

  it('are said in a few words', () => {
    const loop: LoopRow = { kind: 'loop', id: 'r1', target: ['L'], from: 'root', over: ['l'], rows: [] };
    expect(optionWords(loop)).toBe('');
    expect(
      optionWords({
        ...loop,
        distinct: [['sku']],
        sort: [{ path: ['price'], descending: true }],
        groupBy: ['vat'],
        limit: 3,
      }),
    ).toBe('one per sku, sorted by price desc, grouped by vat, first 3');
  });
});
