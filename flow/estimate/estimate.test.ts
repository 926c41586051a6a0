import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EstimateCase, report } from '../testing/estimate-report.ts';
import { defaultCard, priceCardSchema } from './card.ts';
import { meshCounts } from './count.ts';
import { whatNextSystemAdds } from './estimate.ts';

const folder = new URL('./cases/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (file: string): EstimateCase => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

describe('the estimate', () => {
  it.each(files.map((file) => ({ file, asked: read(file) })))('$file: $asked.title', ({ asked }) => {
    expect(report(asked)).toEqual(asked.expected);
  });
});

describe('a mesh', () => {
  it.each([
    [2, 1],
    [3, 3],
    [5, 10],
    [6, 15],
    [12, 66],
  ])('of %i systems has %i connections', (systems, connections) => {
    expect(meshCounts(systems)).toEqual({ systems, connections, spokes: systems, topology: 'mesh' });
  });

  it.each([2, 5, 9])('of %i systems costs as much more with the next one as was said before', (systems) => {
    const price = defaultCard['point-to-point'].perConnection.low;
    const more = (meshCounts(systems + 1).connections - meshCounts(systems).connections) * price;
    expect(whatNextSystemAdds(defaultCard, meshCounts(systems))['point-to-point'].low).toBe(more);
  });
});

describe('a price card', () => {
  it('is the default one until somebody edits it', () => {
    expect(priceCardSchema.parse(defaultCard)).toEqual(defaultCard);
  });

  it.each([
    ['a low price above the high one', { 'batch-etl': { ...defaultCard['batch-etl'], solution: { low: 3, high: 2 } } }],
    ['cents', { 'batch-etl': { ...defaultCard['batch-etl'], solution: { low: 1.5, high: 2 } } }],
    [
      'a band that ends before it starts',
      { 'point-to-point': { ...defaultCard['point-to-point'], systems: { from: 3, to: 2 } } },
    ],
  ])('with %s is refused', (_title, change) => {
    expect(priceCardSchema.safeParse({ ...defaultCard, ...change }).success).toBe(false);
  });
});
