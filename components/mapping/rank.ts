import { candidate, likeness } from '#flow/mapping/automap-score.ts';
import { fitOf } from '#flow/mapping/matrix.ts';
import type { Kind } from '#flow/mapping/shape.ts';

/** What ranking looks at: a field of either tree. */
export interface Ranked {
  path: string[];
  name: string;
  kind?: Kind;
}

/**
 * Best first, by the same score as suggestions; equals stay in the order of the tree. Fields that hold nothing step back, those
 * that can never fit come last.
 */
export function ranked<R extends Ranked>(
  sources: R[],
  target: Ranked,
  holds: (source: R) => boolean = () => true,
): R[] {
  const wanted = candidate(target);
  const behind = (source: R) => (isImpossible(source.kind, target.kind) ? 1 : 0) + (holds(source) ? 0 : 0.1);
  return sources
    .map((source) => ({ source, score: likeness(candidate(source), wanted).score - behind(source) }))
    .sort((a, b) => b.score - a.score)
    .map(({ source }) => source);
}

const isImpossible = (source?: Kind, target?: Kind): boolean =>
  source !== undefined && target !== undefined && fitOf(source, target) === 'impossible';
