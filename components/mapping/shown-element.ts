import type { Preview } from './preview.ts';
import type { TargetRow } from './target-rows.ts';

/**
 * Which element of its loop a counted field is about: `Lines[3].Code` is the second of a loop whose forerunners into the same
 * list took two. `undefined` outside of loops.
 */
export function shownElement(
  field: string | undefined,
  row: TargetRow,
  rows: TargetRow[],
  preview: Preview | undefined,
): number | undefined {
  const loop = rows.find((one) => one.loop && one.loop.id === (row.loop ? undefined : row.scope));
  const counted = [...(field ?? '').matchAll(/\[(\d+)\]/g)].at(-1)?.[1];
  if (!loop || counted === undefined) return undefined;
  let before = 0;
  for (const other of rows) {
    if (other === loop) break;
    const isForerunner = other.loop && other.scope === loop.scope && other.target.join() === loop.target.join();
    const taken = isForerunner ? preview?.rows.get(other.loop?.id ?? '')?.values[0] : undefined;
    if (typeof taken === 'number') before += taken;
  }
  return Math.max(0, Number(counted) - before);
}
