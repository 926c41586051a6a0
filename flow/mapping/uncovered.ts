import type { JsonSchema } from '../catalog.ts';
import type { LoopRow, Row } from './document.ts';
import { kindOf } from './shape.ts';

/** A required target field that no row fills; within a loop, `row` is the loop that leaves it open. */
export interface Uncovered {
  path: string[];
  row?: string;
}

/** Required fields without a row. The fields of an optional object count once any of them is mapped. */
export function uncoveredTargets(rows: Row[], target: JsonSchema | undefined): Uncovered[] {
  return target ? uncovered(rows, target, [], [], undefined) : [];
}

function uncovered(rows: Row[], schema: JsonSchema, at: string[], inside: string[], loop?: string): Uncovered[] {
  const found: Uncovered[] = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const path = [...inside, name];
    const absolute = [...at, ...path];
    const touching = rows.filter((row) => startsWith(row.target, path));
    const isWhole = rows.some((row) => row.kind !== 'loop' && startsWith(path, row.target));
    if (isWhole) continue;
    const required = schema.required?.includes(name) ?? false;
    if (touching.length === 0) {
      if (required) found.push({ path: absolute, ...(loop === undefined ? {} : { row: loop }) });
    } else if (kindOf(field) === 'array') {
      const loops = touching.filter((row): row is LoopRow => row.kind === 'loop' && row.target.length === path.length);
      const items = field.items;
      if (items) found.push(...loops.flatMap((row) => uncovered(row.rows, items, [...absolute, '[]'], [], row.id)));
    } else found.push(...uncovered(rows, field, at, path, loop));
  }
  return found;
}

const startsWith = (path: string[], start: string[]): boolean => start.every((name, index) => path[index] === name);
