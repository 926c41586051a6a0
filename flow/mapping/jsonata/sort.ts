import type { Node } from './node.ts';
import type { Maker, Scope } from './scope.ts';
import { type Code, type Frame, Refused, spend, type World } from './world.ts';

/** True when the second of two has to stand before the first. */
export type Swaps = (first: unknown, second: unknown) => boolean;

/** Merge sort as the reference does it, so that a comparison which contradicts itself gives the same order. */
export function mergeSorted(list: unknown[], swaps: Swaps, world: World): unknown[] {
  if (list.length <= 1) return list;
  spend(world, list.length);
  const middle = Math.floor(list.length / 2);
  const left = mergeSorted(list.slice(0, middle), swaps, world);
  const right = mergeSorted(list.slice(middle), swaps, world);
  const merged: unknown[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    if (swaps(left[l], right[r])) merged.push(right[r++]);
    else merged.push(left[l++]);
  }
  while (l < left.length) merged.push(left[l++]);
  while (r < right.length) merged.push(right[r++]);
  return merged;
}

interface Term {
  code: Code;
  descending: boolean;
}

/** `^(…)`: by the terms in turn, what has no value last. */
export function sortStep(maker: Maker, step: Node, scope: Scope): (list: unknown[], frame: Frame) => unknown[] {
  const terms = (step.terms ?? []).map(({ descending, expression }) => ({
    code: maker.code(expression, scope),
    descending: descending === true,
  }));
  return (list, frame) => mergeSorted(list, (a, b) => comparedBy(terms, a, b, frame) === 1, frame.world);
}

function comparedBy(terms: Term[], a: unknown, b: unknown, frame: Frame): number {
  for (const { code, descending } of terms) {
    const x = code(a, frame);
    const y = code(b, frame);
    if (x === undefined && y === undefined) continue;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    if (!isSortable(x) || !isSortable(y)) throw new Refused('T2008');
    if (typeof x !== typeof y) throw new Refused('T2007');
    if (x !== y) return x < y === descending ? 1 : -1;
  }
  return 0;
}

const isSortable = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
