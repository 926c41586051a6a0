import type { Json } from '../json.ts';
import { meaningsOf, ownMeanings, standsIn, weightOf } from './automap-words.ts';
import { asText } from './convert.ts';
import { isDate, isDateTime } from './dates.ts';
import { fitOf, kindWords } from './matrix.ts';
import { isThere } from './path.ts';
import type { Kind } from './shape.ts';

/** A field of either side, with what its names mean. */
export interface Candidate {
  path: string[];
  name: string;
  kind?: Kind;
  own: string[];
  /** The name in small letters and digits alone. */
  plain: string;
  /** Of the fields around it. */
  around: string[];
}

export interface Likeness {
  /** 0 to 1: the name weighs .55, what is around it .20, the type .15 and how the sample's value looks .10. */
  score: number;
  /** Of the name alone. */
  name: number;
  why: string[];
}

/** What the sample holds at the source: `undefined` where there is no sample. */
export type Seen = { value: Json | undefined } | undefined;

/** @param from how many steps of the path belong to what both fields are looked at within */
export function candidate(row: { path: string[]; name: string; kind?: Kind }, from = 0): Candidate {
  const around = (start: number) =>
    row.path.slice(start, -1).flatMap((step) => (step === '[]' ? [] : meaningsOf(step)));
  return {
    path: row.path,
    name: row.name,
    kind: row.kind,
    own: ownMeanings(row.name, around(0)),
    plain: plain(row.name),
    around: [...new Set(around(from))],
  };
}

/** How well the names alone suit, 0 to 1. */
export const nameScore = (source: Candidate, target: Candidate): number =>
  source.plain === target.plain ? 1 : 0.95 * overlap(source.own, target.own);

/** How well a source field suits a target, and why. The same fields and value are always the same. */
export function likeness(source: Candidate, target: Candidate, seen?: Seen, options?: Json[]): Likeness {
  const around = source.around.length + target.around.length === 0 ? 1 : overlap(source.around, target.around);
  const look = looks(target, seen, options);
  const name = nameScore(source, target);
  const score = 0.55 * name + 0.2 * around + 0.15 * typeScore(source.kind, target.kind) + 0.1 * look.score;
  return {
    score: Math.max(0, score),
    name,
    why: [...nameWords(source, target), ...typeWords(source, target), ...look.why],
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') || name;

/** Meanings in common over all meanings, 0 to 1; each of the target's meets the one of the source that suits it best. */
function overlap(source: string[], target: string[]): number {
  let sum = 0;
  for (const one of source) sum += weightOf(one);
  let met = 0;
  for (const one of target) {
    sum += weightOf(one);
    let best = 0;
    for (const other of source) {
      const stands = standsIn(other, one);
      if (stands > 0) best = Math.max(best, stands * (weightOf(one) + weightOf(other)));
    }
    met += best;
  }
  return sum === 0 ? 0 : Math.min(1, met / sum);
}

function typeScore(source?: Kind, target?: Kind): number {
  if (!source || !target) return 0.5;
  return { exact: 1, safe: 0.9, lossy: 0.4, impossible: 0 }[fitOf(source, target)];
}

function nameWords(source: Candidate, target: Candidate): string[] {
  if (source.plain === target.plain)
    return [plain(source.path.join(' ')) === plain(target.path.join(' ')) ? 'same path' : 'same name'];
  const shared = target.own.filter((one) => source.own.includes(one));
  if (shared.length === 0) return ['may stand for it'];
  const isAll = shared.length === target.own.length && shared.length === source.own.length;
  return [isAll ? 'means the same' : `both say ${shared.map((one) => `“${one}”`).join(', ')}`];
}

/** Nothing where both are of one kind. */
function typeWords({ kind: source }: Candidate, { kind: target }: Candidate): string[] {
  if (!source || !target) return ['type not known'];
  return source === target ? [] : [`${kindWords(source)} into ${kindWords(target)}`];
}

/** How values of a meaning look. */
const shapes: [meaning: string, words: string, looks: RegExp][] = [
  ['email', 'an e-mail address', /^[^\s@]+@[^\s@]+$/],
  ['url', 'a web address', /^(?:https?:)?\/\/\S+$/],
  ['currency', 'a currency', /^[A-Z]{3}$/],
  ['phone', 'a phone number', /^\+?[\d\s()./-]{5,}$/],
  ['document number', 'a document’s number', /^(?=.*\d)\S{1,24}$/],
  ['number', 'a number', /^(?=.*\d)\S{1,40}$/],
  ['name', 'a name', /^(?=.*\p{L})[^\d#@]+$/u],
  ['first name', 'a name', /^[^\d#@]+$/],
  ['last name', 'a name', /^[^\d#@]+$/],
];

/** 1 as it should look, 0 nothing there, -1 not as it should look; between where there is nothing to judge by. */
function looks(target: Candidate, seen: Seen, options: Json[] | undefined): { score: number; why: string[] } {
  if (!seen) return { score: 0.5, why: [] };
  if (!isThere(seen.value)) return { score: 0, why: ['sample holds nothing'] };
  const text = asText(seen.value as Json);
  if (text === undefined) return { score: 0.5, why: [] };
  const as = (words: string, isLike: boolean) =>
    isLike
      ? { score: 1, why: [`sample looks like ${words}`] }
      : { score: -1, why: [`sample does not look like ${words}`] };
  if (options)
    return options.some((one) => asText(one) === text) ? as('one of its values', true) : as('one of its values', false);
  if (target.kind === 'date' || target.kind === 'datetime') return as('a date', isDate(text) || isDateTime(text));
  if (target.kind === 'integer' || target.kind === 'decimal') return as('a number', /^-?\d+(?:\.\d+)?$/.test(text));
  const shape = shapes.find(([meaning]) => target.own.includes(meaning));
  return shape ? as(shape[1], shape[2].test(text)) : { score: 1, why: [] };
}
