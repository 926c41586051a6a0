import { isObject, type Json, type JsonObject } from './json.ts';
import type { Kind } from './mapping/shape.ts';
import {
  always,
  few,
  fieldAt,
  fits,
  inside,
  kindSeen,
  type LearnedShape,
  mainKind,
  objectsAt,
} from './mapping-drift-learned.ts';

/** A field of one message that is not as it was in those that are normal. */
export interface Deviation {
  field: string;
  odd: 'missing' | 'null' | Kind;
  /** `it is missing, and was always there`. */
  change: string;
}

/**
 * What a message holds in the fields that a map reads that none of the normal ones did: a field that is always there is
 * missing, or a value is of a kind that was never seen there and does not fit. As long as too little was learned, nothing.
 * Made once for what was learned, asked for every message; each change is told once, in the order of the reads.
 * @param reads the fields that the map reads, as `linesOf` gives them
 */
export function deviationsFrom(learned: LearnedShape, reads: string[][]): (body: Json) => Deviation[] {
  if (learned.base.messages < few) return () => [];
  const root = expected(learned, reads);
  return (body) => {
    const found = new Map<string, Deviation>();
    walk(root, body, found);
    return [...found.values()];
  };
}

/** What is normal at one place, and at the places in it that are read. */
interface Expected {
  step: string;
  words: string;
  /** How it was there so far, where it has to be. */
  there?: string;
  /** Absent where too little was seen to say what fits. */
  was?: Kind;
  kinds: Set<Kind>;
  /** It is always there and never null. */
  never: boolean;
  allowed: ReadonlySet<string>;
  parts: Expected[];
}

function expected(learned: LearnedShape, reads: string[][]): Expected {
  const { base } = learned;
  const allowed = new Set(learned.allowed);
  const at = (step: string, words: string, around: string): Expected | undefined => {
    const field = fieldAt(base.fields, words);
    if (!field) return undefined;
    const chances = objectsAt(base, around);
    const rate = step === '[]' || chances < few ? 0 : field.seen / chances;
    const known = field.seen >= few;
    return {
      ...{ step, words, allowed, parts: [] },
      there: rate < always ? undefined : rate < 1 ? `there in ${Math.floor(rate * 100)} %` : 'always there',
      was: known ? mainKind(field) : undefined,
      kinds: new Set(Object.keys(field.kinds) as Kind[]),
      never: known && rate >= always && field.nulls === 0,
    };
  };
  const root: Expected = { step: '', words: '', kinds: new Set(), never: false, allowed, parts: [] };
  for (const path of reads) {
    let here: Expected | undefined = root;
    for (const step of path) {
      if (!here) break;
      let next: Expected | undefined = here.parts.find((part) => part.step === step);
      if (!next) {
        next = at(step, inside(here.words, step), here.words);
        if (next) here.parts.push(next);
      }
      here = next;
    }
  }
  return root;
}

type Found = Map<string, Deviation>;

function walk(place: Expected, value: Json, found: Found): void {
  for (const part of place.parts) {
    if (part.step === '[]') {
      // A map takes what is no list for its one element.
      for (const element of Array.isArray(value) ? value : [value]) look(part, element, found);
    } else if (isObject(value)) look(part, ownOf(value, part.step), found);
  }
}

const ownOf = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

function look(part: Expected, value: Json | undefined, found: Found): void {
  if (value === undefined) {
    if (part.there) tell(part, 'missing', `it is missing, and was ${part.there}`, found);
  } else if (value === null) {
    if (part.never) tell(part, 'null', 'it is null, and never was', found);
  } else {
    kindAt(part, value, found);
    walk(part, value, found);
  }
}

function kindAt(part: Expected, value: Json, found: Found): void {
  const { was, kinds } = part;
  // Whatever a text looks like, it is text.
  if (!was || (typeof value === 'string' && kinds.has('string'))) return;
  const kind = kindSeen(value);
  if (kind && !kinds.has(kind) && !fits(kind, was)) tell(part, kind, `it is ${kind}, and was ${was}`, found);
}

function tell(part: Expected, odd: Deviation['odd'], change: string, found: Found): void {
  const name = `${odd} ${part.words}`;
  if (!part.allowed.has(name) && !found.has(name)) found.set(name, { field: part.words, odd, change });
}
