import type { JsonSchema, Reshape } from '../catalog.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { assign, own, readOne } from './path.ts';

/** What stands at one place of a flow, as far as it is known. */
export interface Known {
  schema?: JsonSchema;
  sample?: Json;
}

/** `order.line_items` or `order.line_items[]` → the names on the way to the list. */
export function listPath(words: string): string[] {
  return words
    .trim()
    .replace(/\[\]$/, '')
    .split('.')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** What a step gives that takes a list apart or collects one, from what reaches it. */
export function reshaped(reshape: Reshape, config: JsonObject, came: Known): Known {
  switch (reshape.to) {
    case 'element':
      return elementOf(came, listPath(textOf(config, reshape.path)), textOf(config, reshape.keep));
    case 'list': {
      const as = textOf(config, reshape.as);
      const list: JsonSchema = { type: 'array', items: came.schema ?? {} };
      return {
        schema: as === '' ? list : { type: 'object', properties: { [as]: list } },
        ...(came.sample === undefined ? {} : { sample: listBody([came.sample], as) }),
      };
    }
  }
}

/**
 * The body of one element's message. With `keep`, what surrounded the list stands beside the element's own fields under
 * that name; an element that is no object then stands under `value`.
 */
export function elementBody(element: Json, around: Json, keep: string): Json {
  if (keep === '') return element;
  const body: JsonObject = isObject(element) ? { ...element } : { value: element };
  assign(body, keep, around);
  return body;
}

/** The body of the message that holds these. */
export function listBody(bodies: Json[], as: string): Json {
  if (as === '') return bodies;
  const body: JsonObject = {};
  assign(body, as, bodies);
  return body;
}

/** A body without the list at a path; what is not on the way there is shared, not copied. */
export function around(body: Json, path: string[]): Json {
  const [name, ...rest] = path;
  if (name === undefined || !isObject(body)) return body;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(body)) {
    if (key !== name) assign(copy, key, value);
    else if (rest.length > 0) assign(copy, key, around(value, rest));
  }
  return copy;
}

function elementOf({ schema, sample }: Known, path: string[], keep: string): Known {
  const known: Known = {};
  const items = path.reduce<JsonSchema | undefined>((here, name) => here?.properties?.[name], schema)?.items;
  if (items) known.schema = keep === '' ? items : withKept(items, schemaAround(schema ?? {}, path), keep);
  const list = readOne(sample, path);
  if (Array.isArray(list) && list[0] !== undefined && sample !== undefined)
    known.sample = elementBody(list[0], around(sample, path), keep);
  return known;
}

function withKept(items: JsonSchema, kept: JsonSchema, keep: string): JsonSchema {
  const own = items.properties ?? (items.type === 'object' || items.type === undefined ? {} : { value: items });
  return { type: 'object', properties: { ...own, [keep]: kept } };
}

function schemaAround(schema: JsonSchema, [name, ...rest]: string[]): JsonSchema {
  if (name === undefined || !schema.properties) return schema;
  const { [name]: inner, ...others } = schema.properties;
  const properties = inner && rest.length > 0 ? { ...others, [name]: schemaAround(inner, rest) } : others;
  return {
    ...schema,
    properties,
    ...(schema.required ? { required: schema.required.filter((one) => one !== name) } : {}),
  };
}

function textOf(config: JsonObject, key: string): string {
  const value = own(config, key);
  return typeof value === 'string' ? value.trim() : '';
}
