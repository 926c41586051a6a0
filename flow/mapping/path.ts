import { Decimal } from 'decimal.js';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Path } from './document.ts';
import { Fault, quoted } from './found.ts';

/** Values may not be nested deeper than this, in or out. */
export const depthLimit = 200;

/** An own property only: `constructor` and `__proto__` are names like any other. */
export function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Null, nothing and the empty text are not there. */
export const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Sets an own property, whatever its name. */
export function assign(object: JsonObject, name: string, value: Json): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** `['LineItems', '[]', 'UnitAmount']` → `LineItems[].UnitAmount`; names that would be misread are quoted. */
export function pathWords(path: string[]): string {
  return path.reduce((words, step) => {
    if (step === '[]') return `${words}[]`;
    const name = /^[^.[\]"\s]+$/.test(step) ? step : JSON.stringify(step);
    return words === '' ? name : `${words}.${name}`;
  }, '');
}

/**
 * Every value at a path, missing ones (absent or null) left out. `'[]'` walks an array; on anything else it is that one
 * value. A name asked of an array is a fault: the mapping must say which element it means.
 */
export function readAll(value: Json | undefined, path: Path, from = 0, found: Json[] = []): Json[] | Fault {
  let here = value;
  for (let step = from; step < path.length; step++) {
    if (here === undefined || here === null) return found;
    const name = path[step]!;
    if (name !== '[]') {
      if (Array.isArray(here)) return listMet(path, step, here);
      here = isObject(here) ? own(here, name) : undefined;
    } else if (Array.isArray(here)) {
      for (const element of here) {
        const inside = readAll(element, path, step + 1, found);
        if (inside instanceof Fault) return inside;
      }
      return found;
    }
  }
  if (here !== undefined && here !== null) found.push(here);
  return found;
}

/** The value at a path without `'[]'`. */
export function readOne(value: Json | undefined, path: Path): Json | undefined | Fault {
  let here = value;
  for (let step = 0; step < path.length; step++) {
    if (here === undefined || here === null) return undefined;
    if (Array.isArray(here)) return listMet(path, step, here);
    here = isObject(here) ? own(here, path[step]!) : undefined;
  }
  return here;
}

/** The same for a path that is read often. */
export function readerOf(path: Path): (value: Json | undefined) => Json | undefined | Fault {
  const reads = path.map(fieldOf);
  const { length } = path;
  return (value) => {
    let here = value;
    for (let step = 0; step < length; step++) {
      if (typeof here !== 'object' || here === null) return undefined;
      if (Array.isArray(here)) return listMet(path, step, here);
      here = reads[step]!(here);
    }
    return here;
  };
}

/** An own field of an object; of a decimal, which has none in a message, nothing. */
function fieldOf(name: string): (object: object) => Json | undefined {
  const isCommon = !(name in Object.prototype) && !decimalParts.has(name);
  if (isCommon) return (object) => (object as JsonObject)[name];
  return (object) => (isObject(object as Json) ? own(object as JsonObject, name) : undefined);
}

/** What a decimal is made of and can do: none of it is a field. */
const decimalParts = new Set(partsOf(Object.getPrototypeOf(new Decimal(0)) as object));

function partsOf(prototype: object): string[] {
  return [...Object.getOwnPropertyNames(prototype), ...Object.getOwnPropertyNames(new Decimal(0)), 'toStringTag'];
}

function listMet(path: Path, step: number, list: Json[]): Fault {
  const place = step === 0 ? 'The value' : `“${pathWords(path.slice(0, step))}”`;
  return new Fault(
    `${place} is a list of ${list.length} here, so “${path[step]}” cannot be read from it`,
    'Walk through the list with [] and choose first, last or sum, or make a loop over it.',
  );
}

/** The object at `names` under `out`, made where absent. A fault when something else already stands in the way. */
export function enter(out: JsonObject, names: string[]): JsonObject | Fault {
  let here = out;
  for (let index = 0; index < names.length; index++) {
    const name = names[index]!;
    const next = own(here, name);
    if (next === undefined || next === null) {
      const made: JsonObject = {};
      assign(here, name, made);
      here = made;
    } else if (isObject(next)) here = next;
    else return blocked(names.slice(0, index + 1), next);
  }
  return here;
}

export function blocked(names: string[], value: Json): Fault {
  return new Fault(
    `${pathWords(names)} already holds ${quoted(value)}, so nothing can be put inside it`,
    'Let only one row write this field.',
  );
}

/** True when a value is nested deeper than `limit`. Never deeper in the call stack than that. */
export function tooDeep(value: Json, limit = depthLimit): boolean {
  if (Array.isArray(value)) return limit === 0 || value.some((part) => tooDeep(part, limit - 1));
  if (!isObject(value)) return false;
  return limit === 0 || Object.values(value).some((part) => part !== undefined && tooDeep(part, limit - 1));
}

/** A copy that shares nothing, so that writing into it leaves the source alone. The value is not too deep. */
export function copied(value: Json): Json {
  if (Array.isArray(value)) return value.map(copied);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const name of Object.keys(value)) assign(copy, name, copied(value[name]!));
  return copy;
}

const shortText = 64;

/** Whether writing a value may cost more than its row does. */
export const isHeavy = (value: unknown): value is Json =>
  typeof value === 'object' ? value !== null : typeof value === 'string' && value.length > shortText;

/**
 * What it costs to look through a value and write it out, in steps: a part is one, four characters are another. Counted for
 * each time it is written, since a loop may write the whole message for each of its elements. Not counted beyond `most`.
 */
export function weightOf(value: Json, most: number, levels = depthLimit): number {
  if (typeof value === 'string') return 1 + (value.length >> 2);
  if (typeof value !== 'object' || value === null || levels === 0 || Decimal.isDecimal(value)) return 1;
  let weight = 1;
  for (const name in value as JsonObject) {
    weight += 1 + (name.length >> 2) + weightOf((value as JsonObject)[name] ?? null, most - weight, levels - 1);
    if (weight > most) break;
  }
  return weight;
}
