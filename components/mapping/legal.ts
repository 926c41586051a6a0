import { fitOf, kindWords } from '#flow/mapping/matrix.ts';
import type { SourceRow } from './source-rows.ts';
import type { TargetRow } from './target-rows.ts';

/** Why a source field cannot be put on a target row; `undefined` when it can. */
export function whyNot(source: SourceRow, target: TargetRow): string | undefined {
  const isListOfObjects = target.as === 'loop' || (target.as === 'list' && target.hasChildren);
  if (isListOfObjects) {
    return source.kind === undefined || source.kind === 'array'
      ? undefined
      : `${target.name} is a list: drop a list on it, or this on one of its fields`;
  }
  if (target.as === 'group' && target.hasChildren && source.kind !== 'object' && source.kind !== undefined) {
    return `${target.name} is an object: drop this on one of its fields`;
  }
  if (!source.kind || !target.kind || source.kind === 'array') return undefined;
  if (fitOf(source.kind, target.kind) !== 'impossible') return undefined;
  return `${target.name} is ${kindWords(target.kind)}, and ${source.name} is ${kindWords(source.kind)}`;
}
