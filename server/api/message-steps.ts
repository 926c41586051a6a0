import { type Flow, nodeOf } from '#flow/flow.ts';
import { edgesTo, indexGraph, order } from '#flow/graph.ts';
import type { Event } from '#flow/run/events.ts';
import type { StoredParked } from '../store/parked.ts';
import type { StoredOutcome } from '../store/runs.ts';
import type { MessageAtStep } from './views.ts';

/** All that is kept of one received message in a run. */
export interface Kept {
  flow: Flow;
  startNode: string;
  message: string;
  body: string | null;
  journal: Event[];
  outcomes: StoredOutcome[];
  parked: StoredParked[];
}

/**
 * What went into each step and came out, for one received message, in flow order. What a step gave on is in the
 * outcome (effects) or among the journal's samples (pure steps, the first few messages); what went in is what the step
 * before gave on.
 */
export function messageSteps(kept: Kept): MessageAtStep[] {
  const index = indexGraph(kept.flow);
  const gave = new Map<string, { port: string; body: string }>();
  if (kept.body !== null) gave.set(kept.startNode, { port: 'out', body: kept.body });
  for (const event of kept.journal) {
    if (event.type !== 'step-finished') continue;
    const sample = event.samples.find((one) => one.root === kept.message);
    if (sample) gave.set(event.node, sample);
  }
  for (const outcome of kept.outcomes) {
    if (outcome.reply !== null) gave.set(outcome.node, { port: outcome.port ?? 'out', body: outcome.reply });
  }
  return order(index).flatMap((node) => {
    if (!nodeOf(kept.flow, node)) return [];
    const outcome = kept.outcomes.find((one) => one.node === node);
    const parked = kept.parked.find((one) => one.node === node);
    const before = edgesTo(index, node).find((edge) => gave.get(edge.from.node)?.port === edge.from.port);
    const came = parked ? parked.body : before ? (gave.get(before.from.node)?.body ?? null) : null;
    const left = gave.get(node);
    if (came === null && left === undefined && !outcome) return [];
    return [
      {
        node,
        in: came,
        sent: outcome?.sent ?? null,
        out: left?.body ?? null,
        port: left?.port ?? null,
        externalId: outcome?.externalId ?? null,
        trouble: parked && parked.state !== 'retried' ? parked.trouble : null,
      },
    ];
  });
}
