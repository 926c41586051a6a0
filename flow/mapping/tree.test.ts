import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import { parseJson } from '../json.ts';
import { extendSchema, inferSchema, mergeSchemas } from './infer.ts';
import { tree } from './tree.ts';

describe('inferSchema', () => {
  it.each<[string, JsonSchema]>([
    ['"text"', { type: 'string' }],
    ['"12.50"', { type: 'string', format: 'decimal' }],
    ['"1002"', { type: 'string' }],
    ['"2025-04-02"', { type: 'string', format: 'date' }],
    ['"2025-04-02T11:31:26-05:00"', { type: 'string', format: 'date-time' }],
    ['"a@b.example"', { type: 'string', format: 'email' }],
    ['"https://a.example/x"', { type: 'string', format: 'uri' }],
    ['7', { type: 'integer' }],
    ['12345678901234567890', { type: 'integer' }],
    ['7.5', { type: 'number' }],
    ['true', { type: 'boolean' }],
    ['null', { nullable: true }],
    ['[]', { type: 'array' }],
    ['[1, 2.5]', { type: 'array', items: { type: 'number' } }],
    ['[1, "a"]', { type: 'array', items: {} }],
    ['["1.5", "x"]', { type: 'array', items: { type: 'string' } }],
    [
      '[{"a": 1}, {"a": null, "b": "x"}]',
      {
        type: 'array',
        items: { type: 'object', properties: { a: { type: 'integer', nullable: true }, b: { type: 'string' } } },
      },
    ],
  ])('of %s', (sample, schema) => {
    expect(inferSchema(parseJson(sample))).toEqual(schema);
  });

  it('keeps what both samples say', () => {
    expect(mergeSchemas(inferSchema({ a: '1.5', b: [] }), inferSchema({ a: 'x', b: [1] }))).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'integer' } } },
    });
  });

  it('lets a description win over what a sample shows', () => {
    const described: JsonSchema = { type: 'object', properties: { id: { type: 'string' }, any: {} }, required: ['id'] };
    expect(extendSchema(described, inferSchema({ id: 7, any: 1, more: true }))).toEqual({
      type: 'object',
      properties: { id: { type: 'string' }, any: { type: 'integer' }, more: { type: 'boolean' } },
      required: ['id'],
    });
  });
});

describe('kinds that have nothing in common', () => {
  it('stay open, whatever comes after them', () => {
    expect(inferSchema([1, 'a', 2])).toEqual({ type: 'array', items: {} });
    expect(inferSchema([{ a: 1 }, { a: 'x' }, { a: null }, { a: 2 }])).toEqual({
      type: 'array',
      items: { type: 'object', properties: { a: {} } },
    });
  });
});

describe('tree', () => {
  const schema: JsonSchema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer' },
      customer: { type: 'object', properties: { email: { type: 'string', format: 'email' } } },
      lines: {
        type: 'array',
        items: { type: 'object', required: ['price'], properties: { price: { type: 'number' } } },
      },
    },
  };

  it('lists fields with depth, glyph, need, children and sample, the elements’ fields under the list', () => {
    const sample = { id: 7, customer: { email: null }, lines: [{ price: 1.5 }, { price: 2 }], tags: ['x', 'y'] };
    const rows = tree(schema, sample).map(
      (row) =>
        `${'  '.repeat(row.depth)}${row.name} ${row.glyph}${row.required ? ' *' : ''} ${row.children} ${row.sample ?? '–'} ${row.path.join('.')}`,
    );
    expect(rows).toEqual([
      'id 123 * 0 7 id',
      'customer { } 1 – customer',
      '  email abc 0 null customer.email',
      'lines [ ] 1 2 × lines',
      '  price 0.0 * 0 1.5 lines.[].price',
      'tags [ ] 1 2 × tags',
      '  [] abc 0 x tags.[]',
    ]);
  });

  it('has rows for a sample alone, for a body that is a list, and none for nothing', () => {
    expect(tree(undefined, [{ a: true }]).map(({ path, glyph }) => [path, glyph])).toEqual([[['[]', 'a'], 't/f']]);
    expect(tree(undefined)).toEqual([]);
  });
});
