import { pathWords } from '#flow/mapping/path.ts';
import type { TreeRow } from '#flow/mapping/tree.ts';
import type { ListRow } from './tree-rows.ts';

/** A field of what comes in. Its key is its path in words: `line_items[].price`. */
export interface SourceRow extends ListRow, TreeRow {}

export const sourceKey = (path: string[]): string => pathWords(path);

export function sourceRows(rows: TreeRow[]): SourceRow[] {
  const above: string[] = [];
  return rows.map((row) => {
    const key = sourceKey(row.path);
    above[row.depth] = key;
    return { ...row, key, parent: above[row.depth - 1], hasChildren: row.children > 0 };
  });
}

/** The field around one, also for a field that the tree does not know. */
export function sourceParent(key: string): string | undefined {
  const cut = key.replace(/(?:\.?(?:[^.[\]"]+|"(?:[^"\\]|\\.)*")|\[\])$/, '');
  if (cut === key || cut === '') return undefined;
  return cut;
}
