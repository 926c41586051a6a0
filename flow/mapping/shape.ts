import type { JsonSchema } from '../catalog.ts';

/** The nine kinds of value the mapper tells apart. `decimal` is any number, or a text that holds one (`format: decimal`). */
export const kinds = [
  'string',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'enum',
  'object',
  'array',
] as const;
export type Kind = (typeof kinds)[number];

/** `undefined`: the schema does not say. */
export function kindOf(schema: JsonSchema | undefined): Kind | undefined {
  if (!schema) return undefined;
  if (schema.enum) return 'enum';
  switch (schema.type) {
    case 'string':
      if (schema.format === 'date') return 'date';
      if (schema.format === 'date-time') return 'datetime';
      return schema.format === 'decimal' ? 'decimal' : 'string';
    case 'number':
      return 'decimal';
    case 'integer':
    case 'boolean':
    case 'object':
    case 'array':
      return schema.type;
    default:
      if (schema.properties) return 'object';
      return schema.items ? 'array' : undefined;
  }
}

/** An object schema that names no fields accepts any. */
export const isOpen = (schema: JsonSchema | undefined): boolean =>
  schema === undefined ||
  (kindOf(schema) !== 'array' && !schema.properties && (schema.type ?? 'object') === 'object') ||
  (schema.type === 'array' && !schema.items);

/** The schema at a path; `'[]'` goes to an array's elements. `undefined`: not described. */
export function schemaAt(schema: JsonSchema | undefined, path: string[]): JsonSchema | undefined {
  let here = schema;
  for (const step of path) {
    if (!here) return undefined;
    if (step === '[]') here = kindOf(here) === 'array' ? here.items : here;
    else here = here.properties && Object.hasOwn(here.properties, step) ? here.properties[step] : undefined;
  }
  return here;
}

export const isRequired = (schema: JsonSchema | undefined, name: string): boolean =>
  schema?.required?.includes(name) ?? false;

/** What a loop that makes groups goes over: the value they have in common, and their elements. */
export function groupSchema(element: JsonSchema | undefined, path: string[]): JsonSchema {
  const items: JsonSchema = { type: 'array', ...(element ? { items: element } : {}) };
  return { type: 'object', properties: { key: schemaAt(element, path) ?? {}, items }, additionalProperties: false };
}
