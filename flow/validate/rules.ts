import type { Field, OperationManifest } from '../catalog.ts';
import { type FlowNode, idSchema } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { fieldProblem } from './field-problem.ts';

/** Rules that ask nothing, ask what nobody can, or share or lack a way out where each needs one of its own. */
export function ruleProblems(
  node: FlowNode,
  field: Field,
  rules: JsonObject[],
  operation: OperationManifest,
): Problem[] {
  const taken = new Set(['error', ...operation.outputs.map((port) => port.id)]);
  return rules.flatMap((rule, at) => {
    const name = `Rule ${at + 1} of “${node.name}”`;
    const say = (code: string, fault: string, wayOut: string) =>
      fieldProblem(code, node, field, `${name} ${fault}.`, `${wayOut} under “${field.label}”.`);
    const asked = field.options ? askProblems(rule, field, say) : [];
    return operation.outputsFrom === field.key ? [...asked, ...portProblems(rule.port, taken, say)] : asked;
  });
}

type Say = (code: string, fault: string, wayOut: string) => Problem;

function askProblems(rule: JsonObject, field: Field, say: Say): Problem[] {
  const known = field.options?.some((option) => option.value === rule.is);
  return [
    ...(rule.path === undefined || rule.path === ''
      ? [say('missing-field', 'has no path', 'Say what it asks for')]
      : []),
    ...(known ? [] : [say('wrong-type', 'asks a question that is not offered', 'Choose what it asks')]),
  ];
}

function portProblems(port: Json | undefined, taken: Set<string>, say: Say): Problem[] {
  const nameIt = 'Give it a name of its own, of small letters, digits and hyphens,';
  if (typeof port !== 'string' || !idSchema.safeParse(port).success)
    return [say('wrong-type', 'has no usable output', nameIt)];
  if (taken.has(port)) return [say('duplicate-port', `leads to “${port}”, which is taken`, nameIt)];
  taken.add(port);
  return [];
}
