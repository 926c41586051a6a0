import { Decimal } from 'decimal.js';

/**
 * A JSON value in which every number survives: a number that a double holds exactly as written is a `number`, any other
 * (beyond 2^53, more than about 15 digits) is a `Decimal`.
 */
export type Json = null | boolean | number | string | Decimal | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Decimal.isDecimal(value);
}

export function isNumeric(value: Json | undefined): value is number | Decimal {
  return typeof value === 'number' || Decimal.isDecimal(value);
}

export function isJson(value: unknown): value is Json {
  if (value === null || Decimal.isDecimal(value)) return true;
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value === 'object') return Object.values(value).every((part) => part === undefined || isJson(part));
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}

/**
 * A number that may not fit a double: 16 digits or more (a point allowed), or an exponent, where a number can start. A hit
 * inside a string only costs time.
 */
const mayLoseDigits = /(?:^|[:,[\s])-?(?:\d[\d.]{15}|[\d.]+[eE])/;

/** Parses JSON without losing a digit. @throws SyntaxError when the text is not JSON. */
export function parseJson(text: string): Json {
  return mayLoseDigits.test(text) ? (JSON.parse(text, keepDigits) as Json) : (JSON.parse(text) as Json);
}

/** Writes JSON; decimals keep their digits. `indent` as in `JSON.stringify`. */
export function stringifyJson(value: Json, indent?: number): string {
  return JSON.stringify(value, holdsDecimal(value) ? writeDigits : undefined, indent);
}

/** Asked first, because a replacer makes writing several times slower. */
function holdsDecimal(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsDecimal);
  if (Decimal.isDecimal(value)) return true;
  for (const key in value) if (holdsDecimal(value[key])) return true;
  return false;
}

/** JSON with sorted keys: equal values give equal bytes. */
export function canonicalJson(value: Json, indent?: number): string {
  return stringifyJson(sorted(value), indent);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, sorted(value[key])]])));
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const exact = new Decimal(context.source);
  if (!exact.isFinite()) throw new SyntaxError(`The number ${context.source.slice(0, 40)} is too large.`);
  return Number.isFinite(value) && exact.eq(value) && plainDigits(context.source) <= 15
    ? value
    : keptOrDouble(exact, value);
}

/** A long source may still be exactly the double's shortest form, such as 9007199254740991. */
function keptOrDouble(exact: Decimal, value: number): number | Decimal {
  return Number.isFinite(value) && exact.eq(new Decimal(String(value))) ? value : exact;
}

function plainDigits(source: string): number {
  return source.replace(/[eE].*$/, '').replace(/\D/g, '').length;
}

interface RawJson {
  rawJSON(text: string): unknown;
}

function writeDigits(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return Decimal.isDecimal(original) ? (JSON as unknown as RawJson).rawJSON(written(original)) : value;
}

/** Written out a number may be as long as its exponent: 1e99999999 would fill memory. */
const longestExponent = 1000;
const written = (value: Decimal): string => (Math.abs(value.e) > longestExponent ? value.toString() : value.toFixed());
