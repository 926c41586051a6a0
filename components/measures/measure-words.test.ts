import { describe, expect, it } from 'vitest';
import { barsOf, timeWords } from './measure-words.ts';

describe('a measured time', () => {
  it.each([
    [undefined, '–'],
    [0, '< 1 ms'],
    [0.4, '< 1 ms'],
    [0.99, '1 ms'],
    [1.01, '1 ms'],
    [184.2, '184 ms'],
    [1840, '1.8 s'],
    [10_320_000, '2 h 52 m'],
  ])('of %s ms is %j', (ms, words) => {
    expect(timeWords(ms)).toBe(words);
  });
});

describe('bars', () => {
  it('are parts of the tallest, and a little that is there shows', () => {
    const pieces = [
      { delivered: 75, parked: 25 },
      { delivered: 50, parked: 0 },
      { delivered: 0, parked: 1 },
    ];
    expect(barsOf(pieces, ['delivered', 'parked'], 0.02)).toEqual([
      [0.75, 0.25],
      [0.5, 0],
      [0, 0.02],
    ]);
  });

  it('of nothing are nothing', () => {
    expect(barsOf([{ delivered: 0 }], ['delivered'], 0.02)).toEqual([[0]]);
  });
});
