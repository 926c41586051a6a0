import type { JsonSchema } from '../catalog.ts';
import type { Json, JsonObject } from '../json.ts';
import { converter } from './convert.ts';
import { type FieldRow, isKnownRow, type Mapping, type Row } from './document.ts';
import { Fault, type Found, Lossy } from './found.ts';
import type { Given } from './functions.ts';
import { inOrder } from './in-order.ts';
import { compileLoop } from './loop.ts';
import { compileMissing } from './missing.ts';
import { copied, isHeavy, weightOf } from './path.ts';
import { compileRule } from './rule.ts';
import { type RowTrace, Run, Scope } from './run.ts';
import { schemaAt } from './shape.ts';
import { type Step, writerOf } from './step.ts';
import type { RowTrouble, RowWarning } from './trouble.ts';

/** The value for one message, or everything that kept it from coming about. */
export type MapOutcome =
  | { ok: true; value: Json; warnings: RowWarning[] }
  | { ok: false; troubles: RowTrouble[]; warnings: RowWarning[] };

export interface MapPreview {
  outcome: MapOutcome;
  /** What was written, also where troubles left gaps in it. */
  value: Json;
  /** By row id; a row inside a loop that found no element is not in it. */
  rows: Map<string, RowTrace>;
}

export interface CompiledMapping {
  /** Without expressions the outcome comes at once, with them as a promise; `await` takes both. Never throws, never rejects. */
  run(input: Json, given: Given): MapOutcome | Promise<MapOutcome>;
  /** The same evaluation, and what each row came to. */
  preview(input: Json, given: Given): MapPreview | Promise<MapPreview>;
}

/**
 * Compiles a mapping into closures, once per version. With the target's schema values are converted to its types and a
 * required field that finds nothing parks the message. Null counts as missing, and so does an empty text where the
 * target cannot be one. A loop always writes its array, empty when there is no element, and one object per element.
 */
export function compileMapping(mapping: Mapping, target?: JsonSchema): CompiledMapping {
  const rows = compileRows(mapping.rows, target);
  const evaluate = <Shown>(run: Run, show: (value: Json) => Shown): Shown | Promise<Shown> => {
    const out: JsonObject = {};
    const later = rows(new Scope(run, run.root), out);
    return later ? later.then(() => show(out)) : show(out);
  };
  return {
    run: (input, given) => {
      const run = new Run(input, given);
      return evaluate(run, (value) => outcome(run, value));
    },
    preview: (input, given) => {
      const trace = new Map<string, RowTrace>();
      const run = new Run(input, given, trace);
      return evaluate(run, (value) => ({ outcome: outcome(run, value), value, rows: trace }));
    },
  };
}

function outcome(run: Run, value: Json): MapOutcome {
  const warnings = [...run.warnings.values()];
  return run.troubles.length === 0 ? { ok: true, value, warnings } : { ok: false, troubles: run.troubles, warnings };
}

function compileRows(rows: Row[], schema: JsonSchema | undefined): Step {
  const steps = rows.map((row): Step => {
    if (row.kind === 'loop') return compileLoop(row, schema, compileRows);
    if (isKnownRow(row)) return compileField(row, schema, isSharedTarget(row, rows));
    return (scope) => scope.run.trouble(row.id, scope, row.target, laterRow);
  });
  const { length } = steps;
  const finish = (scope: Scope): undefined => {
    if (scope.pending) for (const check of scope.pending) check();
  };
  return (scope, out) => {
    for (let index = 0; index < length; index++) {
      const later = steps[index]!(scope, out);
      if (!later) continue;
      const from = index + 1;
      const rest = () => inOrder(length - from, (next) => steps[from + next]!(scope, out));
      return later.then(rest).then(() => finish(scope));
    }
    return finish(scope);
  };
}

const laterRow = new Fault(
  'its row is of a kind that is not known here',
  'It was made by a later version: update, or remove the row and draw it again.',
  true,
);

/** Another row writes at or inside this one's target, so its value must not be the source's own object. */
function isSharedTarget(row: FieldRow, rows: Row[]): boolean {
  return rows.some((other) => other !== row && row.target.every((name, index) => other.target[index] === name));
}

function compileField(row: FieldRow, schema: JsonSchema | undefined, isShared: boolean): Step {
  const leaf = schemaAt(schema, row.target);
  const convert = converter(leaf);
  const find = compileRule(row.rule, leaf);
  const whenMissing = compileMissing(row, schema, convert);
  const write = writerOf(row);
  if (row.rule.kind === 'constant' && row.rule.value === null) return (scope, out) => write(scope, out, null);

  const settle = (scope: Scope, out: JsonObject, found: Found): undefined => {
    const value = found instanceof Lossy ? found.value : found;
    const heavy = isHeavy(value) ? scope.run.spend(weightOf(value, scope.run.meter.left)) : undefined;
    if (heavy) return scope.run.trouble(row.id, scope, row.target, heavy);
    const converted = value === undefined || value === null || value instanceof Fault ? value : convert(value);
    if (converted === undefined || converted === null) return whenMissing(scope, out);
    if (typeof converted !== 'object' && found === value) return write(scope, out, converted);
    if (converted instanceof Fault) return scope.run.trouble(row.id, scope, row.target, converted);
    const remark = converted instanceof Lossy ? converted : found instanceof Lossy ? found : undefined;
    const written = converted instanceof Lossy ? converted.value : converted;
    return write(scope, out, isShared ? copied(written) : written, remark?.message);
  };

  return (scope, out) => {
    const found = find(scope);
    return found instanceof Promise ? found.then((later) => settle(scope, out, later)) : settle(scope, out, found);
  };
}
