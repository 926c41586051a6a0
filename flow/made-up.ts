import type { JsonSchema } from './catalog.ts';
import { isNumeric, isObject, type Json, type JsonObject } from './json.ts';
import { assign, own } from './mapping/path.ts';
import { kindOf } from './mapping/shape.ts';

/** `full`: every field, two elements in each list. `bare`: what is required alone, one element. `empty`: every field, but lists without elements and null where it may be. */
export const amounts = ['full', 'bare', 'empty'] as const;
export type Amount = (typeof amounts)[number];

const deepest = 8;

/**
 * A body that fits a schema: the same schema always gives the same body. It claims nothing about what really comes.
 * @param example where it holds a value, that one is taken: codes and dates are then ones that make sense
 */
export function madeUp(schema: JsonSchema, amount: Amount, example?: Json): Json {
  return made(schema, amount, 'value', 0, deepest, example);
}

function made(schema: JsonSchema, amount: Amount, name: string, index: number, levels: number, example?: Json): Json {
  if (amount === 'empty' && schema.nullable) return null;
  const isLeaf = example !== undefined && example !== null && (typeof example !== 'object' || isNumeric(example));
  if (isLeaf) return example;
  if (schema.default !== undefined) return schema.default;
  switch (kindOf(schema)) {
    case 'enum':
      return schema.enum?.[index % schema.enum.length] ?? null;
    case 'object':
      return objectOf(schema, amount, levels, example);
    case 'array':
      return listOf(schema, amount, name, levels, example);
    case 'boolean':
      return index % 2 === 0;
    case 'integer':
      return index + 1;
    case 'decimal':
      return schema.type === 'string' ? `${index + 1}.50` : index + 1.5;
    case 'date':
      return `2026-01-${15 + index}`;
    case 'datetime':
      return `2026-01-${15 + index}T09:00:00Z`;
    case 'string':
      return textOf(schema, name, index);
    default:
      return schema.type === 'null' ? null : `${name} ${index + 1}`;
  }
}

function objectOf(schema: JsonSchema, amount: Amount, levels: number, example: Json | undefined): Json {
  const body: JsonObject = {};
  if (levels === 0) return body;
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (amount === 'bare' && !schema.required?.includes(name)) continue;
    assign(body, name, made(field, amount, name, 0, levels - 1, isObject(example) ? own(example, name) : undefined));
  }
  return body;
}

function listOf(schema: JsonSchema, amount: Amount, name: string, levels: number, example: Json | undefined): Json {
  const { items } = schema;
  if (amount === 'empty' || !items || levels === 0) return [];
  const length = amount === 'full' ? 2 : 1;
  return Array.from({ length }, (_, index) =>
    made(items, amount, name, index, levels - 1, Array.isArray(example) ? (example[index] ?? example[0]) : undefined),
  );
}

function textOf(schema: JsonSchema, name: string, index: number): string {
  const number = index + 1;
  const text =
    schema.format === 'email'
      ? `someone${number}@example.com`
      : schema.format === 'uri'
        ? `https://example.com/${number}`
        : `${name} ${number}`;
  const padded = text.padEnd(schema.minLength ?? 0, '.');
  return schema.maxLength === undefined ? padded : padded.slice(0, schema.maxLength);
}
