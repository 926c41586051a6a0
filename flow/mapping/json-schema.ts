import type { JsonSchema } from '../catalog.ts';
import { canonicalJson, isObject, type Json, type JsonObject } from '../json.ts';
import { mergeSchemas } from './infer.ts';
import { assign, own } from './path.ts';

export interface ReadSchema {
  schema: JsonSchema;
  /** What the document says that the mapper does not read, each once, in words with its place. */
  remarks: string[];
}

/** References to references, and objects within objects, that are followed. A schema that holds itself is open from there. */
const deepest = 40;
const mostFields = 20_000;
/** Parts looked at: references to references of references would else be as many as two to the power of their depth. */
const mostParts = 100_000;

/**
 * A JSON Schema (draft 4 to 2020-12, or a schema of OpenAPI 3) as the mapper has it. References within the document are
 * followed, `allOf` is put together, of `oneOf` and `anyOf` what all have in common holds and what any has may be there.
 * Anything is read without throwing; what is no schema says nothing.
 */
export function readJsonSchema(document: Json): ReadSchema {
  const remarks = new Set<string>();
  let fields = 0;
  let parts = 0;
  const read = (part: Json | undefined, place: string, levels: number, within: Json[]): JsonSchema => {
    if (!isObject(part)) return {};
    parts += 1;
    if (levels === 0) remarks.add(`What lies deeper than ${deepest} levels is not read.`);
    if (parts > mostParts) remarks.add(`Only the first ${mostParts} parts are read, references followed.`);
    if (levels === 0 || parts > mostParts) return {};
    const target = referred(document, part, place, remarks);
    if (target !== undefined) {
      if (within.includes(target)) return {};
      const { $ref: _, ...beside } = part;
      const read1 = read(target, place, levels - 1, [...within, target]);
      return Object.keys(beside).length === 0 ? read1 : both(read1, read(beside, place, levels - 1, within));
    }
    const inner = (value: Json | undefined, name: string) => read(value, `${place}/${name}`, levels - 1, within);
    const schema: JsonSchema = { ...typeOf(part), ...wordsOf(part) };
    const properties = own(part, 'properties');
    if (isObject(properties)) {
      schema.type ??= 'object';
      schema.properties = {};
      for (const [name, field] of Object.entries(properties)) {
        fields += 1;
        if (fields > mostFields) {
          remarks.add(`Only the first ${mostFields} fields are read.`);
          break;
        }
        assign(schema.properties as JsonObject, name, inner(field, name) as unknown as Json);
      }
    }
    const listed = [...partsOf(part, 'prefixItems'), ...partsOf(part, 'items')];
    const other = own(part, Array.isArray(own(part, 'items')) ? 'additionalItems' : 'items');
    const kinds = [...listed, ...(isObject(other) ? [other] : [])];
    if (kinds.length > 0) schema.items = kinds.map((item, index) => inner(item, `items/${index}`)).reduce(either);
    if (schema.items) schema.type ??= 'array';
    for (const word of unread)
      if (own(part, word) !== undefined) remarks.add(`“${word}” at ${place || '/'} is not read.`);
    const several = (word: string) => partsOf(part, word).map((one, index) => inner(one, `${word}/${index}`));
    const whole = several('allOf').reduce(both, schema);
    return [several('oneOf'), several('anyOf')]
      .filter((any) => any.length > 0)
      .reduce((so, any) => both(so, any.reduce(either)), whole);
  };
  return { schema: read(document, '', deepest, [document]), remarks: [...remarks] };
}

const unread = ['patternProperties', 'if', 'not', 'dependentSchemas', 'contains', '$dynamicRef', '$recursiveRef'];

function referred(document: Json, part: JsonObject, place: string, remarks: Set<string>): Json | undefined {
  const reference = own(part, '$ref');
  if (typeof reference !== 'string') return undefined;
  if (!reference.startsWith('#')) {
    remarks.add(`“${reference.slice(0, 100)}” at ${place || '/'} lies in another document and is not read.`);
    return {};
  }
  const isPointer = reference === '#' || reference.startsWith('#/');
  let here: Json | undefined = isPointer ? document : anchored(document, reference.slice(1));
  for (const step of isPointer ? reference.split('/').slice(1) : []) {
    const name = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
    here = Array.isArray(here) ? here[Number(name)] : isObject(here) ? own(here, name) : undefined;
  }
  if (here === undefined) remarks.add(`“${reference.slice(0, 100)}” at ${place || '/'} is not in the document.`);
  return here ?? {};
}

