import type { JsonSchema } from '../catalog.ts';
import { isNumeric, isObject, type Json } from '../json.ts';
import { hasZone, isDate, isDateTime } from './dates.ts';
import { digitsOf, exactOf, numberIn, numberOf } from './exact.ts';
import { Fault, type Found, Lossy, quoted } from './found.ts';
import { depthLimit, tooDeep } from './path.ts';
import { type Kind, kindOf } from './shape.ts';

/** Turns a value into what the target's schema asks for, or says why it cannot be. `undefined` counts as missing. */
export type Convert = (value: Json) => Found;

/**
 * The conversion for one target field. An empty text is a value only where the target is plain text that may be empty;
 * anywhere else there is nothing in it to convert, and it counts as missing. Without a schema values pass unchanged.
 */
export function converter(schema: JsonSchema | undefined): Convert {
  const kind = kindOf(schema);
  if (!schema || !kind) return shallowEnough;
  const convert = byKind[kind](schema);
  return emptyTextCounts(schema, kind) ? convert : (value) => (value === '' ? undefined : convert(value));
}

function emptyTextCounts(schema: JsonSchema, kind: Kind): boolean {
  if (kind === 'enum') return schema.enum?.includes('') ?? false;
  return (kind === 'string' && !schema.format && !schema.minLength) || kind === 'array';
}

const byKind: Record<Kind, (schema: JsonSchema) => Convert> = {
  string: toText,
  integer: () => toInteger,
  decimal: (schema) => (schema.type === 'string' ? toDecimalText : toNumber),
  boolean: () => toBoolean,
  date: () => toDate,
  datetime: () => toDateTime,
  enum: toChoice,
  object: () => (value) =>
    isObject(value) ? shallowEnough(value) : new Fault(`${quoted(value)} is not an object`, mapFields),
  array: toList,
};

const mapFields = 'Map its fields one by one.';
const chooseOne = 'Choose first, last, sum, count or join, or make a loop.';

function shallowEnough(value: Json): Found {
  if (typeof value !== 'object' || value === null || !tooDeep(value)) return value;
  return new Fault(
    `the value is nested deeper than ${depthLimit} levels`,
    'Map the fields that are needed one by one.',
  );
}

function notA(value: Json, what: string, wayOut: string): Fault {
  const isContainer = Array.isArray(value) || isObject(value);
  return new Fault(`${quoted(value)} is not ${what}`, isContainer ? (isObject(value) ? mapFields : chooseOne) : wayOut);
}

function toText(schema: JsonSchema): Convert {
  const { maxLength } = schema;
  return (value) => {
    const text = asText(value);
    if (text === undefined) return notA(value, 'a text', mapFields);
    if (maxLength === undefined || text.length <= maxLength) return text;
    const length = [...text].length;
    if (length <= maxLength) return text;
    return new Fault(
      `${quoted(text)} has ${length} characters, at most ${maxLength} are accepted`,
      `Shorten it, such as with $substring(value, 0, ${maxLength}).`,
    );
  };
}

/** A scalar as text, numbers with all their digits. */
export function asText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return isNumeric(value) ? digitsOf(value) : undefined;
}

const numberWayOut = 'Give a number such as 12.50, or turn the text into one with an expression.';

function toNumber(value: Json): Found {
  if (typeof value === 'number') return value;
  return numberIn(value) ?? notA(value, 'a number', numberWayOut);
}

function toDecimalText(value: Json): Found {
  const exact = exactOf(value);
  if (!exact) return notA(value, 'a number', numberWayOut);
  return typeof value === 'string' ? value.trim() : digitsOf(exact);
}

function toInteger(value: Json): Found {
  if (Number.isSafeInteger(value)) return value;
  const exact = exactOf(value);
  if (!exact) return notA(value, 'a number', numberWayOut);
  return exact.isInteger()
    ? numberOf(exact)
    : new Fault(`${quoted(value)} is not a whole number`, 'Round it in an expression: $round(value).');
}

function toBoolean(value: Json): Found {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  return notA(value, 'true or false', 'Compare it in an expression, such as status = "active".');
}

function toDate(value: Json): Found {
  const text = typeof value === 'string' ? value.trim() : '';
  if (isDate(text)) return text;
  if (!isDateTime(text)) return notA(value, 'a date', 'Give it as YYYY-MM-DD.');
  return new Lossy(
    text.slice(0, 10),
    'The time is cut off and the day taken as written. $dateIn(value, $zone) gives the day in the organisation’s zone.',
  );
}

function toDateTime(value: Json): Found {
  const text = typeof value === 'string' ? value.trim() : '';
  if (isDate(text)) return new Lossy(`${text}T00:00:00Z`, 'A date without a time: midnight UTC is taken.');
  if (!isDateTime(text)) return notA(value, 'a date and time', 'Give it as YYYY-MM-DDThh:mm:ssZ.');
  return hasZone(text) ? text : new Lossy(text, 'This time has no zone; the target will take it in its own.');
}

function toChoice(schema: JsonSchema): Convert {
  const choices = schema.enum ?? [];
  return (value) => {
    if (choices.includes(value)) return value;
    const text = asText(value);
    const choice = choices.find((candidate) => text !== undefined && asText(candidate) === text);
    if (choice !== undefined) return choice;
    const known = choices.slice(0, 12).map(quoted).join(', ');
    return notA(value, `one of ${known}`, 'Turn it into one of these with an expression.');
  };
}

/** One value becomes a list of one; the elements of a list are converted each. */
function toList(schema: JsonSchema): Convert {
  const element = converter(schema.items);
  return (value) => {
    const list: Json[] = [];
    let remark: string | undefined;
    for (const part of Array.isArray(value) ? value : [value]) {
      const converted = part === null ? null : element(part);
      if (converted instanceof Fault) return converted;
      if (converted instanceof Lossy) remark = converted.message;
      const kept = converted instanceof Lossy ? converted.value : converted;
      if (kept !== undefined) list.push(kept);
    }
    const fault = shallowEnough(list);
    if (fault instanceof Fault) return fault;
    return remark === undefined ? list : new Lossy(list, remark);
  };
}
