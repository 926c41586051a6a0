import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { Json } from '#flow/json.ts';
import { sampleAt, valueWords } from './value-words.ts';

describe('a value in one line', () => {
  const cases: [Json | undefined, string][] = [
    [undefined, ''],
    [null, 'null'],
    ['', '""'],
    ['two\nlines', 'two lines'],
    [false, 'false'],
    [24.5, '24.5'],
    [new Decimal('12345678901234567890'), '12345678901234567890'],
    [[{ a: 1 }], '1 record'],
    [[1, 2], '2 values'],
    [[], '0 values'],
    [{ a: 1, b: 2 }, '2 fields'],
  ];
  it.each(cases)('says of %j: %s', (value, words) => {
    expect(valueWords(value)).toBe(words);
  });
});

describe('the sample at a path', () => {
  const order = { name: '#1', lines: [{ sku: 'A' }, { sku: 'B' }] };
  it.each([
    [['name'], 0, '#1'],
    [['lines', '[]', 'sku'], 0, 'A'],
    [['lines', '[]', 'sku'], 1, 'B'],
    [['lines', '[]', 'sku'], 9, 'B'],
    [['name', 'deeper'], 0, undefined],
    [['constructor'], 0, undefined],
  ])('reads %j of element %i', (path, index, value) => {
    expect(sampleAt(order, path, index)).toBe(value);
  });
});
