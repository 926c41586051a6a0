import type jsonata from 'jsonata';
import type { Node } from './node.ts';
import { range } from './operators.ts';

/** No function of an expression can have this name. */
const boundedRange = 'bounded range';

/**
 * Keeps the reference from counting for ever: it counts a range by adding 1, which beyond 2^53 changes nothing. Every range
 * in the tree that it evaluates becomes a call of ours.
 */
export function boundRanges(expression: jsonata.Expression, longest: number): void {
  if (!boundIn(expression.ast())) return;
  const bounds = { steps: Number.POSITIVE_INFINITY, sequence: longest };
  expression.registerFunction(boundedRange, (from: unknown, to: unknown) => range(from, to, bounds));
}

function boundIn(part: unknown): boolean {
  if (typeof part !== 'object' || part === null || part instanceof RegExp) return false;
  let found = false;
  for (const inner of Object.values(part)) if (boundIn(inner)) found = true;
  const node = part as Node;
  if (node.type !== 'binary' || node.value !== '..') return found;
  node.type = 'function';
  node.procedure = { type: 'variable', value: boundedRange };
  node.arguments = [node.lhs as Node, node.rhs as Node];
  return true;
}
