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
    [
      'lists of one kind first, then of others',
      { prefixItems: [{ type: 'integer' }, { type: 'integer' }], items: { type: 'number' } },
      { type: 'array', items: { type: 'number' } },
    ],
    [
      'lists with nothing behind the first few',
      { prefixItems: [{ type: 'string' }], items: false },
      { type: 'array', items: { type: 'string' } },
    ],
    [
      'lists of texts and objects, which have nothing in common',
      { items: [{ type: 'string' }, { type: 'object' }, { type: 'integer' }] },
      { type: 'array', items: {} },
    ],
    ['true, which says nothing', true, {}],
    ['null alone', { const: null }, { nullable: true }],
    ['null as the only choice', { enum: [null] }, { nullable: true }],
    [
      'one of two fields must be there, which neither must',
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'string' } },
        oneOf: [{ required: ['a'] }, { required: ['b'] }],
      },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
    ],
    ['anything or a text, which is anything', { anyOf: [{}, { type: 'string' }] }, {}],
    ['choices one by one', { oneOf: [{ const: 'a' }, { const: 'b' }, { const: 'a' }] }, { enum: ['a', 'b'] }],
    [
      'bounds of which the narrower holds, or the wider',
      {
        properties: {
          all: { allOf: [{ type: 'number' }, { type: 'integer' }] },
          long: { allOf: [{ type: 'string', maxLength: 100, minLength: 1 }, { maxLength: 10 }] },
          any: {
            anyOf: [
              { type: 'string', maxLength: 100 },
              { type: 'string', maxLength: 10 },
            ],
          },
          common: { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] },
        },
      },
      {
        type: 'object',
        properties: {
          all: { type: 'integer' },
          long: { type: 'string', maxLength: 10, minLength: 1 },
          any: { type: 'string', maxLength: 100 },
          common: { enum: ['b'] },
        },
      },
    ],
    [
      'both of two choices',
      {
        oneOf: [{ type: 'object', properties: { a: { type: 'string' } } }],
        anyOf: [{ type: 'object', properties: { b: { type: 'string' } } }],
      },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
    ],
    [
      'a part by its name, also as older drafts give it',
      {
        properties: { a: { $ref: '#day' }, b: { $ref: '#old' } },
        $defs: { x: { $anchor: 'day', type: 'string', format: 'date' } },
        definitions: { y: { id: '#old', type: 'integer' } },
      },
      { type: 'object', properties: { a: { type: 'string', format: 'date' }, b: { type: 'integer' } } },
    ],
    [
      'fields named like parts of every object',
      JSON.parse('{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}'),
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}'),
    ],
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

  it('whose references double at each step, or that is nested without end, is read in bounded work, and says so', () => {
    const ref = (number: number) => ({ $ref: `#/$defs/a${number}` });
    const twice = Array.from({ length: 39 }, (_, at) => [`a${at}`, { allOf: [ref(at + 1), ref(at + 1)] }] as const);
    const { remarks } = readJsonSchema({ ...ref(0), $defs: { ...Object.fromEntries(twice), a39: { type: 'string' } } });
    expect(remarks.join(' ')).toContain('parts are read');
    let deep: Json = { type: 'string' };
    for (let level = 0; level < 20_000; level++) deep = { properties: { a: deep } };
    expect(readJsonSchema(deep).remarks).toEqual(['What lies deeper than 40 levels is not read.']);
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
