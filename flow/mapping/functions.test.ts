import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { contentOf } from './content.ts';
import { isUnusable, prepareExpression } from './expression.ts';
import type { Found } from './found.ts';
import { type Given, type MappingFunction, mappingFunctions } from './functions.ts';

const given: Given = { now: '2025-04-02T16:31:26.000Z', zone: 'Europe/Vienna' };

async function resultOf(code: string, body: Json = {}): Promise<Found> {
  const expression = prepareExpression(code);
  if (isUnusable(expression)) throw new Error(expression.message);
  const sight = { item: body, root: body, parent: body, index: 0, given, content: contentOf(body) };
  return await expression.evaluate({ ...sight, copyOf: (value) => structuredClone(value) });
}

const examples = mappingFunctions.flatMap(({ examples }) => examples.map(({ code, gives }) => [code, gives] as const));

describe('a function of mappings', () => {
  it.each(examples)('%s', async (code, gives) => {
    expect(await resultOf(code)).toEqual(gives);
  });

  it('has a name of its own, words, and an example that calls it', () => {
    expect(new Set(mappingFunctions.map(({ name }) => name)).size).toBe(mappingFunctions.length);
    for (const { name, summary, examples } of mappingFunctions) {
      expect(summary).toMatch(/\.$/);
      expect(examples.some(({ code }) => code.includes(`$${name}(`))).toBe(true);
    }
  });

  it.each(mappingFunctions.map((one) => [one.name, one] as const))(
    '$%s gives nothing for nothing, and refuses nothing but in plain words',
    (_, one) => {
      const needed = one.parameters.filter(({ optional, type }) => !optional && type !== 'any');
      if (needed.length > 0) expect(one.call(given)).toBeUndefined();
      const scalar = fc.constantFrom<Json>(
        null,
        '',
        'x',
        '12.50',
        -1,
        0,
        3,
        1e300,
        true,
        '2025-04-02',
        'UTC',
        '\ud800',
      );
      const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.string(), scalar));
      fc.assert(
        fc.property(fc.array(value, { maxLength: 4 }), (values) => refusesInWords(one, values)),
        { numRuns: 200 },
      );
    },
  );

  it('makes the hashes that everybody makes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        const utf8 = new TextEncoder().encode(text);
        expect(await resultOf('$sha256(text)', { text })).toBe(createHash('sha256').update(utf8).digest('hex'));
        expect(await resultOf('$md5(text)', { text })).toBe(createHash('md5').update(utf8).digest('hex'));
      }),
      { numRuns: 200 },
    );
  });

  it('makes ids that look like UUIDs, others for other namespaces', async () => {
    expect(await resultOf('$uuid("order 1002")')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(await resultOf('$uuid("1", "a") = $uuid("1", "b")')).toBe(false);
  });

  it('reads clocks around their change: an hour that comes twice is the first, one that is skipped goes on', async () => {
    expect(await resultOf('$toUtc("2025-10-26T02:30:00", "Europe/Vienna")')).toBe('2025-10-26T00:30:00Z');
    expect(await resultOf('$toUtc("2025-03-30T02:30:00", "Europe/Vienna")')).toBe('2025-03-30T01:30:00Z');
    expect(await resultOf('$toUtc("2025-03-30T03:30:00", "Europe/Vienna")')).toBe('2025-03-30T01:30:00Z');
  });

  it('splits amounts so that the parts add up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -10_000, max: 10_000 }),
        fc.integer({ min: 1, max: 12 }),
        async (cents, parts) => {
          const body = { amount: (cents / 100).toFixed(2), parts };
          expect(await resultOf('$sumMoney($splitMoney(amount, parts)) = $money(amount)', body)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

function refusesInWords(one: MappingFunction, values: Json[]): void {
  try {
    one.call(given, ...values);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(TypeError);
    expect(thrown).not.toBeInstanceOf(RangeError);
  }
}
