import type { JsonSchema } from '#flow/catalog.ts';
import type { Row } from '#flow/mapping/document.ts';
import { elementOf } from '#flow/mapping/lineage.ts';

/** By loop id: the path, from the body, of the element that its rows read from. */
export function loopItems(
  rows: Row[],
  source: JsonSchema | undefined,
  around: string[] = [],
  found = new Map<string, string[]>(),
): Map<string, string[]> {
  for (const row of rows) {
    if (row.kind !== 'loop') continue;
    const item = elementOf([...(row.from === 'root' ? [] : around), ...row.over], source);
    found.set(row.id, item);
    loopItems(row.rows, source, item, found);
  }
  return found;
}