/** A part that a name was given to: `$anchor`, or the `$id` and `id` of older drafts. */
function anchored(document: Json, name: string): Json | undefined {
  const held = isObject(document) ? [own(document, '$defs'), own(document, 'definitions')] : [];
  return held
    .flatMap((defs) => (isObject(defs) ? Object.values(defs) : []))
    .find(
      (one) =>
        isObject(one) && (own(one, '$anchor') === name || ['$id', 'id'].some((id) => own(one, id) === `#${name}`)),
    );
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

const partsOf = (part: JsonObject, name: string): Json[] => {
  const parts = own(part, name);
  return Array.isArray(parts) ? parts : [];
};

const types = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'] as const;
type Type = (typeof types)[number];
const isType = (value: Json | undefined): value is Type => types.includes(value as Type);

/** Of several types null makes it nullable; of the others a number is wider than an integer, and any two more say nothing. */
function typeOf(part: JsonObject): JsonSchema {
  const said = own(part, 'type');
  const all = (Array.isArray(said) ? said : [said]).filter(isType);
  const real = all.filter((type) => type !== 'null');
  const nullable = all.includes('null') || own(part, 'nullable') === true ? { nullable: true } : {};
  const isNumber = real.length > 0 && real.every((type) => type === 'integer' || type === 'number');
  const type = real.length === 1 ? real[0] : isNumber ? ('number' as const) : undefined;
  return { ...(type ? { type } : {}), ...nullable };
}

function wordsOf(part: JsonObject): JsonSchema {
  const schema: JsonSchema = {};
  for (const name of ['format', 'title', 'description'] as const) {
    const value = own(part, name);
    if (typeof value === 'string') schema[name] = value;
  }
  for (const name of ['minLength', 'maxLength'] as const) {
    const value = own(part, name);
    if (typeof value === 'number' && value >= 0) schema[name] = value;
  }
  const constant = own(part, 'const');
  const choices = own(part, 'enum');
  const all = constant !== undefined ? [constant] : Array.isArray(choices) ? choices : [];
  const real = all.filter((choice) => choice !== null);
  if (real.length > 0) schema.enum = real;
  if (real.length < all.length) schema.nullable = true;
  const required = own(part, 'required');
  if (Array.isArray(required)) schema.required = required.filter((name) => typeof name === 'string');
  const other = own(part, 'default');
  if (other !== undefined) schema.default = other;
  if (own(part, 'additionalProperties') === false || own(part, 'unevaluatedProperties') === false) {
    schema.additionalProperties = false;
  }
  return schema;
}

/** Both hold: fields of either, required by either, the narrower of two bounds; of what only one can say the first's. */
function both(a: JsonSchema, b: JsonSchema): JsonSchema {
  const properties = joined(a, b, both);
  const required = [...new Set([...(a.required ?? []), ...(b.required ?? [])])];
  const items = a.items && b.items ? both(a.items, b.items) : (a.items ?? b.items);
  const isWhole = a.type === 'number' && b.type === 'integer';
  const maxLength = Math.min(a.maxLength ?? Number.POSITIVE_INFINITY, b.maxLength ?? Number.POSITIVE_INFINITY);
  const minLength = Math.max(a.minLength ?? 0, b.minLength ?? 0);
  const choices = a.enum && b.enum ? commonOf(a.enum, b.enum) : (a.enum ?? b.enum);
  return {
    ...b,
    ...a,
    ...(isWhole ? { type: 'integer' as const } : {}),
    ...(properties ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(items ? { items } : {}),
    ...(Number.isFinite(maxLength) ? { maxLength } : {}),
    ...(minLength > 0 ? { minLength } : {}),
    ...(choices ? { enum: choices } : {}),
  };
}

function commonOf(a: Json[], b: Json[]): Json[] {
  const texts = new Set(b.map((choice) => canonicalJson(choice)));
  return a.filter((choice) => texts.has(canonicalJson(choice)));
}

/** One of them holds: fields of either, required where both require them, only bounds that both keep. */
function either(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (isOnlyNullable(b)) return { ...a, nullable: true };
  if (isOnlyNullable(a)) return { ...b, nullable: true };
  const nullable = a.nullable || b.nullable ? { nullable: true } : {};
  if (a.enum && b.enum) {
    const texts = new Set(a.enum.map((choice) => canonicalJson(choice)));
    const choices = [...a.enum, ...b.enum.filter((choice) => !texts.has(canonicalJson(choice)))];
    return { ...(a.type === b.type && a.type ? { type: a.type } : {}), enum: choices, ...nullable };
  }
  const required = (a.required ?? []).filter((name) => b.required?.includes(name));
  const rest = required.length > 0 ? { required } : {};
  if (!a.type || !b.type) return { ...rest, ...nullable };
  const properties = joined(a, b, either);
  const items = a.items && b.items ? either(a.items, b.items) : undefined;
  const { maxLength = Number.POSITIVE_INFINITY } = a;
  const longest = Math.max(maxLength, b.maxLength ?? Number.POSITIVE_INFINITY);
  const merged = mergeSchemas(bareOf(a), bareOf(b));
  return {
    ...merged,
    ...(merged.type === 'object' && properties ? { properties } : {}),
    ...(merged.type === 'array' && items ? { items } : {}),
    ...(merged.type === 'string' && Number.isFinite(longest) ? { maxLength: longest } : {}),
    ...rest,
  };
}

const bareOf = ({ type, format, nullable }: JsonSchema): JsonSchema => ({
  type,
  ...(format ? { format } : {}),
  ...(nullable ? { nullable } : {}),
  ...(type === 'object' ? { properties: {} } : {}),
});

const isOnlyNullable = (schema: JsonSchema): boolean => schema.nullable === true && Object.keys(schema).length === 1;

function joined(a: JsonSchema, b: JsonSchema, join: typeof both): Record<string, JsonSchema> | undefined {
  if (!a.properties || !b.properties) return a.properties ?? b.properties;
  const fields = new Map(Object.entries(a.properties));
  for (const [name, field] of Object.entries(b.properties)) {
    const known = fields.get(name);
    fields.set(name, known ? join(known, field) : field);
  }
  return Object.fromEntries(fields);
}

/** The schema as a document of draft 2020-12 that others read. `format: decimal` is a pattern there. */
export function writeJsonSchema(schema: JsonSchema): JsonObject {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...written(schema) };
}

function written(schema: JsonSchema): JsonObject {
  const { type, nullable, properties, items, enum: choices, ...rest } = schema;
  const out: JsonObject = {};
  if (type) out.type = nullable ? [type, 'null'] : type;
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) assign(out, name, value as Json);
  if (schema.format === 'decimal' && type === 'string') out.pattern = '^-?[0-9]+([.][0-9]+)?$';
  if (choices) out.enum = nullable ? [...choices, null] : choices;
  if (properties) {
    const fields: JsonObject = {};
    for (const [name, field] of Object.entries(properties)) assign(fields, name, written(field));
    out.properties = fields;
  }
  if (items) out.items = written(items);
  return out;
}
