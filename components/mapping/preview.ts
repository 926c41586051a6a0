import type { JsonSchema } from '#flow/catalog.ts';
import type { Json } from '#flow/json.ts';
import { compileMapping } from '#flow/mapping/compile.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import type { Given } from '#flow/mapping/functions.ts';
import type { RowTrace } from '#flow/mapping/run.ts';
import type { RowTrouble, RowWarning } from '#flow/mapping/trouble.ts';

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
  /** What the evaluation took. */
  ms: number;
}

/** `clock` gives milliseconds. Never throws on what a mapping or a sample may hold. */
export async function previewOf(request: PreviewRequest, clock: () => number): Promise<Preview> {
  const { mapping, schema, body, given } = request;
  const began = clock();
  const { outcome, value, rows } = await compileMapping(mapping, schema).preview(body, given);
  const ms = clock() - began;
  return { value, troubles: outcome.ok ? [] : outcome.troubles, warnings: outcome.warnings, rows, ms };
}
