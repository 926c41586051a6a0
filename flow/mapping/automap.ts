import type { JsonSchema } from '../catalog.ts';
import { isObject, type Json } from '../json.ts';
import { isBelow, keyOf, listOf, listPairs, listsIn } from './automap-lists.ts';
import { type Candidate, candidate, type Likeness, likeness, nameScore } from './automap-score.ts';
import { meaningsFor, weightOf } from './automap-words.ts';
import type { Mapping } from './document.ts';
import { editMapping } from './edit.ts';
import { linesOf } from './lineage.ts';
import { fitOf } from './matrix.ts';
import { isThere, readAll } from './path.ts';
import { isSame, levelsIn } from './place.ts';
import { schemaAt } from './shape.ts';
import { type TreeRow, tree } from './tree.ts';

/** A line that may be drawn, how sure it is, and why. */
export interface Suggestion {
  source: string[];
  target: string[];
  /** 0.6 to 1. */
  score: number;
  why: string;
}

/** From here on a line is as good as sure. */
export const surely = 0.85;
/** Below this nothing is suggested, nor where the names have too little in common; of a field with a few values they must say the same. */
const perhaps = 0.6;
const namedLike = { any: 0.5, enum: 0.75 };
/** A field that is read already suits another this much less, and never surely; of two that are this near, neither is sure. */
const usedBefore = 0.1;
const near = 0.03;
const unsure = 0.84;
/** So many of the best names are looked at for what is around them, type and sample. */
const shortlist = 40;

export interface SuggestionScope {
  /** Only what lies within these two; nothing where one lies in more lists than the other. */
  within?: { source: string[]; target: string[] };
  /** A message, to see how values look. */
  sample?: Json;
}

/**
 * Lines for targets that have no row yet, the best for each, in the order of the target: fields whose names mean the same,
 * in places, of types and with values that go together. Lists go to lists only, each to the one that its own name suits, element by
 * element. What a row writes whole, what is left out on purpose, and lists that a loop fills from elsewhere are not touched.
 * The same schemas, mapping and sample always give the same suggestions.
 */
export function suggestions(
  mapping: Mapping,
  source: JsonSchema,
  target: JsonSchema,
  { within = { source: [], target: [] }, sample }: SuggestionScope = {},
): Suggestion[] {
  if (listsIn(within.source) !== listsIn(within.target)) return [];
  const isOpen = openIn(mapping, source);
  const rows = {
    from: tree(source).filter(({ path }) => isBelow(path, within.source)),
    to: tree(target).filter(({ path }) => isBelow(path, within.target)),
  };
  const pairs = listPairs(mapping, source, rows.from, rows.to, within);
  const fields = byMeaning(rows.from.filter(isLeaf).map((row) => candidate(row, within.source.length)));
  const used = new Set(linesOf(mapping, source).flatMap((line) => line.sources.map(keyOf)));
  const wanted = rows.to.filter(isLeaf).flatMap((row, order) => {
    const lists = pairs.get(keyOf(listOf(row.path))) ?? [];
    const to = candidate(row, within.target.length);
    const options = schemaAt(target, row.path)?.enum;
    const enough = namedLike[row.kind === 'enum' ? 'enum' : 'any'];
    const named = fields(to)
      .map((field) => ({ field, name: nameScore(field, to) }))
      .filter(({ name }) => name >= enough)
      .filter(({ field }) => lists.some((list) => isSame(listOf(field.path), list)) && fits(field, row))
      .sort((a, b) => b.name - a.name)
      .slice(0, shortlist);
    const likely = named
      .filter(({ field }) => isOpen(field.path, row.path))
      .map(({ field }) => ({ field, like: likeness(field, to, seenAt(sample, field.path), options) }))
      .filter(({ like }) => like.score >= perhaps)
      .sort((a, b) => b.like.score - a.like.score);
    return likely.length === 0 ? [] : [{ row, order, likely }];
  });
  // Who suits a field best gets it first; for the others it counts as used from then on.
  const best = ({ likely }: { likely: Likely[] }) => likely[0]?.like.score ?? 0;
  return wanted
    .toSorted((a, b) => best(b) - best(a) || a.order - b.order)
    .flatMap(({ row, order, likely }) => {
      const found = chosenFrom(likely, used, sample);
      if (!found) return [];
      used.add(keyOf(found.source));
      return [{ order, line: { source: found.source, target: row.path, score: found.score, why: found.why } }];
    })
    .sort((a, b) => a.order - b.order)
    .map(({ line }) => line);
}

