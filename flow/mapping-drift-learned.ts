import { isObject, type Json } from './json.ts';
import { inferSchema } from './mapping/infer.ts';
import { fitOf } from './mapping/matrix.ts';
import { depthLimit, pathWords } from './mapping/path.ts';
import { type Kind, kindOf } from './mapping/shape.ts';

/** What one place of messages was seen to hold. Counts are of values; of a list's elements each counts. */
export interface SeenField {
  seen: number;
  nulls: number;
  kinds: Partial<Record<Kind, number>>;
}

/** By path in words, `line_items[].price`; the body itself is ''. */
export interface Seen {
  messages: number;
  fields: Record<string, SeenField>;
}

/** What was learned at a port: the messages that count as normal, and the latest ones. */
export interface LearnedShape {
  base: Seen;
  recent: Seen;
  /** What a person took as normal though `base` knows it otherwise: `missing currency`, `null note`, `string id`. */
  allowed?: string[];
  /** A message that changed has stopped the step: all that comes there waits until a person decides. */
  stopped?: Stop;
}

export interface Stop {
  /** Id of the first message that waits. */
  message: string;
  field: string;
  /** A sentence. */
  words: string;
  /** ISO 8601 UTC. */
  since: string;
}

/** So many messages are what is normal; what comes after them is compared. The latest are counted by half each time so many came. */
const enough = 50;
const mostFields = 2000;
const elementsSeen = 20;
/** Before fewer than this were seen nothing is said. */
export const few = 5;
/** What is there so often is there always. */
export const always = 0.95;

export const nothingLearned = (): LearnedShape => ({ base: nothingSeen(), recent: nothingSeen() });

/** With one more message. Pure: the learned shape is not changed. */
export function learn(learned: LearnedShape, body: Json): LearnedShape {
  if (learned.base.messages < enough) return { ...learned, base: withBody(learned.base, body) };
  return learnChanged(learned, body);
}

/** The same of a message that a policy held up: it is none of the normal ones, however few there are. */
export function learnChanged(learned: LearnedShape, body: Json): LearnedShape {
  const recent = learned.recent.messages < enough ? learned.recent : halved(learned.recent);
  return { ...learned, recent: withBody(recent, body) };
}

/** An own one only: `constructor` is a name like any other. */
export const fieldAt = (fields: Seen['fields'], path: string): SeenField | undefined =>
  Object.hasOwn(fields, path) ? fields[path] : undefined;

/** How often the object around a field was there. */
export const objectsAt = ({ fields }: Seen, path: string): number => fieldAt(fields, path)?.kinds.object ?? 0;

/** The kind that a place mostly held. */
export function mainKind({ kinds }: SeenField): Kind | undefined {
  return (Object.entries(kinds) as [Kind, number][]).sort((a, b) => b[1] - a[1])[0]?.[0];
}

const numbers = new Set<Kind>(['integer', 'decimal']);

/** An amount without cents is no other type. */
export function fits(kind: Kind, was: Kind): boolean {
  if (numbers.has(kind) && numbers.has(was)) return true;
  const fit = fitOf(kind, was);
  return fit === 'exact' || fit === 'safe';
}

/** Undefined where it is null. */
export const kindSeen = (value: Json): Kind | undefined =>
  Array.isArray(value) ? 'array' : isObject(value) ? 'object' : kindOf(inferSchema(value));

/** The path in words of a step inside a place. */
export function inside(place: string, step: string): string {
  if (step === '[]') return `${place}[]`;
  const words = pathWords([step]);
  return place === '' ? words : `${place}.${words}`;
}

export const nothingSeen = (): Seen => ({ messages: 0, fields: {} });

/** Both together. */
export function together(one: Seen, other: Seen): Seen {
  const names = [...new Set([...Object.keys(one.fields), ...Object.keys(other.fields)])].slice(0, mostFields);
  const fields = names.map((name) => {
    const all = [one, other].flatMap((seen) => fieldAt(seen.fields, name) ?? []);
    const kinds: SeenField['kinds'] = {};
    for (const field of all)
      for (const [kind, n] of Object.entries(field.kinds) as [Kind, number][]) kinds[kind] = (kinds[kind] ?? 0) + n;
    const sum = (of: 'seen' | 'nulls') => all.reduce((total, field) => total + field[of], 0);
    return [name, { seen: sum('seen'), nulls: sum('nulls'), kinds }] as const;
  });
  return { messages: one.messages + other.messages, fields: Object.fromEntries(fields) };
}

function withBody(seen: Seen, body: Json): Seen {
  const fields = { ...seen.fields };
  count(fields, '', body, 0);
  return { messages: seen.messages + 1, fields };
}

function count(fields: Seen['fields'], place: string, value: Json, depth: number): void {
  const known = fieldAt(fields, place);
  if (depth > depthLimit || (!known && Object.keys(fields).length >= mostFields)) return;
  const field: SeenField = known ? { ...known, kinds: { ...known.kinds } } : { seen: 0, nulls: 0, kinds: {} };
  field.seen += 1;
  const kind = kindSeen(value);
  if (value === null) field.nulls += 1;
  else if (kind) field.kinds[kind] = (field.kinds[kind] ?? 0) + 1;
  Object.defineProperty(fields, place, { value: field, enumerable: true, configurable: true, writable: true });
  if (Array.isArray(value)) {
    for (const element of value.slice(0, elementsSeen)) count(fields, inside(place, '[]'), element, depth + 1);
  } else if (isObject(value)) {
    for (const [name, part] of Object.entries(value)) count(fields, inside(place, name), part, depth + 1);
  }
}

/** What is old fades: every count by half, rounded down; what comes to nothing goes. */
function halved({ messages, fields }: Seen): Seen {
  const half = (n: number) => Math.floor(n / 2);
  const kept = Object.entries(fields).flatMap(([field, { seen, nulls, kinds }]) => {
    if (half(seen) === 0) return [];
    const kindsKept = Object.entries(kinds).flatMap(([kind, n]) => (half(n) === 0 ? [] : [[kind, half(n)]]));
    return [[field, { seen: half(seen), nulls: half(nulls), kinds: Object.fromEntries(kindsKept) }]];
  });
  return { messages: half(messages), fields: Object.fromEntries(kept) };
}
