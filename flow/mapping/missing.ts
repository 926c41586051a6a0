import type { JsonSchema } from '../catalog.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Convert } from './convert.ts';
import type { FieldRow, Rule } from './document.ts';
import { Fault, Lossy, quoted } from './found.ts';
import { copied, own, pathWords } from './path.ts';
import { sourcesIn } from './rule-text.ts';
import type { Scope } from './run.ts';
import { isRequired, schemaAt } from './shape.ts';
import { writerOf } from './step.ts';

type WhenMissing = (scope: Scope, out: JsonObject) => undefined;

/**
 * What a field row does when its rule finds nothing. Without a policy an optional field is left out and a required one
 * parks the message; a field required only inside an optional object parks when that object is otherwise there.
 */
export function compileMissing(row: FieldRow, schema: JsonSchema | undefined, convert: Convert): WhenMissing {
  const trouble = (bug: boolean): WhenMissing => {
    const fault = new Fault(missingWords(row.rule), missingWayOut, bug);
    return (scope) => scope.run.trouble(row.id, scope, row.target, fault);
  };
  const omit: WhenMissing = (scope) => scope.run.show(row.id, undefined, 'missing');

  const write = writerOf(row);

  switch (row.ifMissing?.do) {
    case 'omit':
      return omit;
    case 'null':
      return (scope, out) => write(scope, out, null);
    case 'default':
      return writeDefault(row, row.ifMissing.value, convert);
    case 'park':
      return trouble(false);
    case 'fail':
      return trouble(true);
    case undefined:
      return requiredOrNot(row, schema, omit, trouble(false));
  }
}

function requiredOrNot(
  row: FieldRow,
  schema: JsonSchema | undefined,
  omit: WhenMissing,
  park: WhenMissing,
): WhenMissing {
  const around = row.target.slice(0, -1);
  if (!isRequired(schemaAt(schema, around), row.target.at(-1)!)) return omit;
  const isAroundRequired = around.every((name, index) => isRequired(schemaAt(schema, around.slice(0, index)), name));
  if (isAroundRequired) return park;
  return (scope, out) => {
    scope.pending ??= [];
    scope.pending.push(() => (isMade(out, around) ? park : omit)(scope, out));
  };
}

function writeDefault(row: FieldRow, value: Json, convert: Convert): WhenMissing {
  const converted = value === null ? null : (convert(value) ?? value);
  if (converted instanceof Fault) {
    const fault = new Fault(`its default does not fit, ${converted.message}`, 'Correct the default.', true);
    return (scope) => scope.run.trouble(row.id, scope, row.target, fault);
  }
  const written = converted instanceof Lossy ? converted.value : converted;
  const write = writerOf(row);
  return (scope, out) => write(scope, out, copied(written));
}

const missingWayOut = 'Correct the message, or say in the mapping what to do when it is missing.';

function missingWords(rule: Rule): string {
  switch (rule.kind) {
    case 'expression':
      return 'the expression gives nothing';
    case 'constant':
      return 'the constant is empty';
    case 'function':
      return `$${rule.name} gives nothing`;
    case 'template':
    case 'paths': {
      const words = sourcesIn(rule).map(({ path }) => quoted(pathWords(path)));
      return words.length === 1 ? `${words[0]} is missing` : `of ${words.join(', ')} too little is there`;
    }
    case 'path':
    case 'value-map':
      return rule.path.length === 0 ? 'there is no value' : `${quoted(pathWords(rule.path))} is missing`;
    default:
      return 'there is no value';
  }
}

function isMade(out: JsonObject, path: string[]): boolean {
  let here: Json | undefined = out;
  for (const name of path) {
    here = typeof here === 'object' && here !== null ? own(here as JsonObject, name) : undefined;
  }
  return here !== undefined && here !== null;
}
