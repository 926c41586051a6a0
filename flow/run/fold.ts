import type { Event } from './events.ts';
import type { RunStatus, StepStatus } from './status.ts';

/** What the journal of one leg of a run adds up to: enough to say what may run next, and to draw the run. */
export interface LegState {
  status: RunStatus;
  /** The node where the leg starts; empty before it has started. */
  from: string;
  zone: string;
  steps: Map<string, StepState>;
}

export interface StepState {
  status: StepStatus;
  /** Messages per port. */
  out: Record<string, number>;
}

export const emptyLeg = (): LegState => ({ status: 'queued', from: '', zone: 'UTC', steps: new Map() });

/** `state = fold(journal)`. */
export function fold(events: Iterable<Event>): LegState {
  let state = emptyLeg();
  for (const event of events) state = apply(state, event);
  return state;
}

export function apply(state: LegState, event: Event): LegState {
  switch (event.type) {
    case 'leg-started':
      return { ...state, status: 'running', from: event.from, zone: event.zone };
    case 'step-finished':
      return withStep(state, event.node, { status: statusOf(event), out: event.out });
    case 'effects-intended':
      return state;
    case 'step-skipped':
      return withStep(state, event.node, { status: 'skipped', out: {} });
    case 'leg-finished':
      return { ...state, status: event.status };
  }
}

function statusOf(event: Extract<Event, { type: 'step-finished' }>): StepStatus {
  if (event.trouble === 'bug') return 'failed';
  if (event.waiting > 0) return 'waiting';
  return event.parked > 0 ? 'parked' : 'done';
}

function withStep(state: LegState, node: string, step: StepState): LegState {
  return { ...state, steps: new Map(state.steps).set(node, step) };
}
