import type { TargetRow } from './target-rows.ts';

/** How far a mapping has come. Only fields that can hold a value count, not the objects around them, nor what is left out on purpose. */
export interface Coverage {
  required: { mapped: number; all: number };
  mapped: number;
  all: number;
}

const isLeaf = (row: TargetRow): boolean => row.as === 'field' || (row.as === 'list' && !row.isUnreached);

/** A row says where its value comes from, itself or by what is mapped around it. */
export const isMapped = (row: TargetRow): boolean => row.field !== undefined || row.loop !== undefined;

export const isRequiredMissing = (row: TargetRow): boolean => row.needed && !isMapped(row) && isLeaf(row);

export function coverageOf(rows: TargetRow[]): Coverage {
  const covered = new Set<string>();
  for (const row of rows) {
    if (row.as === 'group' && (row.field || (row.parent !== undefined && covered.has(row.parent))))
      covered.add(row.key);
  }
  const isCovered = (row: TargetRow) => isMapped(row) || (row.parent !== undefined && covered.has(row.parent));
  const leaves = rows.filter((row) => (isLeaf(row) || row.as === 'loop') && (row.needed || !row.ignored));
  const needed = leaves.filter((row) => row.needed);
  return {
    required: { mapped: needed.filter(isCovered).length, all: needed.length },
    mapped: leaves.filter(isCovered).length,
    all: leaves.length,
  };
}
