import { type Flow, nodeOf } from '#flow/flow.ts';
import { downstream, indexGraph, order } from '#flow/graph.ts';
import type { Event } from '#flow/run/events.ts';
import type { StepStatus } from '#flow/run/status.ts';
import type { Standing, StoredRun } from '../store/runs.ts';
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
export function stepViews(run: StoredRun, flow: Flow, journal: Event[], standing: Map<string, Standing>): StepView[] {
  const index = indexGraph(flow);
  const tries = triesOf(journal);
  const held = [...standing].flatMap(([node, { waiting }]) => (waiting > 0 ? [node] : []));
  const open = run.status === 'queued' || run.status === 'running' ? new Set(order(index)) : downstream(index, held);
  return order(index).map((id) =>
    stepView(run, flow, id, tries.get(id) ?? [], standing.get(id) ?? { parked: 0, waiting: 0 }, open.has(id)),
  );
}

/** `again`: its messages had been at the step before, and waited there or were parked. */
type Try = StepFinished & { again: boolean };

/** By node. The first leg is the run itself; every other brings messages back to the step that it starts from. */
function triesOf(journal: Event[]): Map<string, Try[]> {
  const tries = new Map<string, Try[]>();
  let from = '';
  for (const event of journal) {
    if (event.type === 'leg-started') from = event.from;
    if (event.type !== 'step-finished') continue;
    const known = tries.get(event.node) ?? [];
    tries.set(event.node, [...known, { ...event, again: event.node === from && known.length > 0 }]);
  }
  return tries;
}

function stepView(
  run: StoredRun,
  flow: Flow,
  id: string,
  tries: Try[],
  { parked, waiting }: Standing,
  open: boolean,
): StepView {
  const node = nodeOf(flow, id);
  const first = tries[0];
  const last = tries.at(-1);
  const out: Record<string, number> = {};
  for (const one of tries) for (const [port, n] of Object.entries(one.out)) out[port] = (out[port] ?? 0) + n;
  return {
    node: id,
    name: node?.name ?? id,
    operation: node?.operation ?? '',
    status: endedByPerson(run, tries, waiting) ? 'skipped' : statusOf(tries, parked, waiting, open),
    in: tries.reduce((sum, one) => sum + (one.again ? 0 : one.in), 0),
    out,
    filtered: tries.reduce((sum, one) => sum + one.filtered, 0),
    parked,
    waiting,
    startedMs: first ? Math.max(0, first.at - run.acceptedAt.getTime()) : null,
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
      heldBack:
        one.trouble === 'drift' && one.waiting > 0
          ? 'person'
          : one.trouble === 'limit' && one.waiting === one.in
            ? 'turn'
            : null,
    })),
  };
}

/** Its messages waited for another try, and a person cancelled them. */
function endedByPerson(run: StoredRun, tries: Try[], waiting: number): boolean {
  const last = tries.at(-1);
  return run.tally.cancelled > 0 && waiting === 0 && last !== undefined && last.waiting > 0;
}

function statusOf(tries: Try[], parked: number, waiting: number, open: boolean): StepStatus {
  if (waiting > 0) return 'waiting';
  if (parked > 0) return tries.some((one) => one.trouble === 'bug') ? 'failed' : 'parked';
  if (tries.length > 0) return 'done';
  return open ? 'pending' : 'skipped';
}
