import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import { extendSchema, inferSchema } from '#flow/mapping/infer.ts';
import { linesOf } from '#flow/mapping/lineage.ts';
import { isOpen } from '#flow/mapping/shape.ts';
import { tree } from '#flow/mapping/tree.ts';
import type { Remark } from './remarks.ts';
import type { Line } from './roll-up.ts';
import { loopItems } from './scopes.ts';
import { type SourceRow, sourceKey, sourceRows } from './source-rows.ts';
import { type TargetRow, targetRows } from './target-rows.ts';

/** Both trees of a mapping and what is between them, without anything that comes from evaluating it. */
export interface MapperModel {
  /** As described, with what the sample shows besides. */
  sourceSchema?: JsonSchema;
  targetSchema?: JsonSchema;
  sources: SourceRow[];
  targets: TargetRow[];
  byRowId: ReadonlyMap<string, TargetRow>;
  /** Per mapping row, the absolute source paths it reads. */
  reads: ReadonlyMap<string, string[][]>;
  /** One per source of a row; state not yet known. */
  lines: Omit<Line, 'state'>[];
  usedSources: ReadonlySet<string>;
  /** By loop id: the path of its element in the source. */
  items: ReadonlyMap<string, string[]>;
}

export interface Ends {
  source?: JsonSchema;
  target?: JsonSchema;
}

export function mapperModel(mapping: Mapping, ends: Ends, body: Json | undefined): MapperModel {
  const sourceSchema = body === undefined ? ends.source : extendSchema(ends.source, inferSchema(body));
  const sources = sourceRows(tree(sourceSchema));
  const targets = targetRows(tree(ends.target), mapping.rows, isOpen(ends.target), mapping.ignored);
  const byRowId = new Map(
    targets.flatMap((row) => [row.field, row.loop].flatMap((of) => (of ? [[of.id, row] as const] : []))),
  );
  const found = linesOf(mapping, sourceSchema);
  const lines = found.flatMap(({ row, sources, loop }) => {
    const target = byRowId.get(row)?.key;
    if (target === undefined) return [];
    // A loop's own line comes from what it walks over; its condition's sources have plain lines.
    return sources.map((path, at) => ({ row, source: sourceKey(path), target, isLoop: loop && at === 0 }));
  });
  return {
    sourceSchema,
    targetSchema: ends.target,
    sources,
    targets,
    byRowId,
    reads: new Map(found.map(({ row, sources }) => [row, sources])),
    lines,
    usedSources: new Set(lines.map(({ source }) => source)),
    items: loopItems(mapping.rows, sourceSchema),
  };
}

/** The model's lines in the colour of what is said about their rows. */
export function stated(lines: MapperModel['lines'], remarks: ReadonlyMap<string, Remark>): Line[] {
  return lines.map((line) => ({ ...line, state: remarks.get(line.target)?.state ?? 'quiet' }));
}

/** The gravest remark of each target row. They come sorted, errors first. */
export function firstRemarks(remarks: Remark[]): Map<string, Remark> {
  const first = new Map<string, Remark>();
  for (const remark of remarks) if (remark.key !== undefined && !first.has(remark.key)) first.set(remark.key, remark);
  return first;
}
