import { canonicalJson, type Json } from '#flow/json.ts';
import type { Mapping, Row } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';

/** What became of a row since an earlier version; `before` is the row as it was. */
export type RowChange = { kind: 'added' } | { kind: 'changed'; before: Row };

export interface MappingChanges {
  /** By id of the row as it is now. Rows that stayed as they were are not in it. */
  rows: ReadonlyMap<string, RowChange>;
  /** Rows that are gone, by their target from the body: `LineItems[].TaxType`. */
  removed: ReadonlyMap<string, Row>;
  count: number;
}

export const noChanges: MappingChanges = { rows: new Map(), removed: new Map(), count: 0 };

interface Placed {
  row: Row;
  /** Target from the body, in words. */
  target: string;
  own: string;
}

/** How a mapping differs from an earlier one. A row is the same row by its id, else by its target; a loop counts without its rows. */
export function compareMappings(before: Mapping, after: Mapping): MappingChanges {
  if (before === after) return noChanges;
  const old = placed(before.rows, [], '');
  const oldById = new Map(old.map((one) => [one.row.id, one]));
  const now = placed(after.rows, [], '');
  const taken = new Set<Placed>();
  const pairs = new Map<Placed, Placed>();
  const pair = (one: Placed, known: Placed | undefined) => {
    if (!known || taken.has(known) || known.row.kind !== one.row.kind) return;
    taken.add(known);
    pairs.set(one, known);
  };
  for (const one of now) {
    const known = oldById.get(one.row.id);
    if (known?.target === one.target) pair(one, known);
  }
  const oldByTarget = Map.groupBy(
    old.filter((one) => !taken.has(one)),
    (one) => one.target,
  );
  for (const one of now) {
    if (!pairs.has(one))
      pair(
        one,
        oldByTarget.get(one.target)?.find((known) => !taken.has(known)),
      );
  }

  const rows = new Map<string, RowChange>();
  for (const one of now) {
    const known = pairs.get(one);
    if (!known) rows.set(one.row.id, { kind: 'added' });
    else if (known.own !== one.own) rows.set(one.row.id, { kind: 'changed', before: known.row });
  }
  const removed = new Map(old.filter((one) => !taken.has(one)).map(({ target, row }) => [target, row]));
  return { rows, removed, count: rows.size + removed.size };
}

function placed(rows: Row[], base: string[], loop: string): Placed[] {
  return rows.flatMap((row) => {
    const target = [...base, ...row.target];
    const { id, ...rest } = row;
    const own = `${loop} ${canonicalJson({ ...rest, ...(row.kind === 'loop' ? { rows: [] } : {}) } as unknown as Json)}`;
    const here = { row, target: pathWords(target), own };
    return row.kind === 'loop' ? [here, ...placed(row.rows, [...target, '[]'], pathWords(row.over))] : [here];
  });
}
