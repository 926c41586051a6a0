import type { JsonSchema } from '../catalog.ts';
import { isNumeric, type Json } from '../json.ts';
import { isDate, isDateTime } from './dates.ts';
import { exactOf } from './exact.ts';
import { depthLimit } from './path.ts';
import { kindOf } from './shape.ts';

const elementsSeen = 50;

/** The schema a sample suggests. Nothing is required by it: one sample proves no rule. Deeper than the limit it says nothing. */
export function inferSchema(sample: Json, levels = depthLimit): JsonSchema {
  if (sample === null || levels === 0) return sample === null ? { nullable: true } : {};
  if (typeof sample === 'boolean') return { type: 'boolean' };
  if (typeof sample === 'string') return { type: 'string', ...formatOf(sample) };
  if (isNumeric(sample)) return { type: exactOf(sample)?.isInteger() ? 'integer' : 'number' };
  if (Array.isArray(sample)) {
    const items = sample.slice(0, elementsSeen).map((element) => inferSchema(element, levels - 1));
    return { type: 'array', ...(items.length === 0 ? {} : { items: items.reduce(mergeSchemas) }) };
  }
  const fields = Object.entries(sample).map(([name, value]) => [name, inferSchema(value, levels - 1)] as const);
  return { type: 'object', properties: Object.fromEntries(fields) };
}

function formatOf(text: string): { format?: string } {
  if (isDate(text)) return { format: 'date' };
  if (isDateTime(text)) return { format: 'date-time' };
  if (/^-?\d+\.\d+$/.test(text)) return { format: 'decimal' };
  if (/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text)) return { format: 'email' };
  return /^https?:\/\/\S+$/.test(text) ? { format: 'uri' } : {};
}

/**
 * What holds for both of two values: fields of either, the wider type, the format only if they share it. Of two that have
 * nothing in common nothing is said (`{}`), whatever comes after.
 */
export function mergeSchemas(a: JsonSchema, b: JsonSchema): JsonSchema {
  const nullable = a.nullable || b.nullable ? { nullable: true } : {};
  if (isNull(a) || isNull(b))
    return Object.keys(isNull(a) ? b : a).length === 0 ? {} : { ...(isNull(a) ? b : a), ...nullable };
  if (!a.type || !b.type) return {};
  if (a.type === 'object' && b.type === 'object') {
    return { type: 'object', properties: mergedFields(a, b, mergeSchemas), ...nullable };
  }
  if (a.type === 'array' && b.type === 'array') {
    const items = a.items && b.items ? mergeSchemas(a.items, b.items) : (a.items ?? b.items);
    return { type: 'array', ...(items ? { items } : {}), ...nullable };
  }
  if (a.type === b.type)
    return { type: a.type, ...(a.format === b.format && a.format ? { format: a.format } : {}), ...nullable };
  const numbers = new Set(['integer', 'number']);
  return numbers.has(a.type) && numbers.has(b.type) ? { type: 'number', ...nullable } : {};
}

const isNull = (schema: JsonSchema): boolean => schema.type === undefined && schema.nullable === true;

/** A described schema with what a sample shows besides: fields and elements that the description leaves open. */
export function extendSchema(described: JsonSchema | undefined, seen: JsonSchema): JsonSchema {
  if (!described) return seen;
  const kind = kindOf(described) ?? kindOf(seen);
  if (kindOf(seen) !== kind) return described;
  if (kind === 'object') {
    return { ...described, type: 'object', properties: mergedFields(described, seen, extendSchema) };
  }
  if (kind === 'array' && seen.items)
    return { ...described, type: 'array', items: extendSchema(described.items, seen.items) };
  return kindOf(described) ? described : { ...described, ...seen };
}

type Merge = (a: JsonSchema, b: JsonSchema) => JsonSchema;

function mergedFields(a: JsonSchema, b: JsonSchema, merge: Merge): Record<string, JsonSchema> {
  const fields = new Map(Object.entries(a.properties ?? {}));
  for (const [name, schema] of Object.entries(b.properties ?? {})) {
    const known = fields.get(name);
    fields.set(name, known ? merge(known, schema) : schema);
  }
  return Object.fromEntries(fields);
}
