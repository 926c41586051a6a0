import type { JsonSchema } from '../catalog.ts';
import { candidate, likeness } from './automap-score.ts';
import type { Mapping } from './document.ts';
import { isSame, levelsIn, startsWith } from './place.ts';
import type { TreeRow } from './tree.ts';

const alike = 0.5;

/**
 * Which list of the source fills a list of the target, for fields to be looked for: the one that a loop goes over already,
 * else the one whose name is most like it, within the list that fills the list around. Paths end in `'[]'`; a list that
 * nothing fills is not in it, and what lies in no list is at `''`.
 */
export function listPairs(
  mapping: Mapping,
  source: JsonSchema,
  from: TreeRow[],
  to: TreeRow[],
  within: { source: string[]; target: string[] },
): Map<string, string[][]> {
  const loops = levelsIn(mapping, source).filter(({ groupBy }) => !groupBy);
  const pairs = new Map<string, string[][]>([[keyOf(listOf(within.target)), [listOf(within.source)]]]);
  for (const row of to.filter(({ kind }) => kind === 'array')) {
    const target = [...row.path, '[]'];
    const outer = pairs.get(keyOf(listOf(row.path))) ?? [];
    const filled = loops.filter((level) => isSame(level.target, target));
    if (filled.length > 0) {
      const depth = listsIn(target);
      pairs.set(
        keyOf(target),
        filled.map(({ item }) => item).filter((item) => listsIn(item) === depth),
      );
      continue;
    }
    const wanted = candidate(row, within.target.length);
    const found = from
      .filter(({ kind, path }) => kind === 'array' && outer.some((list) => isSame(listOf(path), list)))
      .map((list) => ({ list, like: likeness(candidate(list, within.source.length), wanted) }))
      .filter(({ like }) => like.name >= alike)
      .sort((a, b) => b.like.score - a.like.score)[0];
    if (found) pairs.set(keyOf(target), [[...found.list.path, '[]']]);
  }
  return pairs;
}

/** The innermost list that a field lies in, with its `'[]'`; empty when in none. */
export const listOf = (path: string[]): string[] => path.slice(0, path.lastIndexOf('[]') + 1);
export const listsIn = (path: string[]): number => path.filter((step) => step === '[]').length;
export const keyOf = (path: string[]): string => JSON.stringify(path);
export const isBelow = (path: string[], around: string[]): boolean =>
  path.length > around.length && startsWith(path, around);
