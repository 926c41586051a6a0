import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Mapping, Row } from '#flow/mapping/document.ts';
import { previewOf } from './preview.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['Number', 'Lines'],
  properties: {
    Number: { type: 'string' },
    Lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['Code'],
        properties: { Code: { type: 'string' }, Price: { type: 'number' } },
      },
    },
  },
};
const field = (id: string, ...path: string[]): Row => ({
  kind: 'field',
  id,
  target: [id],
  rule: { kind: 'path', from: 'item', path },
});
const loop: Row = {
  kind: 'loop',
  id: 'lines',
  target: ['Lines'],
  from: 'root',
  over: ['lines'],
  rows: [field('Code', 'code'), field('Price', 'price')],
};
const mapping: Mapping = { format: 1, rows: [field('Number', 'name'), loop] };
const given = { now: '2026-11-23T00:00:00Z', zone: 'Europe/Berlin' };
const preview = (body: Parameters<typeof previewOf>[0]['body'], rows = mapping.rows) =>
  previewOf({ mapping: { format: 1, rows }, schema, body, given }, () => 0);

describe('a preview', () => {
  it('is what a run would write', async () => {
    const { value, troubles } = await preview({ name: '#1', lines: [{ code: 'A', price: '2.50' }] });
    expect([value, troubles]).toEqual([{ Number: '#1', Lines: [{ Code: 'A', Price: 2.5 }] }, []]);
  });

  it('shows the rest of a message that lacks a required field', async () => {
    const { value, troubles } = await preview({ name: '#1', lines: [{ price: 1 }, { code: 'B' }] });
    expect(troubles.map(({ field }) => field)).toEqual(['Lines[0].Code']);
    expect(value).toEqual({ Number: '#1', Lines: [{ Price: 1 }, { Code: 'B' }] });
  });

  it('leaves out a value that cannot be converted, and keeps the rest of its line', async () => {
    const { value, troubles } = await preview({
      name: '#1',
      lines: [
        { code: 'A', price: '12,50' },
        { code: 'B', price: '3' },
      ],
    });
    expect(troubles).toHaveLength(1);
    expect(value).toEqual({ Number: '#1', Lines: [{ Code: 'A' }, { Code: 'B', Price: 3 }] });
  });

  it('leaves out a row whose expression fails', async () => {
    const bad: Row = { kind: 'field', id: 'x', target: ['Number'], rule: { kind: 'expression', code: '$number("a")' } };
    const { value, troubles } = await preview({ lines: [] }, [bad, loop]);
    expect(troubles.map(({ row }) => row)).toEqual(['x']);
    expect(value).toEqual({ Lines: [] });
  });
});
