import { z } from 'zod';
import { isNumeric, isObject, type Json, type JsonObject } from '#flow/json.ts';
import { digitsOf } from '#flow/mapping/exact.ts';
import { own } from '#flow/mapping/path.ts';
import { Rejected } from '../contract.ts';

const pair = z.union([
  z.object({ name: z.string(), value: z.string() }),
  z.object({ key: z.string(), value: z.string() }).transform(({ key, value }) => ({ name: key, value })),
  z.tuple([z.string(), z.string()]).transform(([name, value]) => ({ name, value })),
]);

/** Named values, as a list of pairs or as an object. */
const pairs = z
  .union([
    z.array(pair),
    z.record(z.string(), z.string()).transform((all) => Object.entries(all).map(([name, value]) => ({ name, value }))),
  ])
  .transform((all) => all.filter(({ name }) => name.trim() !== ''));

const requestSchema = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  url: z.string().trim().min(1, 'the address is missing'),
  query: pairs.default([]),
  headers: pairs.default([]),
  repeats: z.enum(['unsafe', 'keyed', 'idempotent']).default('unsafe'),
  timeout: z.coerce.number().positive().max(600).default(30),
});
export type RequestConfig = z.infer<typeof requestSchema>;

const known = new WeakMap<JsonObject, RequestConfig>();

/** What a node asks for; read once, since a version does not change. @throws Error that names the field */
export function readConfig(config: JsonObject): RequestConfig {
  const before = known.get(config);
  if (before) return before;
  const read = parseConfig(config);
  known.set(config, read);
  return read;
}

function parseConfig(config: JsonObject): RequestConfig {
  const entered = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== ''));
  const read = requestSchema.safeParse(entered);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`The field ${String(issue?.path[0] ?? '')} cannot be used: ${issue?.message}`);
}

/** Puts values of the message in place of `{path}`. @throws Rejected when the message has no such value */
export function fill(text: string, body: Json, encode: (value: string) => string = (value) => value): string {
  return text.replace(/\{([A-Za-z_][\w.]*)\}/g, (_whole, path: string) => {
    const value = path
      .split('.')
      .reduce<Json | undefined>((here, name) => (isObject(here) ? own(here, name) : undefined), body);
    if (typeof value === 'string' && value !== '') return encode(value);
    if (isNumeric(value)) return encode(digitsOf(value));
    throw new Rejected(`The message has no ${path}, which the request needs.`, {
      field: path,
      wayOut: `Fill ${path} in the map before this step, or take {${path}} out of the request.`,
    });
  });
}
