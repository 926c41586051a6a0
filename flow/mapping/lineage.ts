import type { JsonSchema } from '../catalog.ts';
import { isKnownRow, type Mapping, type Path, type Row } from './document.ts';
import { isUnusable, prepareExpression } from './expression.ts';
import type { Read } from './reads.ts';
import { sourcesIn } from './rule-text.ts';
import { kindOf, schemaAt } from './shape.ts';

/** Where one row reads and where it writes, both counted from the body, `'[]'` for the elements of an array. */
export interface Line {
  row: string;
  /** Several for an expression, none for a constant. */
  sources: string[][];
  target: string[];
  loop: boolean;
  /** Functions its value goes through, by name: of an expression all it calls. */
  functions: string[];
}

interface Bases {
  item: string[];
  parent: string[];
  target: string[];
  /** Loops around that put their elements into groups. */
  groupedBy: { item: string[]; path: Path }[];
}

/**
 * The lines of a mapping, row by row from the top. With the source's schema the paths fit the rows of its tree: JSONata
 * names no `'[]'`, and a loop over a single value has none.
 */
export function linesOf(mapping: Mapping, source?: JsonSchema): Line[] {
  return lines(mapping.rows, { item: [], parent: [], target: [], groupedBy: [] }, source);
}

function lines(rows: Row[], bases: Bases, source: JsonSchema | undefined): Line[] {
  return rows.flatMap((row) => {
    const target = [...bases.target, ...row.target];
    if (!isKnownRow(row)) return [{ row: row.id, sources: [], target, loop: false, functions: [] }];
    if (row.kind === 'field') {
      const { places, functions } = origins(row, bases, source);
      return [{ row: row.id, sources: distinct(places.flatMap(ungrouped(bases))), target, loop: false, functions }];
    }
    const over = [...(row.from === 'root' ? [] : bases.item), ...row.over];
    const item = elementOf(over, source);
    const inner = { item, parent: bases.item, target: [...target, '[]'], groupedBy: bases.groupedBy };
    const reads = row.where === undefined ? undefined : readPlaces(row.where, inner, source);
    const arranged = [...(row.distinct ?? []), ...(row.sort ?? []).map(({ path }) => path), row.groupBy ?? []]
      .filter((path) => path.length > 0)
      .map((path) => [...item, ...path]);
    const sources = distinct([over, ...(reads?.places ?? []), ...arranged].flatMap(ungrouped(bases)));
    const groupedBy = row.groupBy ? [...bases.groupedBy, { item, path: row.groupBy }] : bases.groupedBy;
    return [
      { row: row.id, sources, target, loop: true, functions: reads?.functions ?? [] },
      ...lines(row.rows, { ...inner, groupedBy }, source),
    ];
  });
}

/** Inside a loop over groups `key` and `items[]` are names of ours; in the source they are the field grouped by, and the elements. */
function ungrouped({ groupedBy }: Bases): (place: string[]) => string[][] {
  return (place) => {
    let here = place;
    for (const { item, path } of groupedBy) {
      if (!item.every((step, index) => here[index] === step)) continue;
      const [name, list, ...rest] = here.slice(item.length);
      if (name === 'key') here = [...item, ...path];
      else if (name === 'items') here = [...item, ...(list === undefined || list === '[]' ? rest : [list, ...rest])];
    }
    return [here];
  };
}

interface Origins {
  places: string[][];
  functions: string[];
}

function origins({ rule }: Extract<Row, { kind: 'field' }>, bases: Bases, source: JsonSchema | undefined): Origins {
  if (rule.kind === 'expression') return readPlaces(rule.code, bases, source);
  const places = sourcesIn(rule).map(({ from, path }) => [...(from === 'root' ? [] : bases.item), ...path]);
  return { places: distinct(places), functions: rule.kind === 'function' ? [rule.name] : [] };
}

function readPlaces(code: string, bases: Bases, source: JsonSchema | undefined): Origins {
  const expression = prepareExpression(code);
  if (isUnusable(expression)) return { places: [], functions: [] };
  const starts: Record<Read['origin'], string[]> = { root: [], item: bases.item, parent: bases.parent };
  const places = expression.reads
    .map((read) => walked(starts[read.origin], read.path, source))
    .filter((place) => place.length > 0);
  return { places: distinct(places), functions: expression.calls };
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
