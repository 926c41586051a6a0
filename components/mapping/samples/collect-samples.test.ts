import { describe, expect, it } from 'vitest';
import { collectSamples, type Sources } from './collect-samples.ts';
import { givenOf, sampleWords } from './sample.ts';

const nothing: Sources = { answered: [], pinned: [], pasted: [], example: undefined, schema: undefined };
const at = '2026-11-23T09:00:00.000Z';
const given = { now: '2026-01-01T00:00:00Z', zone: 'Asia/Tokyo' };

describe('the samples of a map', () => {
  it('stand in the order in which they are to be looked at', () => {
    const samples = collectSamples({
      answered: [
        { source: 'run', name: '#2', at, body: '{}' },
        { source: 'catalog', name: 'example of Order', at: null, body: '{}' },
      ],
      pinned: [{ id: 'pin', node: 'map', name: 'odd', body: '{"a":1}', given }],
      pasted: [{ id: 'pasted 1', source: 'pasted', name: 'pasted 1', at: null, body: {} }],
      example: { name: 'Order', body: {} },
      schema: { type: 'object', properties: {} },
    });
    expect(samples.map((sample) => sampleWords(sample, Date.parse(at) + 240_000))).toEqual([
      '#2, 4 min ago',
      'pinned: odd',
      'pasted 1',
      'example of Order',
      'made up: all fields',
      'made up: required fields alone',
      'made up: empty lists',
    ]);
    expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
  });

  it('hold the example at hand until the server answers', () => {
    const samples = collectSamples({ ...nothing, answered: undefined, example: { name: 'Order', body: { a: 1 } } });
    expect(samples).toMatchObject([{ source: 'catalog', name: 'Order', body: { a: 1 } }]);
  });

  it('leave out what is no JSON, and tell two of one key and moment apart', () => {
    const answered = ['{', '1', '2'].map((body) => ({ source: 'run' as const, name: '#2', at, body }));
    const samples = collectSamples({ ...nothing, answered });
    expect(samples.map(({ body }) => body)).toEqual([1, 2]);
    expect(samples[0]?.id).not.toBe(samples[1]?.id);
  });

  it('are evaluated at the time they came, or were pinned with', () => {
    const [pinned] = collectSamples({ ...nothing, pinned: [{ id: 'p', node: 'm', name: 'x', body: '1', given }] });
    const [came] = collectSamples({ ...nothing, answered: [{ source: 'run', name: '#2', at, body: '1' }] });
    expect([givenOf(pinned, 'UTC'), givenOf(came, 'UTC')]).toEqual([given, { now: at, zone: 'UTC' }]);
  });
});
