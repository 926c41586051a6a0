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
}

export interface Drift {
  kind: 'new-field' | 'missing-field' | 'changed-type' | 'more-nulls';
  field: string;
  /** A sentence. */
  words: string;
  /** A map that reads this field is touched. */
  matters: boolean;
}

/** So many messages are what is normal; what comes after them is compared. The latest are counted by half each time so many came. */
const enough = 50;
const mostFields = 2000;
const elementsSeen = 20;
/** Before fewer than this were seen nothing is said. */
const few = 5;
const always = 0.95;
const jump = 0.3;

export const nothingLearned = (): LearnedShape => ({ base: nothingSeen(), recent: nothingSeen() });

/** With one more message. Pure: the learned shape is not changed. */
export function learn(learned: LearnedShape, body: Json): LearnedShape {
  if (learned.base.messages < enough) return { ...learned, base: withBody(learned.base, body) };
  const recent = learned.recent.messages < enough ? learned.recent : halved(learned.recent);
  return { ...learned, recent: withBody(recent, body) };
}

/** The latest messages are what is normal from now on. */
export const accepted = ({ base, recent }: LearnedShape): LearnedShape =>
  recent.messages === 0 ? { base, recent } : { base: recent, recent: nothingSeen() };

/**
 * What the latest messages hold that was different before, in the order of the fields' names. A list or object that is new or
 * gone speaks for all that is in it.
 * @param reads the fields that the map reads, as `linesOf` gives them
 */
export function driftOf({ base, recent }: LearnedShape, reads: string[][] = []): Drift[] {
  const read = reads.map(pathWords);
  const matters = (field: string) =>
    read.some((one) => one === field || one.startsWith(`${field}.`) || one.startsWith(`${field}[`));
  const names = [...new Set([...Object.keys(base.fields), ...Object.keys(recent.fields)])].sort();
  return names.flatMap((field): Drift[] => {
    if (field === '') return [];
    const before = fieldAt(base.fields, field);
    const now = fieldAt(recent.fields, field);
    const around = parentOf(field);
    const chances = { before: objectsAt(base, around), now: objectsAt(recent, around) };
    if (!before) {
      if (!now || now.seen < 2 || chances.before < few) return [];
      const kind = mainKind(now);
      return [{ kind: 'new-field', field, matters: false, words: `“${field}” is new${kind ? ` (${kind})` : ''}.` }];
    }
    const absent = absence(field, before, now, chances);
    if (!now) return absent.map((drift) => ({ ...drift, matters: matters(field) }));
    return [...absent, ...typeDrift(field, before, now), ...nullDrift(field, before, now)].map((drift) => ({
      ...drift,
      matters: matters(field),
    }));
  });
}

type Told = Omit<Drift, 'matters'>;

/** A field that came in its object and comes no more, or clearly less. */
function absence(
  field: string,
  before: SeenField,
  now: SeenField | undefined,
  chances: { before: number; now: number },
): Told[] {
  if (chances.now < few || chances.before < few || field.endsWith('[]')) return [];
  const seen = now?.seen ?? 0;
  const [was, is] = [before.seen / chances.before, seen / chances.now];
  if (was < (seen === 0 ? always : 0) || was - is < jump) return [];
  const words =
    seen === 0
      ? `“${field}” stopped coming: it was in ${before.seen} of ${chances.before}, and in none of the last ${chances.now}.`
      : `“${field}” comes less: in ${percent(is)}, it was in ${percent(was)}.`;
  return [{ kind: 'missing-field', field, words }];
}

const percent = (rate: number): string => `${Math.round(rate * 100)} %`;

function typeDrift(field: string, before: SeenField, now: SeenField): Told[] {
  const was = mainKind(before);
  const strange = (Object.keys(now.kinds) as Kind[]).filter((kind) => was && !before.kinds[kind] && !fits(kind, was));
  if (!was || strange.length === 0) return [];
  return [{ kind: 'changed-type', field, words: `“${field}” was ${was}, now it also comes as ${strange.join(', ')}.` }];
}

function nullDrift(field: string, before: SeenField, now: SeenField): Told[] {
  if (before.seen < few * 2 || now.seen < few * 2) return [];
  const rates = [before, now].map(({ nulls, seen }) => nulls / seen) as [number, number];
  if (rates[1] - rates[0] < jump) return [];
  const [was, is] = rates.map(percent);
  return [{ kind: 'more-nulls', field, words: `“${field}” is null in ${is} of messages, it was in ${was}.` }];
}

const numbers = new Set<Kind>(['integer', 'decimal']);

/** An amount without cents is no other type. */
function fits(kind: Kind, was: Kind): boolean {
  if (numbers.has(kind) && numbers.has(was)) return true;
  const fit = fitOf(kind, was);
  return fit === 'exact' || fit === 'safe';
}

function mainKind({ kinds }: SeenField): Kind | undefined {
  return (Object.entries(kinds) as [Kind, number][]).sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** How often the object around a field was there. */
const objectsAt = ({ fields }: Seen, path: string): number => fieldAt(fields, path)?.kinds.object ?? 0;

/** An own one only: `constructor` is a name like any other. */
const fieldAt = (fields: Seen['fields'], path: string): SeenField | undefined =>
  Object.hasOwn(fields, path) ? fields[path] : undefined;

/** `a.b[].c` → `a.b[]`, `a.b[]` → `a.b`. Names that are quoted hold no path of their own. */
function parentOf(field: string): string {
  if (field.endsWith('[]')) return field.slice(0, -2);
  const at = field.endsWith('"') ? field.lastIndexOf('"', field.length - 2) - 1 : field.lastIndexOf('.');
  return at <= 0 ? '' : field.slice(0, at);
}

const nothingSeen = (): Seen => ({ messages: 0, fields: {} });

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
  const kind = Array.isArray(value) ? 'array' : isObject(value) ? 'object' : kindOf(inferSchema(value));
  if (value === null) field.nulls += 1;
  else if (kind) field.kinds[kind] = (field.kinds[kind] ?? 0) + 1;
  Object.defineProperty(fields, place, { value: field, enumerable: true, configurable: true, writable: true });
  if (Array.isArray(value)) {
    for (const element of value.slice(0, elementsSeen)) count(fields, `${place}[]`, element, depth + 1);
  } else if (isObject(value)) {
    for (const [name, part] of Object.entries(value)) {
      const words = pathWords([name]);
      count(fields, place === '' ? words : `${place}.${words}`, part, depth + 1);
    }
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
