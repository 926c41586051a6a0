import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, createSketch, mergeSketches, packSketch, unpackSketch } from './sketch.ts';

/** A stated order of chance, so that a distribution is the same on every run. */
function chance(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const distributions: Record<string, (random: () => number, i: number) => number> = {
  even: (_, i) => i + 1,
  'long-tailed': (random) => Math.exp(random() * 14),
  'two humps': (random) => (random() < 0.9 ? 20 + random() * 5 : 30_000 + random() * 9_000),
  constant: () => 250,
  'with zeros': (random, i) => (i % 3 === 0 ? 0 : 1 + random() * 100),
  'a month': (random) => random() * 30 * 86_400_000,
};
const quantiles = [0, 0.01, 0.5, 0.95, 0.99, 1];

const sketchOf = (values: { value: number; weight: number }[]) => {
  const sketch = createSketch();
  for (const { value, weight } of values) sketch.accept(value, weight);
  return sketch;
};
const quantilesOf = (sketch: ReturnType<typeof createSketch>) =>
  quantiles.map((quantile) => sketch.getValueAtQuantile(quantile));

describe('a sketch', () => {
  it.each(Object.keys(distributions))(
    'of values that are %s is within 1 %% of the truth, kept, read and merged',
    (name) => {
      const random = chance();
      const values = Array.from({ length: 20_000 }, (_, i) =>
        (distributions[name] as (typeof distributions)[string])(random, i),
      );
      const parts = Array.from({ length: 7 }, (_, part) =>
        packSketch(sketchOf(values.filter((_, i) => i % 7 === part).map((value) => ({ value, weight: 1 })))),
      );
      const merged = mergeSketches(parts);
      values.sort((a, b) => a - b);
      for (const quantile of quantiles) {
        const exact = values[Math.floor(quantile * (values.length - 1))] as number;
        const said = merged.getValueAtQuantile(quantile);
        expect(Math.abs(said - exact)).toBeLessThanOrEqual(exact * accuracy * 1.000001);
      }
    },
  );

  const some = fc.array(
    fc.record({
      value: fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 2 ** 40 })),
      weight: fc.integer({ min: 1, max: 2 ** 33 }),
    }),
    { maxLength: 30 },
  );

  it('is the same after it was packed and unpacked', () => {
    fc.assert(
      fc.property(some, (values) => {
        const sketch = sketchOf(values);
        const again = unpackSketch(packSketch(sketch));
        expect(again.count).toBe(sketch.count);
        expect(quantilesOf(again)).toEqual(quantilesOf(sketch));
        expect(packSketch(again)).toEqual(packSketch(sketch));
      }),
    );
  });

  it('is merged to the same, in whatever order and grouping', () => {
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        const [x, y, z] = [a, b, c].map((values) => packSketch(sketchOf(values))) as [string, string, string];
        const all = packSketch(sketchOf([...a, ...b, ...c]));
        expect(packSketch(mergeSketches([packSketch(mergeSketches([x, y])), z]))).toEqual(all);
        expect(packSketch(mergeSketches([x, packSketch(mergeSketches([z, y]))]))).toEqual(all);
      }),
    );
  });

  it('of a thousand like values takes a few bytes, and an empty one a single byte', () => {
    expect(bytesOf(createSketch())).toHaveLength(1);
    expect(bytesOf(sketchOf([{ value: 250, weight: 1000 }])).length).toBeLessThan(8);
  });

  it('that was cut short is refused', () => {
    const cut = bytesOf(sketchOf([{ value: 250, weight: 1000 }])).subarray(0, -1);
    expect(() => unpackSketch(cut.toString('base64'))).toThrow('ends in the middle');
  });

  it('in lines, as the database gives it, is the same', () => {
    const sketch = sketchOf(Array.from({ length: 300 }, (_, i) => ({ value: i * i, weight: 1 })));
    const packed = packSketch(sketch);
    expect(packed.length).toBeGreaterThan(76);
    expect(packSketch(unpackSketch(packed.replace(/.{76}/g, '$&\n')))).toBe(packed);
  });
});

const bytesOf = (sketch: ReturnType<typeof createSketch>) => Buffer.from(packSketch(sketch), 'base64');
