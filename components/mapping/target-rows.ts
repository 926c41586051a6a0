import { type FieldRow, type IgnoredTarget, isKnownRow, type LoopRow, type Row } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import type { Kind } from '#flow/mapping/shape.ts';
import type { Glyph, TreeRow } from '#flow/mapping/tree.ts';
import type { ListRow } from './tree-rows.ts';

/**
 * A row of the target tree: a field of the schema with the mapping's row for it, if there is one. Each loop stands in the
 * place of its array, with the array's fields beneath it once more; a row for a field that the schema does not know comes
 * last in its scope. `add` is the place for a new field, where the target takes any.
 */
export interface TargetRow extends ListRow {
  as: 'field' | 'group' | 'list' | 'loop' | 'add';
  name: string;
  glyph: Glyph;
  kind?: Kind;
  description?: string;
  required: boolean;
  /** Required, and everything around it is required or written. */
  needed: boolean;
  /** From the body, with `'[]'`. */
  path: string[];
  /** Id of the loop it stands in; absent at the top. */
  scope?: string;
  /** From the scope: what a mapping row has as its target; with `'[]'` where a loop is still to be made. */
  target: string[];
  /** Inside an array that has no loop yet. */
  isUnreached: boolean;
  isUnknown: boolean;
  field?: FieldRow;
  loop?: LoopRow;
  /** Left out on purpose, itself or with what is around it. */
  ignored?: { note?: string };
}

interface Branch extends TreeRow {
  inside: Branch[];
}

interface Scope {
  id?: string;
  rows: Row[];
  /** Path of the scope's own object. */
  base: string[];
  isUnreached: boolean;
}

export function targetRows(
  tree: TreeRow[],
  mapping: Row[],
  takesAny = false,
  ignored: IgnoredTarget[] = [],
): TargetRow[] {
  const rows = scopeRows(branches(tree), { rows: mapping, base: [], isUnreached: false }, 0, undefined);
  const marked = ignored.length === 0 ? rows : rows.map((row) => withIgnored(row, ignored));
  return takesAny ? [...withNeeds(marked).map((row) => ({ ...row, isUnknown: false })), addRow] : withNeeds(marked);
}

function withIgnored(row: TargetRow, all: IgnoredTarget[]): TargetRow {
  if (row.field || row.loop) return row;
  const found = all.find(({ target }) => target.every((step, at) => row.path[at] === step));
  return found ? { ...row, ignored: { note: found.note } } : row;
}

const addRow: TargetRow = {
  key: '+',
  as: 'add',
  name: 'Add a field',
  depth: 0,
  hasChildren: false,
  glyph: '?',
  required: false,
  needed: false,
  path: [],
  target: [],
  isUnreached: false,
  isUnknown: false,
};

export const loopKey = (id: string): string => `${id}/`;
const keyIn = (scope: Scope, target: string[]): string =>
  `${scope.id === undefined ? '' : loopKey(scope.id)}${pathWords(target)}`;

function branches(tree: TreeRow[]): Branch[] {
  const top: Branch[] = [];
  const above: Branch[] = [];
  for (const row of tree) {
    const branch: Branch = { ...row, inside: [] };
    above[row.depth] = branch;
    (row.depth === 0 ? top : above[row.depth - 1]!.inside).push(branch);
  }
  return top;
}

/** The rows of a scope by their target, taken out as their branch is met. */
type Left = Map<string, Row[]>;

function scopeRows(inside: Branch[], scope: Scope, depth: number, parent: string | undefined): TargetRow[] {
  const left: Left = Map.groupBy(scope.rows, (row) => pathWords(row.target));
  const known = inside.flatMap((branch) => branchRows(branch, scope, depth, parent, left));
  return [...known, ...[...left.values()].flat().flatMap((row) => unknownRow(row, scope, depth, parent))];
}

