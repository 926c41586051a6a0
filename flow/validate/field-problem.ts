import type { Field } from '../catalog.ts';
import type { FlowNode } from '../flow.ts';
import type { Problem } from '../problem.ts';

export function fieldProblem(code: string, node: FlowNode, field: Field, message: string, wayOut: string): Problem {
  return { code, severity: 'error', message, wayOut, where: { node: node.id, field: field.key } };
}
