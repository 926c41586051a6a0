import { describe, expect, it } from 'vitest';
import { idle, timeScale } from './time-scale.ts';

describe('idle', () => {
  it.each([
    ['nothing busy', [], [{ from: 0, to: 10 }]],
    ['busy throughout', [{ from: 0, to: 10 }], []],
    [
      'a pause in the middle',
      [
        { from: 0, to: 3 },
        { from: 7, to: 10 },
      ],
      [{ from: 3, to: 7 }],
    ],
    [
      'overlaps and disorder',
      [
        { from: 5, to: 6 },
        { from: 0, to: 4 },
        { from: 1, to: 5 },
      ],
      [{ from: 6, to: 10 }],
    ],
    ['a late start', [{ from: 2, to: 10 }], [{ from: 0, to: 2 }]],
    [
      'work beyond the end',
      [
        { from: 0, to: 1 },
        { from: 12, to: 14 },
      ],
      [{ from: 1, to: 10 }],
    ],
  ])('finds the gaps of %s', (_name, busy, gaps) => {
    expect(idle(busy, 10)).toEqual(gaps);
  });
});

describe('timeScale', () => {
  const limited = [
    { from: 0, to: 32_000 },
    { from: 90_000, to: 94_000 },
  ];

  it('is linear while nothing is folded', () => {
    const scale = timeScale([{ from: 0, to: 1000 }], 1000);
    expect(scale.folds).toEqual([]);
    expect([0, 250, 500, 1000].map(scale.at)).toEqual([0, 0.25, 0.5, 1]);
    expect(scale.ticks.map((tick) => tick.words)).toEqual(['0', '200 ms', '400 ms', '600 ms', '800 ms', '1 s']);
  });

  it('folds a long wait to a fixed width and goes on behind it', () => {
    const scale = timeScale(limited, 94_000);
    expect(scale.folds).toHaveLength(1);
    expect(scale.folds[0]).toMatchObject({ from: 32_000, to: 90_000 });
    expect(scale.folds[0]!.x1 - scale.folds[0]!.x0).toBeCloseTo(0.1);
    expect(scale.at(94_000)).toBeCloseTo(1);
    expect(scale.at(32_000)).toBeCloseTo((32 / 36) * 0.9);
    expect(scale.ticks.map((tick) => tick.words)).toEqual(['0', '10 s', '20 s', '30 s', '1 m 34 s']);
  });

  it('unfolds when asked', () => {
    const scale = timeScale(limited, 94_000, false);
    expect(scale.folds).toEqual([]);
    expect(scale.at(47_000)).toBeCloseTo(0.5);
  });

  it('never runs backwards, folds included', () => {
    const scale = timeScale(
      [
        { from: 0, to: 5000 },
        { from: 30_000, to: 31_000 },
        { from: 60_000, to: 61_000 },
      ],
      90_000,
    );
    expect(scale.folds).toHaveLength(3);
    const places = Array.from({ length: 91 }, (_, second) => scale.at(second * 1000));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.at(-1)).toBeCloseTo(1);
  });

  it('leaves short pauses and a run that only waits alone', () => {
    expect(
      timeScale(
        [
          { from: 0, to: 100 },
          { from: 900, to: 1000 },
        ],
        1000,
      ).folds,
    ).toEqual([]);
    expect(timeScale([], 60_000).folds).toEqual([]);
  });

  it('holds moments outside at the edge, and an empty run is no division by zero', () => {
    const scale = timeScale([], 0);
    expect([scale.at(-5), scale.at(0), scale.at(99)]).toEqual([0, 0, 1]);
  });
});
