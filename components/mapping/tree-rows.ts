/** A row of either tree, in the order in which it is drawn; what is beneath follows at once. */
export interface ListRow {
  key: string;
  parent?: string;
  depth: number;
  hasChildren: boolean;
}

/**
 * The rows that are listed. Without a filter those whose ancestors are all expanded; with one those that pass, and their
 * ancestors, whatever is expanded.
 */
export function listedRows<R extends ListRow>(
  rows: R[],
  isExpanded: (key: string) => boolean,
  passes?: (row: R) => boolean,
): R[] {
  const listed = new Set<string>();
  if (passes) {
    const parents = new Map(rows.map((row) => [row.key, row.parent]));
    for (const row of rows) {
      if (!passes(row)) continue;
      for (let key: string | undefined = row.key; key !== undefined && !listed.has(key); key = parents.get(key)) {
        listed.add(key);
      }
    }
  } else {
    for (const row of rows) {
      if (row.parent === undefined || (listed.has(row.parent) && isExpanded(row.parent))) listed.add(row.key);
    }
  }
  return rows.filter((row) => listed.has(row.key));
}

/**
 * What is expanded to begin with: the ancestors of rows in use, then from the top whatever `mayOpen` and still fits into
 * 100 rows without opening more than two levels.
 */
export function firstExpanded<R extends ListRow>(
  rows: R[],
  inUse: Iterable<string>,
  mayOpen: (row: R) => boolean = () => true,
): Set<string> {
  const parents = new Map(rows.map((row) => [row.key, row.parent]));
  const expanded = new Set<string>();
  for (const key of inUse) {
    for (let up = parents.get(key); up !== undefined; up = parents.get(up)) expanded.add(up);
  }
  const childCount = new Map<string | undefined, number>();
  for (const { parent } of rows) childCount.set(parent, (childCount.get(parent) ?? 0) + 1);
  let shown = childCount.get(undefined) ?? 0;
  for (const key of expanded) shown += childCount.get(key) ?? 0;
  for (const row of rows) {
    if (!row.hasChildren || row.depth > 0 || expanded.has(row.key) || !mayOpen(row)) continue;
    shown += childCount.get(row.key) ?? 0;
    if (shown > mostRows) break;
    expanded.add(row.key);
  }
  return expanded;
}

const mostRows = 100;

/** All words of a search in any order, in any part of the text; case does not matter. */
export function matches(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
