import { produce } from 'immer';
import { connect, type Schemas } from './connect.ts';
import type { IfMissing, LoopRow, Mapping, Row, Rule } from './document.ts';
import { type At, isSame, place, put } from './place.ts';

export type { Schemas } from './connect.ts';
export type { At } from './place.ts';

/** Everything that can happen to a mapping by hand. Each is one step of undo. */
export type MappingChange =
  /**
   * A line from a source field (counted from the body, with `'[]'`) to a target. Loops that the target needs are made;
   * a target that has a rule already gets this one instead.
   */
  | { kind: 'connect'; source: string[]; at: At }
  /** A constant, an expression or any other rule for a target; its row is made where there is none. */
  | { kind: 'put-rule'; at: At; rule: Rule }
  | { kind: 'set-rule'; row: string; rule: Rule }
  /** Without a policy: leave out when optional, park when required. */
  | { kind: 'set-if-missing'; row: string; ifMissing?: IfMissing }
  /** Parts that are `undefined` stay; an empty condition, list or path is removed, and so is a limit of 0. */
  | { kind: 'set-loop'; row: string; loop: Partial<Pick<LoopRow, 'from' | 'over' | LoopChoice>> }
  /** A target is left out on purpose, with why; without a note it is open again. */
  | { kind: 'ignore'; target: string[]; note?: string }
  | { kind: 'set-note'; row: string; note: string }
  /** A loop takes its rows with it. */
  | { kind: 'remove-rows'; rows: string[] };

type LoopChoice = 'where' | 'distinct' | 'sort' | 'groupBy' | 'limit';

export interface Edited {
  mapping: Mapping;
  /** The row that was made or changed. */
  row?: string;
  /** What was decided on the way, for the person to confirm: a loop made, several values summed. */
  hint?: string;
}

/**
 * The mapping after the change. Total: a change that cannot be made (its row is gone, a loop stands at the target) gives
 * the very same mapping back, with a hint that says why where there is something to say.
 */
export function editMapping(mapping: Mapping, change: MappingChange, schemas: Schemas = {}): Edited {
  let made: { row?: string; hint?: string } = {};
  const next = produce(mapping, (draft) => {
    made = apply(draft, change, schemas);
  });
  return { mapping: next, ...made };
}

function apply(draft: Mapping, change: MappingChange, schemas: Schemas): { row?: string; hint?: string } {
  switch (change.kind) {
    case 'connect':
      return connect(draft, change.source, change.at, schemas);
    case 'put-rule': {
      const spot = place(draft, change.at, [], schemas.source);
      return spot ? put(draft, spot, change.rule) : {};
    }
    case 'set-rule':
      return changed(draft, change.row, (row) => {
        if (row.kind === 'field') row.rule = change.rule;
      });
    case 'set-if-missing':
      return changed(draft, change.row, (row) => {
        if (row.kind !== 'field') return;
        if (change.ifMissing) row.ifMissing = change.ifMissing;
        else delete row.ifMissing;
      });
    case 'set-loop':
      return changed(draft, change.row, (row) => {
        if (row.kind !== 'loop') return;
        const { from, over, where } = change.loop;
        if (from) row.from = from;
        if (over) row.over = over;
        if (where) row.where = where;
        else if (where === '') delete row.where;
        choose(row, change.loop);
      });
    case 'ignore':
      ignore(draft, change.target, change.note);
      return {};
    case 'set-note':
      return changed(draft, change.row, (row) => {
        if (change.note === '') delete row.note;
        else row.note = change.note;
      });
    case 'remove-rows':
      remove(draft.rows, new Set(change.rows));
      return {};
  }
}

function choose(row: LoopRow, { distinct, sort, groupBy, limit }: Partial<Pick<LoopRow, LoopChoice>>): void {
  if (distinct?.length === 0) delete row.distinct;
  else if (distinct) row.distinct = distinct;
  if (sort?.length === 0) delete row.sort;
  else if (sort) row.sort = sort;
  if (groupBy?.length === 0) delete row.groupBy;
  else if (groupBy) row.groupBy = groupBy;
  if (limit === 0) delete row.limit;
  else if (limit !== undefined) row.limit = limit;
}

function ignore(draft: Mapping, target: string[], note: string | undefined): void {
  const others = (draft.ignored ?? []).filter((one) => !isSame(one.target, target));
  const known = draft.ignored?.find((one) => isSame(one.target, target));
  const next = note === undefined ? others : [...others, { ...known, target, note }];
  if (next.length === 0) delete draft.ignored;
  else draft.ignored = next;
}

function changed(draft: Mapping, id: string, change: (row: Row) => void): { row?: string } {
  const row = rowOf(draft.rows, id);
  if (!row) return {};
  change(row);
  return { row: id };
}

/** A row by its id, wherever it stands. */
export function rowOf(rows: Row[], id: string): Row | undefined {
  for (const row of rows) {
    const found = row.id === id ? row : row.kind === 'loop' ? rowOf(row.rows, id) : undefined;
    if (found) return found;
  }
  return undefined;
}

function remove(rows: Row[], ids: Set<string>): void {
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]!;
    if (ids.has(row.id)) rows.splice(index, 1);
    else if (row.kind === 'loop') remove(row.rows, ids);
  }
}
