import type { Json, JsonObject } from '../json.ts';
import { Fault, type Found } from './found.ts';
import { assign, depthLimit } from './path.ts';

/** What an expression came to as plain JSON: no marks on lists, no functions, nothing shared with the source. */
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
      if ('_jsonata_function' in value || '_jsonata_lambda' in value) return aFunction();
      if (levels === 0) return new Fault(`the result is nested deeper than ${depthLimit} levels`, 'Give less of it.');
      return Array.isArray(value) ? plainList(value, levels - 1) : plainObject(value, levels - 1);
    default:
      return aFunction();
  }
}

const aFunction = (): Fault =>
  new Fault('the expression gives a function', 'Call it: write its arguments in brackets behind it.');

function plainList(value: unknown[], levels: number): Found {
  const list: Json[] = [];
  for (let index = 0; index < value.length; index++) {
    const part = plain(value[index], levels);
    if (part instanceof Fault) return part;
    if (part !== undefined) list.push(part as Json);
  }
  return list;
}

function plainObject(value: object, levels: number): Found {
  const object: JsonObject = {};
  for (const name of Object.keys(value)) {
    const part = plain((value as Record<string, unknown>)[name], levels);
    if (part instanceof Fault) return part;
    if (part !== undefined) assign(object, name, part as Json);
  }
  return object;
}
