import type { JsonSchema } from '../catalog.ts';
import type { Json, JsonObject } from '../json.ts';
import { converter } from './convert.ts';
import type { FieldRow, LoopRow, Mapping, Row } from './document.ts';
import { Fault, type Found, Lossy, quoted } from './found.ts';
import type { Given } from './functions.ts';
import { compileMissing } from './missing.ts';
import { assign, blocked, copied, enter, own, readAll } from './path.ts';
import { compileExpression, compileRule } from './rule.ts';
import { type RowTrace, Run, Scope } from './run.ts';
import { schemaAt } from './shape.ts';
import { type Later, type Step, write } from './step.ts';
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
  const steps = rows.map((row) =>
    row.kind === 'loop' ? compileLoop(row, schema) : compileField(row, schema, isSharedTarget(row, rows)),
  );
  const finish = (scope: Scope): undefined => {
    if (scope.pending) for (const check of scope.pending) check();
  };
  return (scope, out) => {
    const later = inOrder(steps.length, (index) => steps[index]!(scope, out));
    return later ? later.then(() => finish(scope)) : finish(scope);
  };
}

/** Runs steps one after the other, at once as long as none has to be waited for. */
function inOrder(count: number, step: (index: number) => Later): Later {
  for (let index = 0; index < count; index++) {
    const later = step(index);
    if (later) return inOrderAfter(later, index + 1, count, step);
  }
  return undefined;
}

async function inOrderAfter(
  first: Later,
  from: number,
  count: number,
  step: (index: number) => Later,
): Promise<undefined> {
  await first;
  for (let index = from; index < count; index++) {
    const later = step(index);
    if (later) await later;
  }
}

/** Another row writes at or inside this one's target, so its value must not be the source's own object. */
function isSharedTarget(row: FieldRow, rows: Row[]): boolean {
  return rows.some((other) => other !== row && row.target.every((name, index) => other.target[index] === name));
}

function compileField(row: FieldRow, schema: JsonSchema | undefined, isShared: boolean): Step {
  const leaf = schemaAt(schema, row.target);
  const convert = converter(leaf);
  const find = compileRule(row.rule, leaf);
  const whenMissing = compileMissing(row, schema, convert);
  const isNull = row.rule.kind === 'constant' && row.rule.value === null;

  const settle = (scope: Scope, out: JsonObject, found: Found): undefined => {
    if (isNull) return write(row, scope, out, null);
    const value = found instanceof Lossy ? found.value : found;
    const converted = value === undefined || value === null || value instanceof Fault ? value : convert(value);
    if (converted === undefined || converted === null) return whenMissing(scope, out);
    if (converted instanceof Fault) return scope.run.trouble(row.id, scope, row.target, converted);
    const remark = converted instanceof Lossy ? converted : found instanceof Lossy ? found : undefined;
    const written = converted instanceof Lossy ? converted.value : converted;
    return write(row, scope, out, isShared ? copied(written) : written, remark?.message);
  };

  return (scope, out) => {
    const found = find(scope);
    return found instanceof Promise ? found.then((later) => settle(scope, out, later)) : settle(scope, out, found);
  };
}

function compileLoop(row: LoopRow, schema: JsonSchema | undefined): Step {
  const rows = compileRows(row.rows, schemaAt(schema, row.target)?.items);
  const condition = row.where === undefined ? undefined : compileExpression(row.where);
  const around = row.target.slice(0, -1);
  const name = row.target.at(-1)!;

  return (scope, out) => {
    const { run } = scope;
    const fail = (fault: Fault) => run.trouble(row.id, scope, row.target, fault);
    const found = readAll(row.from === 'root' ? run.root : scope.item, row.over);
    if (found instanceof Fault) return fail(found);
    const inside = around.length === 0 ? out : enter(out, around);
    if (inside instanceof Fault) return fail(inside);
    const list = own(inside, name) ?? [];
    if (!Array.isArray(list)) return fail(blocked(row.target, list));
    assign(inside, name, list);

    const before = list.length;
    const elements: Json[] = found.flat();
    const admit = (answer: Found, element: Scope): Later => {
      const counts = answer instanceof Lossy ? answer.value : answer;
      if (counts === true) return append(element);
      if (counts === false || counts === undefined) return undefined;
      return run.trouble(row.id, element, [], counts instanceof Fault ? counts : notABoolean(counts));
    };
    const append = (element: Scope): Later => {
      const object: JsonObject = {};
      list.push(object);
      return rows(element, object);
    };
    const later = inOrder(elements.length, (index) => {
      const item = elements[index]!;
      if (item === null) return undefined;
      const element = new Scope(run, item, index, scope, row.target, list.length);
      if (!condition) return append(element);
      const answer = condition(element);
      return answer instanceof Promise ? answer.then((known) => admit(known, element)) : admit(answer, element);
    });
    const show = () => run.show(row.id, list.length - before, 'ok');
    return later ? later.then(show) : show();
  };
}

const notABoolean = (value: Json): Fault =>
  new Fault(`the condition gives ${quoted(value)}, not true or false`, 'Compare something in it.');
