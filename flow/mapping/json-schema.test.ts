import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import type { Json } from '../json.ts';
import { inferSchema } from './infer.ts';
import { readJsonSchema, writeJsonSchema } from './json-schema.ts';

const read = (document: Json): JsonSchema => readJsonSchema(document).schema;

/** Lists hold one kind of thing: of several the inferred schema says the last. */
const scalars = [fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()];
const { sample } = fc.letrec<{ sample: Json }>((tie) => ({
  sample: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    ...scalars,
    ...scalars.map((one) => fc.array<Json>(one, { maxLength: 3 })),
    fc.array(fc.dictionary(fc.constantFrom('a', 'b'), fc.string()), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('sample'), { maxKeys: 4 }),
  ),
}));

describe('a JSON Schema', () => {
  it.each<[string, Json, JsonSchema]>([
    [
      'a type that may be null',
      { type: ['string', 'null'], maxLength: 9 },
      { type: 'string', nullable: true, maxLength: 9 },
    ],
    ['whole and other numbers', { type: ['integer', 'number'] }, { type: 'number' }],
    ['two types that have nothing in common', { type: ['string', 'object'] }, {}],
    ['nullable as OpenAPI says it', { type: 'integer', nullable: true }, { type: 'integer', nullable: true }],
    ['a constant', { const: 'EUR' }, { enum: ['EUR'] }],
    ['choices, one of them null', { enum: ['a', null] }, { enum: ['a'], nullable: true }],
    [
      'fields without a type',
      { properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'a reference within the document, and words beside it',
      {
        $defs: { 'a/b': { type: 'string', format: 'date' } },
        properties: { day: { $ref: '#/$defs/a~1b', description: 'Due' } },
      },
      { type: 'object', properties: { day: { type: 'string', format: 'date', description: 'Due' } } },
    ],
    [
      'parts that all hold',
      {
        allOf: [
          { properties: { a: { type: 'string' } }, required: ['a'] },
          { properties: { b: { type: 'integer' } }, required: ['b'] },
        ],
      },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } }, required: ['a', 'b'] },
    ],
    [
      'one of two objects',
      {
        oneOf: [
          { type: 'object', properties: { a: { type: 'string' }, c: { type: 'integer' } }, required: ['a', 'c'] },
          { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a'] },
        ],
      },
      {
        type: 'object',
        properties: { a: { type: 'string' }, c: { type: 'integer' }, b: { type: 'string' } },
        required: ['a'],
      },
    ],
    ['one of which is null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string', nullable: true }],
    [
      'lists of one kind, and of several',
      { items: [{ type: 'integer' }, { type: 'number' }] },
      { type: 'array', items: { type: 'number' } },
    ],
    ['true, which says nothing', true, {}],
  ])('is read: %s', (_, document, schema) => {
    expect(read(document)).toEqual(schema);
  });

  it('that holds itself is read once and open from there', () => {
    const node = {
      type: 'object',
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
    };
    const { properties } = read({ $ref: '#/$defs/node', $defs: { node } });
    expect(properties?.children).toEqual({ type: 'array', items: {} });
    expect(read({ properties: { a: { $ref: '#' } } })).toEqual({ type: 'object', properties: { a: {} } });
  });

  it('tells of what is not read', () => {
    const { remarks } = readJsonSchema({
      patternProperties: {},
      properties: { a: { $ref: 'https://example.com/x' }, b: { $ref: '#/no' } },
    });
    expect(remarks).toEqual([
      '“https://example.com/x” at /a lies in another document and is not read.',
      '“#/no” at /b is not in the document.',
      '“patternProperties” at / is not read.',
    ]);
  });

  it('written and read again is the same, and others take what it was inferred from', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    fc.assert(
      fc.property(sample, (value) => {
        const schema = inferSchema(value);
        const document = writeJsonSchema(schema);
        if (!JSON.stringify(schema).includes('{"nullable":true}')) expect(read(document)).toEqual(schema);
        expect(ajv.validate(document, value)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('of any shape at all is read without throwing', () => {
    const word = fc.constantFrom(
      'type',
      'properties',
      'items',
      '$ref',
      'allOf',
      'oneOf',
      'enum',
      'required',
      '__proto__',
      'a',
    );
    const leaf = fc.oneof(
      fc.constantFrom<Json>('#', '#/properties/a', '#/allOf/0', '%', 'object', 'null', 3, null),
      fc.string(),
    );
    const { document } = fc.letrec<{ document: Json }>((tie) => ({
      document: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('document'), { maxLength: 3 }),
        fc.array(fc.tuple(word, tie('document')), { maxLength: 4 }).map((fields) => Object.fromEntries(fields)),
      ),
    }));
    fc.assert(
      fc.property(document, (found) => {
        expect(typeof read(found)).toBe('object');
        expect(typeof writeJsonSchema(read(found))).toBe('object');
      }),
      { numRuns: 500 },
    );
  });
});
