import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import type { Row } from '#flow/mapping/document.ts';
import { readVerdictsRequest, type Verdict, verdictsOf, verdictsText, worstOf } from './verdicts.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['a', 'b'],
  properties: { a: { type: 'string' }, b: { type: 'number' }, day: { type: 'string', format: 'date' } },
};
const row = (name: string): Row => ({
  kind: 'field',
  id: name,
  target: [name],
  rule: { kind: 'path', from: 'item', path: [name] },
});
const given = { now: '2026-11-23T00:00:00Z', zone: 'UTC' };
const request = (...bodies: Json[]) => ({
  mapping: { format: 1 as const, rows: [row('a'), row('b'), row('day')] },
  schema,
  samples: bodies.map((body, index) => ({ id: String(index), body, given })),
});

describe('the verdicts on all samples', () => {
  it('count what parks and what is given up, and say the first of it', async () => {
    const verdicts = await verdictsOf(
      request({ a: 'x', b: 1 }, { a: 'x', b: 'y' }, {}, { a: 'x', b: 1, day: '2026-11-23T10:00:00Z' }),
    );
    expect(verdicts.map(({ troubles, lossy, rows }) => [troubles, lossy, rows.map(({ id }) => id)])).toEqual([
      [0, 0, []],
      [1, 0, ['b']],
      [2, 0, ['a', 'b']],
      [0, 1, []],
    ]);
    expect(verdicts[2]?.words).toMatch(/^a: /);
    expect(verdicts[2]?.words).toBe(`a: ${verdicts[2]?.rows[0]?.words}`);
    expect(worstOf(verdicts)?.sample).toBe('2');
  });

  it.each<[string, Partial<Verdict>[], string | undefined]>([
    ['a fault of the mapping before any number of troubles', [{ troubles: 9 }, { troubles: 1, bugs: 1 }], '1'],
    ['troubles before remarks', [{ lossy: 9 }, { troubles: 1 }], '1'],
    ['the first of equals', [{}, { troubles: 1 }, { troubles: 1 }], '1'],
    ['remarks where nothing else is', [{}, { lossy: 1 }], '1'],
    ['none when all pass clean', [{}, {}], undefined],
    ['none of none', [], undefined],
  ])('the worst is %s', (_, parts, worst) => {
    const none: Verdict = { sample: '', troubles: 0, bugs: 0, lossy: 0, words: '', rows: [] };
    expect(worstOf(parts.map((part, index) => ({ ...none, ...part, sample: String(index) })))?.sample).toBe(worst);
  });

  it('lose no digit on the way to the worker', () => {
    const big = request({ a: new Decimal('12345678901234567890.5') });
    expect(readVerdictsRequest(verdictsText(big))).toEqual(big);
  });
});
