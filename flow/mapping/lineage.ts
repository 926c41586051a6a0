import type { JsonSchema } from '../catalog.ts';
import type { Mapping, Path, Row } from './document.ts';
import { isUnusable, prepareExpression } from './expression.ts';
import type { Read } from './reads.ts';
import { kindOf, schemaAt } from './shape.ts';

/** Where one row reads and where it writes, both counted from the body, `'[]'` for the elements of an array. */
export interface Line {
  row: string;
  /** Several for an expression, none for a constant. */
  sources: string[][];
  target: string[];
  loop: boolean;
}

interface Bases {
  item: string[];
  parent: string[];
  target: string[];
}

/**
 * The lines of a mapping, row by row from the top. With the source's schema the paths fit the rows of its tree: JSONata
 * names no `'[]'`, and a loop over a single value has none.
 */
export function linesOf(mapping: Mapping, source?: JsonSchema): Line[] {
  return lines(mapping.rows, { item: [], parent: [], target: [] }, source);
}

function lines(rows: Row[], bases: Bases, source: JsonSchema | undefined): Line[] {
  return rows.flatMap((row) => {
    const target = [...bases.target, ...row.target];
    if (row.kind === 'field') return [{ row: row.id, sources: sourcesOf(row, bases, source), target, loop: false }];
    const over = [...(row.from === 'root' ? [] : bases.item), ...row.over];
    const inner = { item: elementOf(over, source), parent: bases.item, target: [...target, '[]'] };
    const conditions = row.where === undefined ? [] : readPlaces(row.where, inner, source);
    return [
      { row: row.id, sources: distinct([over, ...conditions]), target, loop: true },
      ...lines(row.rows, inner, source),
    ];
  });
}

function sourcesOf(row: Extract<Row, { kind: 'field' }>, bases: Bases, source: JsonSchema | undefined): string[][] {
  switch (row.rule.kind) {
    case 'constant':
      return [];
    case 'path':
      return [[...(row.rule.from === 'root' ? [] : bases.item), ...row.rule.path]];
    case 'expression':
      return distinct(readPlaces(row.rule.code, bases, source));
  }
}

function readPlaces(code: string, bases: Bases, source: JsonSchema | undefined): string[][] {
  const expression = prepareExpression(code);
  if (isUnusable(expression)) return [];
  const starts: Record<Read['origin'], string[]> = { root: [], item: bases.item, parent: bases.parent };
  return expression.reads
    .map((read) => walked(starts[read.origin], read.path, source))
    .filter((place) => place.length > 0);
}

/** The elements a loop steps through; a loop over what is no array steps through that one value. */
export function elementOf(over: Path, source: JsonSchema | undefined): string[] {
  const schema = schemaAt(source, over);
  const isSingle =
    over.length === 0 || over.at(-1) === '[]' || (kindOf(schema) !== undefined && kindOf(schema) !== 'array');
  return isSingle && kindOf(schema) !== 'array' ? over : [...over, '[]'];
}

/** A path as JSONata means it, with the `'[]'` that it leaves out. From the first wildcard on anything may be read. */
function walked(start: string[], path: string[], source: JsonSchema | undefined): string[] {
  let place = start;
  for (const name of path) {
    if (name.startsWith('*')) break;
    if (place.length > 0 && place.at(-1) !== '[]' && kindOf(schemaAt(source, place)) === 'array')
      place = [...place, '[]'];
    place = [...place, name];
  }
  return place;
}

function distinct(paths: string[][]): string[][] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
