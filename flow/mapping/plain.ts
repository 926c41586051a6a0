import type { Json, JsonObject } from '../json.ts';
import { Fault, type Found } from './found.ts';
import { assign, depthLimit } from './path.ts';

/**
 * What an expression came to as plain JSON: no marks on lists, no functions. Parts that are plain already stay the same
 * objects, parts of the message among them.
 */
export function plain(value: unknown, levels = depthLimit): Found {
  switch (typeof value) {
    case 'undefined':
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      return new Fault('the expression gives no number', 'Check for a division by zero.');
    case 'object':
      if (value === null) return value;
      if (levels === 0) return new Fault(`the result is nested deeper than ${depthLimit} levels`, 'Give less of it.');
      return Array.isArray(value) ? plainList(value, levels - 1) : plainObject(value as JsonObject, levels - 1);
    default:
      return new Fault('the expression gives a function', 'Call it: write its arguments in brackets behind it.');
  }
}

function plainList(value: unknown[], levels: number): Found {
  let list = isMarked(value) ? value.slice() : value;
  for (let index = value.length - 1; index >= 0; index--) {
    const element = value[index];
    const part = plain(element, levels);
    if (part === element && part !== undefined) continue;
    if (part instanceof Fault) return part;
    if (list === value) list = value.slice();
    if (part === undefined) list.splice(index, 1);
    else list[index] = part;
  }
  return list as Json[];
}

/** The reference leaves marks on lists it passes through, some of which are no sequences. */
const isMarked = (list: unknown[]): boolean => 'sequence' in list || 'keepSingleton' in list || 'cons' in list;

function plainObject(value: JsonObject, levels: number): Found {
  if ('_jsonata_function' in value || '_jsonata_lambda' in value) return plain(plain, levels);
  let object = value;
  for (const name in value) {
    const field = value[name];
    const part = plain(field, levels);
    if (part === field && part !== undefined) continue;
    if (part instanceof Fault) return part;
    if (object === value) object = own(value);
    if (part === undefined) delete object[name];
    else assign(object, name, part as Json);
  }
  return Object.getPrototypeOf(object) === null ? own(object) : object;
}

/** The reference makes objects that inherit nothing. */
function own(value: JsonObject): JsonObject {
  const object: JsonObject = {};
  for (const name of Object.keys(value)) assign(object, name, value[name]!);
  return object;
}
