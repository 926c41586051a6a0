import { describe, expect, it } from 'vitest';
import type { JsonSchema } from './catalog.ts';
import { madeUp } from './made-up.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'integer' },
    email: { type: 'string', format: 'email' },
    paid: { enum: ['paid', 'open'] },
    code: { type: 'string', maxLength: 3 },
    total: { type: 'string', format: 'decimal' },
    at: { type: 'string', format: 'date-time' },
    note: { type: 'string', nullable: true },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { sku: { type: 'string' }, n: { type: 'integer' } } },
    },
    anything: {},
  },
};

describe('a made-up message', () => {
  it('holds every field, and two elements of each list', () => {
    expect(madeUp(schema, 'full')).toEqual({
      id: 1,
      email: 'someone1@example.com',
      paid: 'paid',
      code: 'cod',
      total: '1.50',
      at: '2026-01-15T09:00:00Z',
      note: 'note 1',
      lines: [
        { sku: 'sku 1', n: 1 },
        { sku: 'sku 1', n: 1 },
      ],
      anything: 'anything 1',
    });
  });

  it('holds what is required alone, or lists without elements and null where it may be', () => {
    expect(madeUp(schema, 'bare')).toEqual({ id: 1, lines: [{}] });
    expect(madeUp(schema, 'empty')).toMatchObject({ note: null, lines: [] });
  });

  it('takes the values that an example has', () => {
    const example = { id: 77, paid: null, lines: [{ sku: 'A' }], more: true };
    expect(madeUp(schema, 'full', example)).toMatchObject({
      id: 77,
      paid: 'paid',
      lines: [
        { sku: 'A', n: 1 },
        { sku: 'A', n: 1 },
      ],
    });
    expect(madeUp(schema, 'bare', example)).toEqual({ id: 77, lines: [{}] });
  });

  it('is the same every time, and ends on a schema that holds itself', () => {
    expect(madeUp(schema, 'full')).toEqual(madeUp(schema, 'full'));
    const endless: JsonSchema = { type: 'object', properties: {} };
    endless.properties = { inner: endless };
    expect(JSON.stringify(madeUp(endless, 'full')).match(/inner/g)).toHaveLength(8);
  });
});
