import { emptySequence, isEqual, isSequence } from './values.ts';
import { spend, type World } from './world.ts';

const unbounded = { steps: Number.POSITIVE_INFINITY } as World;
/** About what it takes to write out a part of a value, in steps. */
const costOfPart = 10;

/**
 * `$distinct` in time that grows with the list: the reference compares each element with all before it, which for a list of
 * a hundred thousand takes hours.
 */
export function distinctOf(list: unknown, world = unbounded): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  const kept: unknown[] = isSequence(list) ? emptySequence() : [];
  const alike = new Map<unknown, unknown[]>();
  for (let index = 0; index < list.length; index++) {
    const value: unknown = list[index];
    const key = typeof value === 'object' && value !== null ? textOf(value, world) : value;
    const before = alike.get(key);
    // NaN is the same key as itself, and yet not equal to itself; so may be what is written alike.
    if (before?.some((other) => isEqual(value, other, world))) continue;
    spend(world, 1 + (before?.length ?? 0));
    if (before) before.push(value);
    else alike.set(key, [value]);
    kept.push(value);
  }
  return kept;
}

/** Equal values are written alike; a text of its own kind, so that no plain text is taken for one. */
function textOf(value: object, world: World): string {
  let parts = 0;
  const text = JSON.stringify(value, (_, part: unknown) => {
    parts += 1;
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  spend(world, parts * costOfPart);
  return `\u0000${text}`;
}
