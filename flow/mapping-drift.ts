import type { Json } from './json.ts';
import { pathWords } from './mapping/path.ts';
import type { Kind } from './mapping/shape.ts';
import { deviationsFrom } from './mapping-drift-deviation.ts';
import {
  always,
  few,
  fieldAt,
  fits,
  type LearnedShape,
  mainKind,
  nothingSeen,
  objectsAt,
  type SeenField,
  together,
} from './mapping-drift-learned.ts';

export interface Drift {
  kind: 'new-field' | 'missing-field' | 'changed-type' | 'more-nulls';
  field: string;
  /** A sentence. */
  words: string;
  /** A map that reads this field is touched. */
  matters: boolean;
}

const jump = 0.3;

/**
 * The latest messages are what is normal from now on. Where they are too few to say so, they are counted among the normal
 * ones, and what was held up is allowed: none of these bodies deviates afterwards.
 * @param heldUp bodies that a policy parked or lets wait, of a map that reads these fields
 */
export function accepted(
  { base, recent, allowed }: LearnedShape,
  heldUp: Json[] = [],
  reads: string[][] = [],
): LearnedShape {
  const enough = recent.messages >= few;
  const next: LearnedShape = { base: enough ? recent : together(base, recent), recent: nothingSeen() };
  if (!enough && allowed) next.allowed = allowed;
  const deviations = deviationsFrom(next, reads);
  const more = heldUp.flatMap(deviations).map(({ odd, field }) => `${odd} ${field}`);
  const all = [...new Set([...(next.allowed ?? []), ...more])];
  return all.length === 0 ? next : { ...next, allowed: all.slice(-mostAllowed) };
}

const mostAllowed = 1000;

/**
 * What the latest messages hold that was different before, in the order of the fields' names. A list or object that is new or
 * gone speaks for all that is in it.
 * @param reads the fields that the map reads, as `linesOf` gives them
 */
export function driftOf({ base, recent, allowed }: LearnedShape, reads: string[][] = []): Drift[] {
  const isAllowed = new Set(allowed);
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
    const absent = isAllowed.has(`missing ${field}`) ? [] : absence(field, before, now, chances);
    if (!now) return absent.map((drift) => ({ ...drift, matters: matters(field) }));
    const nulls = isAllowed.has(`null ${field}`) ? [] : nullDrift(field, before, now);
    return [...absent, ...typeDrift(field, before, now, isAllowed), ...nulls].map((drift) => ({
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

function typeDrift(field: string, before: SeenField, now: SeenField, isAllowed: ReadonlySet<string>): Told[] {
  const was = mainKind(before);
  const strange = (Object.keys(now.kinds) as Kind[]).filter(
    (kind) => was && !before.kinds[kind] && !fits(kind, was) && !isAllowed.has(`${kind} ${field}`),
  );
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

/** `a.b[].c` → `a.b[]`, `a.b[]` → `a.b`. Names that are quoted hold no path of their own. */
function parentOf(field: string): string {
  if (field.endsWith('[]')) return field.slice(0, -2);
  const at = field.endsWith('"') ? field.lastIndexOf('"', field.length - 2) - 1 : field.lastIndexOf('.');
  return at <= 0 ? '' : field.slice(0, at);
}
