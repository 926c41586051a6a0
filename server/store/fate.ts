import { downstream, edgesTo, type GraphIndex } from '#flow/graph.ts';
import type { Event } from '#flow/run/events.ts';

/** What is on record of a message, or of something made of it, at a step. */
export interface End {
  /** The message at that step. */
  leg: string;
  node: string;
  state: string;
}

/**
 * What becomes of a message whose leg is cancelled: `through`, it had ended before; `unknown`, its unsafe effect at `at`
 * was begun and nobody knows how it ended; else it is `cancelled`.
 */
export type Fate = { fate: 'cancelled' | 'through'; at?: undefined } | { fate: 'unknown'; at: string };

export function fateOf(asked: {
  index: GraphIndex;
  /** Where the leg begins. */
  from: string;
  /** What the leg has journaled. */
  events: Event[];
  message: string;
  ends: End[];
}): Fate {
  const { index, from, events, message } = asked;
  const own = asked.ends.filter(({ leg }) => leg === message || leg.startsWith(`${message}/`));
  const recorded = new Set(own.map(({ node, leg }) => `${node} ${leg}`));
  for (const event of events) {
    if (event.type !== 'effects-intended') continue;
    const open = event.messages.some(
      (id) => (id === message || id.startsWith(`${message}/`)) && !recorded.has(`${event.node} ${id}`),
    );
    if (open) return { fate: 'unknown', at: event.node };
  }
  const settled = new Set(
    events.flatMap((event) => (event.type === 'step-finished' || event.type === 'step-skipped' ? [event.node] : [])),
  );
  const somewhere = own.some(({ state }) => final.has(state));
  return { fate: somewhere && !mayGoOn(index, from, settled, own) ? 'through' : 'cancelled' };
}

const final = new Set(['parked', 'cancelled', 'discarded', 'delivered', 'filtered', 'in-flight', 'retried']);

/** A message goes on from a step where one of these is on record; where anything else is, it stops there or left the leg. */
const passes = new Set(['delivered', 'passed']);

/**
 * Whether anything of a message may still be before a step that has not ended, as far as its ends tell. Where they do
 * not (which port of a route it took), yes: then it is cancelled, and what it came to already stands beside that.
 */
function mayGoOn(index: GraphIndex, from: string, settled: ReadonlySet<string>, own: End[]): boolean {
  const stopped = new Set(own.flatMap(({ node, state }) => (passes.has(state) ? [] : [node])));
  const ended = new Set(own.map(({ node }) => node));
  const behind = downstream(index, [from]);
  const reached = new Set([from]);
  for (let before = 0; before !== reached.size; ) {
    before = reached.size;
    for (const node of behind) {
      const comes = edgesTo(index, node).some((edge) => reached.has(edge.from.node) && !stopped.has(edge.from.node));
      if (comes) reached.add(node);
    }
  }
  return [...reached].some((node) => !settled.has(node) && !ended.has(node));
}
