import type { JsonSchema } from '../catalog.ts';
import type { Mapping } from './document.ts';
import { editMapping } from './edit.ts';
import { linesOf } from './lineage.ts';
import { fitOf } from './matrix.ts';
import { isSame, levelsIn } from './place.ts';
import { type TreeRow, tree } from './tree.ts';

/** A line that names suggest, and why. */
export interface Suggestion {
  source: string[];
  target: string[];
  why: string;
}

/**
 * Lines for targets that have no row yet, from fields of the same name: `created_at` is `CreatedAt`. The whole path must
 * be alike, or the name unlike any other in the source. Lists go to lists only, element by element. What a row writes whole,
 * what is left out on purpose, and lists that a loop fills from elsewhere are not touched. The same schemas and mapping
 * always give the same suggestions, in the order of the target.
 */
export function suggestions(mapping: Mapping, source: JsonSchema, target: JsonSchema): Suggestion[] {
  const isOpen = openIn(mapping, source);
  const fields = tree(source).filter(isLeaf);
  return tree(target)
    .filter(isLeaf)
    .flatMap((row) => {
      const alike = fields.filter((field) => fits(field, row) && listsOf(field.path) === listsOf(row.path));
      const samePath = alike.filter((field) => plain(field.path) === plain(row.path));
      const sameName = alike.filter((field) => plain([field.name]) === plain([row.name]) && isSameList(field, row));
      const [found, ...others] = samePath.length > 0 ? samePath : sameName;
      if (!found || others.length > 0 || !isOpen(found.path, row.path)) return [];
      const why = samePath.length > 0 ? 'same path' : `same name, “${found.name}”, and no other field has it`;
      return [{ source: found.path, target: row.path, why }];
    });
}

/** The mapping with suggestions drawn in. Rows that are there stay as they are, and so does what they write. */
export function accept(mapping: Mapping, chosen: Suggestion[], source: JsonSchema, target: JsonSchema): Mapping {
  return chosen.reduce((drawn, line) => {
    if (!openIn(drawn, source)(line.source, line.target)) return drawn;
    return editMapping(drawn, { kind: 'connect', source: line.source, at: { target: line.target } }, { source, target })
      .mapping;
  }, mapping);
}

/** Whether a line can be drawn without changing what other rows write. */
function openIn(mapping: Mapping, source: JsonSchema): (from: string[], to: string[]) => boolean {
  const lines = linesOf(mapping, source);
  const written = lines.filter(({ loop }) => !loop).map((line) => line.target);
  const taken = new Set(lines.flatMap((line) => line.target.map((_, index) => keyOf(line.target.slice(0, index + 1)))));
  const whole = new Set([...written, ...(mapping.ignored ?? []).map((one) => one.target)].map(keyOf));
  const filled = Map.groupBy(levelsIn(mapping, source), (level) => keyOf(level.target));
  return (from, to) => {
    if (taken.has(keyOf(to))) return false;
    let list = 0;
    for (const [index, step] of to.entries()) {
      const here = to.slice(0, index + 1);
      if (whole.has(keyOf(here))) return false;
      if (step !== '[]') continue;
      list = from.indexOf('[]', list) + 1;
      const loops = filled.get(keyOf(here));
      if (loops && !loops.some(({ item, groupBy }) => !groupBy && isSame(item, from.slice(0, list)))) return false;
    }
    return true;
  };
}

const keyOf = (path: string[]): string => JSON.stringify(path);
const isName = (step: string): boolean => step !== '[]';
const isLeaf = (row: TreeRow): boolean => row.kind !== 'object' && row.kind !== 'array' && row.path.at(-1) !== '[]';
const listsOf = (path: string[]): number => path.filter((step) => step === '[]').length;
const plain = (path: string[]): string =>
  path.map((step) => (isName(step) ? step.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') : step)).join('.');

const fits = (source: TreeRow, target: TreeRow): boolean =>
  !source.kind || !target.kind || fitOf(source.kind, target.kind) !== 'impossible';

/** At the top, or within lists of the same name. */
function isSameList(source: TreeRow, target: TreeRow): boolean {
  const list = (path: string[]) => plain(path.slice(0, path.lastIndexOf('[]') + 1));
  return list(source.path) === list(target.path);
}
