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

/** JSONata that names a source field from inside a loop whose element is at `item`. At the top `item` is empty. */
export function namedFrom(item: string[], path: string[]): string {
  const isWithin = item.every((step, index) => path[index] === step);
  const names = (isWithin ? path.slice(item.length) : path)
    .filter((step) => step !== '[]')
    .map((step) => (/^[A-Za-z_]\w*$/.test(step) ? step : `\`${step}\``));
  return [...(isWithin ? [] : ['$root']), ...names].join('.') || '$';
}

/** Several fields as one text, a space between them. */
export const combined = (item: string[], paths: string[][]): string =>
  paths.map((path) => namedFrom(item, path)).join(' & " " & ');
