import { type Flow, nodeOf } from '#flow/flow.ts';
import { indexGraph, order } from '#flow/graph.ts';
import type { Event } from '#flow/run/events.ts';
import type { StepStatus } from '#flow/run/status.ts';
import type { StoredRun } from '../store/runs.ts';
import type { RunRow, StepView } from './views.ts';

type StepFinished = Extract<Event, { type: 'step-finished' }>;

export function runRow(run: StoredRun, flow: Pick<Flow, 'name' | 'pattern'>): RunRow {
  return {
    id: run.id,
    flow: { id: run.flow, name: flow.name, pattern: flow.pattern },
    version: run.version,
    status: run.status,
    mode: run.mode,
    startedBy: run.startedBy,
    startedAt: run.acceptedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    tally: run.tally,
    keys: run.keys,
    error: run.error,
  };
}

/** Every step of the version that ran, in flow order, with what the journal says of it across all legs of the run. */
export function stepViews(run: StoredRun, flow: Flow, journal: Event[], parkedNow: Map<string, number>): StepView[] {
  const began = run.acceptedAt.getTime();
  const finished = new Map<string, StepFinished[]>();
  const skipped = new Set<string>();
  for (const event of journal) {
    if (event.type === 'step-skipped') skipped.add(event.node);
    if (event.type === 'step-finished') finished.set(event.node, [...(finished.get(event.node) ?? []), event]);
  }
  return order(indexGraph(flow)).map((id) =>
    stepView(flow, id, finished.get(id) ?? [], skipped.has(id), parkedNow.get(id) ?? 0, run, began),
  );
}

function stepView(
  flow: Flow,
  id: string,
  tries: StepFinished[],
  skipped: boolean,
  parked: number,
  run: StoredRun,
  began: number,
): StepView {
  const node = nodeOf(flow, id);
  const first = tries[0];
  const last = tries.at(-1);
  const out: Record<string, number> = {};
  for (const one of tries) for (const [port, n] of Object.entries(one.out)) out[port] = (out[port] ?? 0) + n;
  const again = tries.slice(0, -1).reduce((sum, one) => sum + one.waiting, 0);
  return {
    node: id,
    name: node?.name ?? id,
    operation: node?.operation ?? '',
    status: statusOf(tries, skipped, parked, run),
    in: Math.max(0, tries.reduce((sum, one) => sum + one.in, 0) - again - retriedAfterParking(tries, parked)),
    out,
    filtered: tries.reduce((sum, one) => sum + one.filtered, 0),
    parked,
    waiting: run.finishedAt === null ? (last?.waiting ?? 0) : 0,
    startedMs: first ? Math.max(0, first.at - began) : null,
    durationMs: first && last ? last.at + last.ms - first.at : null,
    attempts: tries.map((one) => ({
      at: new Date(one.at).toISOString(),
      durationMs: one.ms,
      in: one.in,
      out: Object.values(one.out).reduce((sum, n) => sum + n, 0),
      parked: one.parked,
      waiting: one.waiting,
      words: one.words ?? null,
      dueAt: one.dueAt === undefined ? null : new Date(one.dueAt).toISOString(),
    })),
  };
}

/** Messages that were parked here once and came again count once. */
function retriedAfterParking(tries: StepFinished[], parkedNow: number): number {
  return tries.reduce((sum, one) => sum + one.parked, 0) - parkedNow;
}

function statusOf(tries: StepFinished[], skipped: boolean, parked: number, run: StoredRun): StepStatus {
  const last = tries.at(-1);
  if (!last) return skipped ? 'skipped' : run.status === 'running' || run.status === 'queued' ? 'pending' : 'skipped';
  if (parked > 0) return tries.some((one) => one.trouble === 'bug') ? 'failed' : 'parked';
  return last.waiting > 0 && run.finishedAt === null ? 'waiting' : 'done';
}
