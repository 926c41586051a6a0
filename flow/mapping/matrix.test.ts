import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import type { Json } from '../json.ts';
import { converter } from './convert.ts';
import { Fault, Lossy } from './found.ts';
import { fitOf } from './matrix.ts';
import { type Kind, kinds } from './shape.ts';

const schemas: Record<Kind, JsonSchema> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  decimal: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  enum: { enum: ['a', 'b'] },
  object: { type: 'object' },
  array: { type: 'array' },
};

/** Of each kind a plain value that no other scalar kind would take for its own. */
const values: Record<Kind, Json> = {
  string: 'word',
  integer: 7,
  decimal: 7.5,
  boolean: true,
  date: '2025-04-02',
  datetime: '2025-04-02T10:00:00Z',
  enum: 'a',
  object: { a: 1 },
  array: [1],
};

const pairs = kinds.flatMap((source) => kinds.map((target) => [source, target, fitOf(source, target)] as const));

describe('the type matrix', () => {
  it('has all 81 pairs, the diagonal exact but for enums, whose choices differ', () => {
    expect(pairs).toHaveLength(81);
    for (const kind of kinds) expect(fitOf(kind, kind)).toBe(kind === 'enum' ? 'lossy' : 'exact');
  });

  it.each(pairs)('converts %s to %s as it promises: %s', (source, target, fit) => {
    const converted = converter(schemas[target])(values[source]);
    if (fit === 'impossible') expect(converted).toBeInstanceOf(Fault);
    if (fit === 'exact') expect(converted).toEqual(values[source]);
    if (fit === 'safe') {
      expect(converted).not.toBeInstanceOf(Fault);
      expect(converted).not.toBeInstanceOf(Lossy);
    }
  });
});
