import type { JsonSchema } from '../catalog.ts';
import { isObject, type Json } from '../json.ts';
import { asText } from './convert.ts';
import { extendSchema, inferSchema } from './infer.ts';
import { depthLimit, own } from './path.ts';
import { isRequired, type Kind, kindOf } from './shape.ts';

export type Glyph = 'abc' | '123' | '0.0' | 't/f' | 'date' | 'enum' | '{ }' | '[ ]' | '?';

/** One line of the mapper's source or target tree, in the order in which it is drawn. */
export interface TreeRow {
  /** From the body: `['LineItems', '[]', 'UnitAmount']`. The fields of an array's elements follow the array at once. */
  path: string[];
  depth: number;
  name: string;
  kind?: Kind;
  glyph: Glyph;
  required: boolean;
  description?: string;
  /** The sample's value, of the first element inside arrays; of an array how many it holds. */
  sample?: string;
  /** Rows directly below. */
  children: number;
}

const glyphs: Record<Kind, Glyph> = {
  string: 'abc',
  integer: '123',
  decimal: '0.0',
  boolean: 't/f',
  date: 'date',
  datetime: 'date',
  enum: 'enum',
  object: '{ }',
  array: '[ ]',
};

const sampleLength = 80;

/** A schema, and what the sample shows besides, as the rows of a tree. The body itself has no row. */
export function tree(schema: JsonSchema | undefined, sample?: Json): TreeRow[] {
  const whole = sample === undefined ? schema : extendSchema(schema, inferSchema(sample));
  return whole ? below(whole, sample, [], 0) : [];
}

function below(schema: JsonSchema, sample: Json | undefined, path: string[], depth: number): TreeRow[] {
  if (depth >= depthLimit) return [];
  if (kindOf(schema) === 'array') {
    const first = Array.isArray(sample) ? sample.find((element) => element !== null) : undefined;
    const items = schema.items ?? {};
    const inside = [...path, '[]'];
    if (kindOf(items) === 'object') return below(items, first, inside, depth);
    return schema.items ? rowAndBelow(items, first, inside, '[]', false, depth) : [];
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const value = isObject(sample) ? own(sample, name) : undefined;
    return rowAndBelow(field, value, [...path, name], name, isRequired(schema, name), depth);
  });
}

function rowAndBelow(
  schema: JsonSchema,
  sample: Json | undefined,
  path: string[],
  name: string,
  required: boolean,
  depth: number,
): TreeRow[] {
  const kind = kindOf(schema);
  const inner = below(schema, sample, path, depth + 1);
  const row: TreeRow = {
    path,
    depth,
    name,
    kind,
    glyph: kind ? glyphs[kind] : '?',
    required,
    description: schema.description,
    sample: sampleText(sample),
    children: inner.filter((candidate) => candidate.depth === depth + 1).length,
  };
  return [row, ...inner];
}

function sampleText(sample: Json | undefined): string | undefined {
  if (sample === undefined) return undefined;
  if (sample === null) return 'null';
  if (Array.isArray(sample)) return `${sample.length} ×`;
  const text = asText(sample);
  return text !== undefined && text.length > sampleLength ? `${text.slice(0, sampleLength - 1)}…` : text;
}
