import type { JsonSchema } from '../catalog.ts';
import { isOpen, kindOf } from './shape.ts';

/** What a schema says of a path: its schema (`undefined`: undescribed), or where the path leaves it. */
export interface Place {
  schema?: JsonSchema;
  /** The first step that is not described, though its object describes others. */
  unknown?: { name: string; within: JsonSchema };
  /** A field name asked of a list. */
  list?: string[];
  /** Crosses an array, so that several values may be found. */
  several: boolean;
}

/** Follows a path through a schema. With `walksLists` names reach through arrays, as JSONata's do. */
export function placeOf(schema: JsonSchema | undefined, path: string[], walksLists = false): Place {
  let here = schema;
  let several = false;
  for (const [index, step] of path.entries()) {
    const isList = kindOf(here) === 'array';
    if (step === '[]') {
      several ||= isList || here === undefined || kindOf(here) === undefined;
      here = isList ? here?.items : here;
      continue;
    }
    if (isList && !walksLists) return { list: path.slice(0, index), several };
    const object = isList ? here?.items : here;
    several ||= isList;
    if (isOpen(object)) return { several: several || path.slice(index).includes('[]') };
    const next = object?.properties && Object.hasOwn(object.properties, step) ? object.properties[step] : undefined;
    if (!next && object) return { unknown: { name: step, within: object }, several };
    here = next;
  }
  return { schema: here, several };
}

/** The described name most like one that is not, for “did you mean”. */
export function likelyName(name: string, within: JsonSchema): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const names = Object.keys(within.properties ?? {});
  return (
    names.find((candidate) => plain(candidate) === plain(name)) ??
    names.find((candidate) => isNear(plain(candidate), plain(name)))
  );
}

/** One letter more, less or different, or two neighbours exchanged. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const tail = (text: string, skip: number) => text.slice(start + skip);
  if (a.length !== b.length) return a.length > b.length ? tail(a, 1) === tail(b, 0) : tail(a, 0) === tail(b, 1);
  const isSwapped = a[start] === b[start + 1] && a[start + 1] === b[start] && tail(a, 2) === tail(b, 2);
  return tail(a, 1) === tail(b, 1) || isSwapped;
}
