import { isNumeric, type Json, type JsonObject } from '../json.ts';
import { assign, depthLimit } from './path.ts';

/**
 * What a message holds that expressions have to be careful with. `plain`: nothing, it can be read as it is. `decimals`:
 * numbers that become doubles first. `marked`: fields with the names of JSONata's own marks. `deep`: more than may be read.
 */
export type Content = 'plain' | 'decimals' | 'marked' | 'deep';

const plain = 0;
const decimals = 1;
const marked = 2;
const deep = 3;
const words: Content[] = ['plain', 'decimals', 'marked', 'deep'];

/** Looks through a whole message once; the gravest of what is there counts. */
export function contentOf(value: Json): Content {
  return words[gravest(value, depthLimit)] ?? 'deep';
}

function gravest(value: Json, levels: number): number {
  if (typeof value !== 'object' || value === null) return plain;
  if (levels === 0) return isNumeric(value) ? decimals : deep;
  let found = plain;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const part = value[index]!;
      if (typeof part !== 'object' || part === null) continue;
      const inner = gravest(part, levels - 1);
      if (inner > found) found = inner;
    }
    return found;
  }
  if (value.constructor !== Object && isNumeric(value)) return decimals;
  for (const name in value as JsonObject) {
    if (isMark(name)) found = Math.max(found, marked);
    const part = (value as JsonObject)[name];
    if (typeof part !== 'object' || part === null) continue;
    const inner = gravest(part, levels - 1);
    if (inner > found) found = inner;
  }
  return found;
}

/** The reference takes an object for a function, or for its own wrapping of a list, when it holds one of these. */
function isMark(name: string): boolean {
  switch (name.charCodeAt(0)) {
    case 95:
      return name === '_jsonata_function' || name === '_jsonata_lambda';
    case 111:
      return name === 'outerWrapper';
    case 116:
      return name === 'tupleStream' || name === 'thunk';
    default:
      return false;
  }
}

/** A message as JSONata may have it: a copy, because the reference marks lists, and decimals as doubles. Not too deep. */
export function forJsonata(value: Json, copies: WeakMap<object, Json>): Json {
  if (isNumeric(value)) return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Json[] | JsonObject = Array.isArray(value) ? [] : {};
  for (const name of Object.keys(value)) {
    const field = (value as JsonObject)[name];
    if (field === undefined) continue;
    const part = forJsonata(field, copies);
    if (Array.isArray(copy)) copy.push(part);
    else assign(copy, name, part);
  }
  copies.set(value, copy);
  return copy;
}
