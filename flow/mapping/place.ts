import type { JsonSchema } from '../catalog.ts';
import { isKnownRow, type LoopRow, type Mapping, type Path, type Row, type Rule } from './document.ts';
import { elementOf } from './lineage.ts';
import { pathWords } from './path.ts';

/** A target: from the loop with the id `scope`, or from the body. It may lie in lists that have no loop yet: `['Lines', '[]', 'Name']`. */
export interface At {
  scope?: string;
  target: string[];
}

/** Where rows stand: the list they are in, and what its items are in the source, counted from the body. */
export interface Level {
  rows: Row[];
  item: string[];
  isTop: boolean;
  /** The loop makes groups by what its elements hold there: its objects are made from `{ key, items }`. */
  groupBy?: Path;
  /** Of its objects in the output, with `'[]'`. */
  target: string[];
}

export interface Spot extends Level {
  /** The rest of the target, from this level; no `'[]'` in it. */
  field: string[];
  /** Loops that were made to get here. */
  made: LoopRow[];
}

/**
 * Goes to the level where a target's row belongs, making the loops on the way. Of several loops that fill one list the
 * one that `source` lies in is taken. A loop made for a source in an array goes over that array, one made for a single
 * value has one element. `undefined`: the scope is gone.
 */
export function place(draft: Mapping, at: At, source: string[], schema: JsonSchema | undefined): Spot | undefined {
  const top: Level = { rows: draft.rows, item: [], isTop: true, target: [] };
  let level = at.scope === undefined ? top : levelOf(top, at.scope, schema);
  if (!level) return undefined;
  const made: LoopRow[] = [];
  let field = at.target;
  for (let list = field.indexOf('[]'); list !== -1 && list < field.length - 1; list = field.indexOf('[]')) {
    const target = field.slice(0, list);
    let loop = loopFor(level, target, source, schema);
    if (!loop) {
      loop = makeLoop(draft, level, target, source);
      level.rows.push(loop);
      made.push(loop);
    }
    level = inside(level, loop, schema);
    field = field.slice(list + 1);
  }
  return { ...level, field: field.filter((step) => step !== '[]'), made };
}

function levelOf(level: Level, scope: string, schema: JsonSchema | undefined): Level | undefined {
  for (const row of level.rows) {
    if (row.kind !== 'loop') continue;
    const inner = inside(level, row, schema);
    const found = row.id === scope ? inner : levelOf(inner, scope, schema);
    if (found) return found;
  }
  return undefined;
}

function inside(level: Level, loop: LoopRow, schema: JsonSchema | undefined): Level {
  return {
    rows: loop.rows,
    item: itemOf(level, loop, schema),
    isTop: false,
    target: [...level.target, ...loop.target, '[]'],
    ...(loop.groupBy ? { groupBy: loop.groupBy } : {}),
  };
}

/** The elements of a group are those of the loop that made it. */
function itemOf(level: Level, loop: LoopRow, schema: JsonSchema | undefined): string[] {
  if (loop.from === 'root') return elementOf(loop.over, schema);
  if (!level.groupBy || loop.over[0] !== 'items') return elementOf([...level.item, ...loop.over], schema);
  const below = loop.over.slice(loop.over[1] === '[]' ? 2 : 1);
  return below.length === 0 ? level.item : elementOf([...level.item, ...below], schema);
}

/** Every loop of a mapping, as the level it makes, from the top. */
export function levelsIn(mapping: Mapping, schema?: JsonSchema): Level[] {
  const below = (level: Level): Level[] =>
    level.rows.flatMap((row) => {
      if (row.kind !== 'loop') return [];
      const inner = inside(level, row, schema);
      return [inner, ...below(inner)];
    });
  return below({ rows: mapping.rows, item: [], isTop: true, target: [] });
}

function loopFor(
  level: Level,
  target: string[],
  source: string[],
  schema: JsonSchema | undefined,
): LoopRow | undefined {
  const loops = level.rows.filter((row): row is LoopRow => row.kind === 'loop' && isSame(row.target, target));
  const around = loops
    .map((loop) => ({ loop, item: inside(level, loop, schema).item }))
    .filter(({ item }) => startsWith(source, item) && (item.length > level.item.length || level.groupBy !== undefined))
    .sort((a, b) => b.item.length - a.item.length);
  return around[0]?.loop ?? (relative(level, source).path.includes('[]') ? undefined : loops[0]);
}

function makeLoop(draft: Mapping, level: Level, target: string[], source: string[]): LoopRow {
  const { from, path } = relative(level, source);
  const list = path.indexOf('[]');
  return {
    kind: 'loop',
    id: freshRowId(draft.rows),
    target,
    ...(list === -1 ? { from: level.isTop ? 'root' : 'item', over: [] } : { from, over: path.slice(0, list) }),
    rows: [],
  };
}

/** A source counted from the body, as a rule at this level would name it. */
export function relative(level: Level, source: string[]): { from: 'root' | 'item'; path: string[] } {
  const isBelow = !level.isTop && startsWith(source, level.item);
  if (!isBelow) return { from: 'root', path: source };
  const path = source.slice(level.item.length);
  if (!level.groupBy) return { from: 'item', path };
  return { from: 'item', path: isSame(path, level.groupBy) ? ['key'] : ['items', '[]', ...path] };
}

/** Writes a rule at a spot, into the row that is there or a row of its own. A loop at the spot is left alone. */
export function put(draft: Mapping, spot: Spot, rule: Rule): { row?: string; hint?: string } {
  const row = spot.rows.find((candidate) => isSame(candidate.target, spot.field));
  if (row?.kind === 'loop') {
    const words = pathWords([...spot.target, ...spot.field]);
    return { hint: `“${words}” is filled by a loop. Remove the loop first.` };
  }
  if (row && !isKnownRow(row)) {
    const words = pathWords([...spot.target, ...spot.field]);
    return { hint: `“${words}” is filled by a row of a later version. Remove it first.` };
  }
  if (row) row.rule = rule;
  const id = row?.id ?? freshRowId(draft.rows);
  if (!row) spot.rows.push({ kind: 'field', id, target: spot.field, rule });
  return { row: id };
}

/** `r1`, `r2`…: one more than the highest there is, so the same changes give the same ids. */
export function freshRowId(rows: Row[]): string {
  return `r${highest(rows) + 1}`;
}

function highest(rows: Row[]): number {
  return rows.reduce((top, row) => {
    const own = /^r(\d{1,9})$/.exec(row.id)?.[1];
    return Math.max(top, Number(own ?? 0), row.kind === 'loop' ? highest(row.rows) : 0);
  }, 0);
}

export const isSame = (a: string[], b: string[]): boolean => a.length === b.length && startsWith(a, b);
export const startsWith = (path: string[], start: string[]): boolean =>
  start.every((step, index) => path[index] === step);
