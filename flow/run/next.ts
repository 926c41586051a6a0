import { downstream, edgesTo, type GraphIndex, order } from '../graph.ts';
import type { LegState } from './fold.ts';

/** What may happen now. Nothing ready and nothing to skip: the leg is finished. */
export interface Next {
  /** Steps whose every branch that can still deliver has delivered. */
  ready: string[];
  /** Steps that nothing can reach any more. */
  skip: string[];
}

/**
 * Which steps may run next. The first is the one the leg starts at. Of those behind it, a step waits for every incoming
 * edge whose source may still run; it is ready once all have settled and at least one brought a message, and skipped
 * when all settled empty. What lies elsewhere (another trigger, the branches a waiting message has left behind) will not
 * run in this leg and is not waited for.
 */
export function next(index: GraphIndex, state: LegState): Next {
  if (!state.steps.has(state.from)) return { ready: [state.from], skip: [] };
  const behind = downstream(index, [state.from]);
  const settled = (node: string) => state.steps.has(node) || !behind.has(node);
  const result: Next = { ready: [], skip: [] };
  for (const node of order(index)) {
    if (settled(node)) continue;
    const incoming = edgesTo(index, node);
    if (!incoming.every((edge) => settled(edge.from.node))) continue;
    const brought = incoming.some((edge) => (state.steps.get(edge.from.node)?.out[edge.from.port] ?? 0) > 0);
    (brought ? result.ready : result.skip).push(node);
  }
  return result;
}
