import { Refused, tooLong, type World } from './world.ts';

/**
 * A list as JSONata passes it on. `sequence`: made by walking, so one element counts as that element and none as nothing.
 * `cons`: written out in the expression, so walking does not take it apart. The marks are those of the reference, because
 * its own functions look for them.
 */
export type List = unknown[] & {
  sequence?: true;
  keepSingleton?: true;
  cons?: true;
  /** The whole input, being a list, as the only element. */
  outerWrapper?: true;
};

export function sequenceOf(...values: unknown[]): List {
  const list: List = values;
  list.sequence = true;
  return list;
}

/** Kept apart because it is much called. */
export function emptySequence(): List {
  const list: List = [];
  list.sequence = true;
  return list;
}

export const isSequence = (value: unknown): boolean => Array.isArray(value) && (value as List).sequence === true;

/** @throws Refused when the sequence is as long as it may be. */
export function push(list: List, value: unknown, world: World): void {
  if (list.length >= world.sequence) throw new Refused(tooLong);
  list.push(value);
}

/** An element, or the elements of a list, behind the others. */
export function pushFlat(list: List, value: unknown, world: World): void {
  if (!Array.isArray(value) || (value as List).cons) push(list, value, world);
  else {
    if (list.length + value.length > world.sequence) throw new Refused(tooLong);
    for (let index = 0; index < value.length; index++) list.push(value[index]);
  }
}

/** What a node stands for once it is evaluated: a sequence of one is that one, an empty one is nothing. */
export function settled(value: unknown, keep = false): unknown {
  if (!Array.isArray(value)) return value;
  const list: List = value;
  if (list.sequence !== true) return value;
  if (keep) list.keepSingleton = true;
  if (list.length === 0) return undefined;
  return list.length === 1 && !list.keepSingleton ? list[0] : list;
}

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** An own field. Names that every object inherits are asked for more carefully. */
export function fieldReader(name: string): (object: object) => unknown {
  if (inherited.has(name)) {
    return (object) => (Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined);
  }
  return (object) => (object as Record<string, unknown>)[name];
}

/** A field of an object, or of all objects in a list, however deep the list. */
export function lookup(input: unknown, read: (object: object) => unknown, world: World): unknown {
  if (typeof input !== 'object' || input === null) return undefined;
  if (!Array.isArray(input)) return read(input);
  const found = emptySequence();
  for (let index = 0; index < input.length; index++) {
    const value = lookup(input[index], read, world);
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const part of value) push(found, part, world);
    else push(found, value, world);
  }
  world.steps -= input.length;
  return found;
}

/** JSONata's idea of truth; nothing is `undefined`. */
export function truth(value: unknown): boolean | undefined {
  switch (typeof value) {
    case 'undefined':
      return undefined;
    case 'boolean':
      return value;
    case 'string':
      return value.length > 0;
    case 'number':
      return isNumber(value) && value !== 0;
    case 'object':
      if (value === null) return false;
      if (!Array.isArray(value)) return Object.keys(value).length > 0;
      if (value.length === 1) return truth(value[0]);
      return value.filter((element) => truth(element)).length > 0;
    default:
      return false;
  }
}

/** @throws Refused for a number without end. */
export function isNumber(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) throw new Refused('D1001');
  return true;
}

export function isEqual(a: unknown, b: unknown, world: World): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (--world.steps < 0) throw new Refused('D1012');
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => isEqual(element, b[index], world));
  }
  const names = Object.getOwnPropertyNames(a).sort();
  const others = Object.getOwnPropertyNames(b).sort();
  if (names.length !== others.length || names.some((name, index) => name !== others[index])) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return names.every((name) => isEqual(left[name], right[name], world));
}

/** One list behind the other, as the comma of an array does it. */
export function append(list: unknown[], value: unknown, world: World): unknown[] {
  const size = list.length + (Array.isArray(value) ? value.length : 1);
  if (size > world.sequence) throw new Refused(tooLong);
  world.steps -= size >> 2;
  return list.concat(Array.isArray(value) ? value : [value]);
}
