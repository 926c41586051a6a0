import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import { compileMapping } from '#flow/mapping/compile.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import type { Given } from '#flow/mapping/functions.ts';
import type { RowTrace } from '#flow/mapping/run.ts';
import type { RowTrouble, RowWarning } from '#flow/mapping/trouble.ts';
import { loosen, silenced, without } from './loosen.ts';

export interface PreviewRequest {
  mapping: Mapping;
  schema: JsonSchema | undefined;
  body: Json;
  given: Given;
}

/** What the engine of a run makes of one sample. */
export interface Preview {
  /** With troubles: as much of it as came about. */
  value: Json | undefined;
  troubles: RowTrouble[];
  warnings: RowWarning[];
  /** By row id. */
  rows: Map<string, RowTrace>;
  /** What the strict evaluation took. */
  ms: number;
}

/** `clock` gives milliseconds. Never throws on what a mapping or a sample may hold. */
export async function previewOf(request: PreviewRequest, clock: () => number): Promise<Preview> {
  const { mapping, schema, body, given } = request;
  const began = clock();
  const { outcome, rows } = await compileMapping(mapping, schema).preview(body, given);
  const ms = clock() - began;
  const { warnings } = outcome;
  if (outcome.ok) return { value: outcome.value, troubles: [], warnings, rows, ms };
  return { value: await partOf(request, outcome.troubles), troubles: outcome.troubles, warnings, rows, ms };
}

/** First with the troubled rows made lenient; rows that still fail are then left out. */
async function partOf(
  { mapping, schema, body, given }: PreviewRequest,
  troubles: RowTrouble[],
): Promise<Json | undefined> {
  const troubled = new Set(troubles.map(({ row }) => row));
  const lenient = loosen(mapping, troubled);
  const open = schema && silenced(schema, mapping.rows, troubled);
  const first = await compileMapping(lenient, open).run(body, given);
  if (first.ok) return first.value;
  const failing = new Set(first.troubles.map(({ row }) => row));
  const second = await compileMapping(without(lenient, failing), open).run(body, given);
  return second.ok ? second.value : undefined;
}
