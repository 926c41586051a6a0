import { describe, expect, it } from 'vitest';
import { defaultCard } from './card.ts';
import { crossoverWords, hubCheaperFrom, meshCrossover } from './crossover.ts';

describe('the hub gets cheaper', () => {
  // 5 systems: (1,500 + 300 × 5) / 400 = 7.5 · (2,250 + 400 × 5) / 600 = 7.08 · (3,000 + 500 × 5) / 800 = 6.9
  it.each([
    [2, { low: 6, mid: 6, high: 6 }],
    [5, { low: 8, mid: 8, high: 7 }],
    [10, { low: 12, mid: 11, high: 11 }],
  ])('with %i systems from so many connections on: %j', (systems, expected) => {
    expect(hubCheaperFrom(defaultCard, systems)).toEqual(expected);
  });

  it('only above the threshold, not on it', () => {
    const card = {
      ...defaultCard,
      'hub-and-spoke': {
        ...defaultCard['hub-and-spoke'],
        hub: { low: 1_000, high: 2_000 },
        perSpoke: { low: 100, high: 200 },
      },
    };
    // (1,000 + 100 × 2) / 400 = 3, so three connections cost the same and the fourth tips it.
    expect(hubCheaperFrom(card, 2).low).toBe(4);
  });

  it('never, when a connection costs nothing', () => {
    const free = { ...defaultCard['point-to-point'], perConnection: { low: 0, high: 0 } };
    expect(hubCheaperFrom({ ...defaultCard, 'point-to-point': free }, 5).mid).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('in a mesh, by price alone,', () => {
  it('direct connections win up to 3 systems, the hub from 6, and between them nobody', () => {
    expect(meshCrossover(defaultCard, 2, 7).map((point) => [point.systems, point.cheaper])).toEqual([
      [2, 'point-to-point'],
      [3, 'point-to-point'],
      [4, 'no-clear-winner'],
      [5, 'no-clear-winner'],
      [6, 'hub-and-spoke'],
      [7, 'hub-and-spoke'],
    ]);
  });

  it('the caption says so', () => {
    expect(crossoverWords(meshCrossover(defaultCard))).toBe(
      'At 4 and 5 systems the hub and point-to-point ranges overlap, so price alone has no clear winner. From 6 on, the hub is cheaper.',
    );
    expect(crossoverWords(meshCrossover(defaultCard, 2, 3))).toBe('Up to here the hub is never clearly cheaper.');
  });
});