interface Likely {
  field: Candidate;
  like: Likeness;
}

/** The best that is left, as sure as its rivals and the sample let it be. */
function chosenFrom(likely: Likely[], used: ReadonlySet<string>, sample: Json | undefined) {
  const [first, second] = likely
    .map(({ field, like }) => {
      const isUsed = used.has(keyOf(field.path));
      const why = isUsed ? [...like.why, 'used already'] : like.why;
      return { field, why, isUsed, score: like.score - (isUsed ? usedBefore : 0) };
    })
    .sort((a, b) => b.score - a.score);
  if (!first || first.score < perhaps) return undefined;
  const rival = second && first.score - second.score < near ? second.field : undefined;
  const isEmpty = sample !== undefined && !isThere(seenAt(sample, first.field.path)?.value);
  const isSure = !rival && !isEmpty && !first.isUsed;
  const score = Math.round((isSure ? first.score : Math.min(unsure, first.score)) * 100) / 100;
  const why = [...first.why, ...(rival ? [`so would “${rival.name}” do`] : [])].join(', ');
  return { source: first.field.path, score, why };
}

/** The first value that a sample holds at a path. */
export function seenAt(sample: Json | undefined, path: string[]): { value: Json | undefined } | undefined {
  if (sample === undefined) return undefined;
  const found = readAll(sample, path);
  return { value: Array.isArray(found) ? found.find((value) => isThere(value) && !isObject(value)) : undefined };
}

/**
 * Fields by what their names mean, so that each target looks at the few that can suit it. Words that only say of what kind a
 * value is are too little in common, unless the target has no others.
 */
function byMeaning(fields: Candidate[]): (target: Candidate) => Candidate[] {
  const known = new Map<string, number[]>();
  for (const [index, field] of fields.entries()) {
    for (const meaning of new Set([field.plain, ...field.own])) {
      const list = known.get(meaning);
      if (list) list.push(index);
      else known.set(meaning, [index]);
    }
  }
  return (target) => {
    const telling = target.own.filter((meaning) => weightOf(meaning) === 1);
    const found = [target.plain, ...(telling.length > 0 ? telling : target.own).flatMap(meaningsFor)].flatMap(
      (meaning) => known.get(meaning) ?? [],
    );
    return [...new Set(found)].sort((a, b) => a - b).map((index) => fields[index]!);
  };
}

/** The mapping with suggestions drawn in. Rows that are there stay as they are, and so does what they write. */
export function accept(mapping: Mapping, chosen: Suggestion[], source: JsonSchema, target: JsonSchema): Mapping {
  return chosen.reduce((drawn, line) => {
    if (!openIn(drawn, source)(line.source, line.target)) return drawn;
    return editMapping(drawn, { kind: 'connect', source: line.source, at: { target: line.target } }, { source, target })
      .mapping;
  }, mapping);
}

/** Whether a line can be drawn without changing what other rows write. */
function openIn(mapping: Mapping, source: JsonSchema): (from: string[], to: string[]) => boolean {
  const lines = linesOf(mapping, source);
  const written = lines.filter(({ loop }) => !loop).map((line) => line.target);
  const taken = new Set(lines.flatMap((line) => line.target.map((_, index) => keyOf(line.target.slice(0, index + 1)))));
  const whole = new Set([...written, ...(mapping.ignored ?? []).map((one) => one.target)].map(keyOf));
  const filled = Map.groupBy(levelsIn(mapping, source), (level) => keyOf(level.target));
  return (from, to) => {
    if (taken.has(keyOf(to))) return false;
    let list = 0;
    for (const [index, step] of to.entries()) {
      const here = to.slice(0, index + 1);
      if (whole.has(keyOf(here))) return false;
      if (step !== '[]') continue;
      list = from.indexOf('[]', list) + 1;
      const loops = filled.get(keyOf(here));
      if (loops && !loops.some(({ item, groupBy }) => !groupBy && isSame(item, from.slice(0, list)))) return false;
    }
    return true;
  };
}

const isLeaf = (row: TreeRow): boolean => row.kind !== 'object' && row.kind !== 'array' && row.path.at(-1) !== '[]';

const fits = (source: { kind?: TreeRow['kind'] }, target: TreeRow): boolean =>
  !source.kind || !target.kind || fitOf(source.kind, target.kind) !== 'impossible';
