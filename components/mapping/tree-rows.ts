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
 * What is expanded to begin with, as long as it makes no more than 300 rows: the ancestors of rows in use; then, up to 100
 * rows and two levels, whatever `mayOpen`.
 */
export function firstExpanded<R extends ListRow>(
  rows: R[],
  inUse: Iterable<string>,
  mayOpen: (row: R) => boolean = () => true,
): Set<string> {
  const parents = new Map(rows.map((row) => [row.key, row.parent]));
  const childCount = new Map<string | undefined, number>();
  for (const { parent } of rows) childCount.set(parent, (childCount.get(parent) ?? 0) + 1);
  const expanded = new Set<string>();
  let shown = childCount.get(undefined) ?? 0;
  const expand = (key: string, most: number): void => {
    const more = childCount.get(key) ?? 0;
    if (expanded.has(key) || shown + more > most) return;
    shown += more;
    expanded.add(key);
  };
  for (const key of inUse) {
    const above: string[] = [];
    for (let up = parents.get(key); up !== undefined; up = parents.get(up)) above.unshift(up);
    for (const up of above) expand(up, mostRowsInUse);
  }
  for (const row of rows) {
    if (row.hasChildren && row.depth === 0 && mayOpen(row)) expand(row.key, mostRows);
  }
  return expanded;
}

const mostRows = 100;
const mostRowsInUse = 300;

/** All words of a search in any order, in any part of the text; case does not matter. */
export function matches(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
