import { fitOf } from '#flow/mapping/matrix.ts';
import type { Kind } from '#flow/mapping/shape.ts';

/** What ranking looks at: a field of either tree. */
export interface Candidate {
  path: string[];
  name: string;
  kind?: Kind;
}

/**
 * How well a source field suits a target field, 0 to 1: names weigh .6, the names around them .25, types .15. The same
 * fields always rank the same.
 */
export function suits(source: Candidate, target: Candidate): number {
  const [name, around] = [words(source.name), source.path.slice(0, -1).flatMap(words)];
  const [wanted, within] = [words(target.name), target.path.slice(0, -1).flatMap(words)];
  const byName = Math.max(
    overlap(name, wanted),
    0.9 * overlap([...around.slice(-2), ...name], [...within.slice(-2), ...wanted]),
  );
  return 0.6 * byName + 0.25 * overlap(around, within) + 0.15 * typeScore(source.kind, target.kind);
}

/** Best first; equals stay in the order of the tree. Fields that hold nothing step back, those that can never fit come last. */
export function ranked<C extends Candidate>(
  sources: C[],
  target: Candidate,
  holds: (source: C) => boolean = () => true,
): C[] {
  const behind = (source: C) => (isImpossible(source.kind, target.kind) ? 1 : 0) + (holds(source) ? 0 : 0.1);
  return sources
    .map((source) => ({ source, score: suits(source, target) - behind(source) }))
    .sort((a, b) => b.score - a.score)
    .map(({ source }) => source);
}

const isImpossible = (source?: Kind, target?: Kind): boolean =>
  source !== undefined && target !== undefined && fitOf(source, target) === 'impossible';

function typeScore(source?: Kind, target?: Kind): number {
  if (!source || !target) return 0.35;
  return { exact: 1, safe: 0.7, lossy: 0.4, impossible: 0 }[fitOf(source, target)];
}

/** What shops and ledgers call the same thing. Each word stands for the first of its line. */
const synonyms = [
  ['number', 'no', 'num', 'nr', 'name'],
  ['quantity', 'qty', 'count'],
  ['amount', 'price', 'value'],
  ['description', 'title', 'text'],
  ['code', 'sku', 'id', 'key'],
  ['date', 'at', 'day', 'time'],
  ['contact', 'customer', 'client', 'buyer'],
  ['line', 'lines', 'item', 'items'],
  ['email', 'mail', 'emailaddress'],
  ['phone', 'tel', 'telephone'],
  ['postcode', 'zip', 'postal'],
  ['region', 'province', 'state'],
];
const meaning = new Map(synonyms.flatMap(([first, ...others]) => others.map((word) => [word, first!])));

/** `UnitAmount` and `unit_amount` → unit, amount. */
function words(name: string): string[] {
  if (name === '[]') return [];
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => meaning.get(word) ?? word);
}

/** Shared words over all words, 0 to 1. */
function overlap(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [left, right] = [new Set(a), new Set(b)];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared / (left.size + right.size - shared);
}