function branchRows(branch: Branch, scope: Scope, depth: number, parent: string | undefined, left: Left): TargetRow[] {
  const target = branch.path.slice(scope.base.length);
  const words = pathWords(target);
  const here = scope.isUnreached ? [] : (left.get(words) ?? []);
  left.delete(words);
  const isList = branch.kind === 'array';
  const loops = here.filter((row) => row.kind === 'loop');
  const fields = here.filter((row) => row.kind === 'field');
  const common = {
    parent,
    depth,
    name: branch.name,
    glyph: branch.glyph,
    kind: branch.kind,
    description: branch.description,
    required: branch.required,
    needed: false,
    path: branch.path,
    scope: scope.id,
    target,
    isUnreached: scope.isUnreached,
    isUnknown: false,
  };

  const looped = loops.flatMap((loop): TargetRow[] => {
    const key = loopKey(loop.id);
    const inner: Scope = { id: loop.id, rows: loop.rows, base: [...branch.path, '[]'], isUnreached: false };
    const below = scopeRows(fieldsOf(branch), inner, depth + 1, key);
    return [{ ...common, as: 'loop', key, hasChildren: below.length > 0, loop }, ...below];
  });
  if (loops.length > 0 && fields.length === 0) return looped;

  const key = scope.isUnreached ? `?${pathWords(branch.path)}` : keyIn(scope, target);
  const inner: Scope = isList ? { ...scope, rows: [], isUnreached: true } : scope;
  const isLooped = loops.length > 0;
  const below = isList
    ? isLooped
      ? []
      : scopeRows(fieldsOf(branch), inner, depth + 1, key)
    : branch.inside.flatMap((one) => branchRows(one, scope, depth + 1, key, left));
  const as = isList ? 'list' : branch.kind === 'object' || branch.inside.length > 0 ? 'group' : 'field';
  const own: TargetRow = { ...common, as, key, hasChildren: below.length > 0, field: fields[0] };
  const doubles = fields
    .slice(1)
    .map((field): TargetRow => ({ ...own, key: `${key}#${field.id}`, hasChildren: false, field }));
  return [own, ...below, ...doubles, ...looped];
}

/** The fields of a list's elements; elements that are no objects have none to map. */
const fieldsOf = (list: Branch): Branch[] => list.inside.filter((branch) => branch.path.at(-1) !== '[]');

/** A row whose target the schema does not have. */
function unknownRow(row: Row, scope: Scope, depth: number, parent: string | undefined): TargetRow[] {
  if (!isKnownRow(row)) return [];
  const common = {
    parent,
    depth,
    name: pathWords(row.target),
    required: false,
    needed: false,
    path: [...scope.base, ...row.target],
    scope: scope.id,
    target: row.target,
    isUnreached: false,
    isUnknown: true,
  };
  if (row.kind === 'field') {
    const key = `${keyIn(scope, row.target)}#${row.id}`;
    return [{ ...common, as: 'field', key, glyph: '?', hasChildren: false, field: row }];
  }
  const key = loopKey(row.id);
  const inner: Scope = { id: row.id, rows: row.rows, base: [...common.path, '[]'], isUnreached: false };
  const below = scopeRows([], inner, depth + 1, key);
  return [{ ...common, as: 'loop', key, glyph: '[ ]', hasChildren: below.length > 0, loop: row }, ...below];
}

/** Marks what must be mapped: an optional object asks for its required fields only once something in it is written. */
function withNeeds(rows: TargetRow[]): TargetRow[] {
  const written = new Set<string>();
  const parents = new Map(rows.map((row) => [row.key, row.parent]));
  for (const row of rows) {
    if (!row.field && !row.loop) continue;
    for (let key: string | undefined = row.key; key !== undefined && !written.has(key); key = parents.get(key)) {
      written.add(key);
    }
  }
  const asking = new Set<string>();
  return rows.map((row) => {
    const isAsked = row.parent === undefined || asking.has(row.parent);
    const needed = row.required && isAsked && !row.isUnreached;
    if (isAsked && !row.field && !row.isUnreached && (needed || written.has(row.key))) asking.add(row.key);
    return needed ? { ...row, needed } : row;
  });
}
