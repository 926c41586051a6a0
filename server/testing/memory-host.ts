import type { Event } from '#flow/run/events.ts';
import type { Message } from '#flow/run/message.ts';
import { type MessageState, messageStates, worstState } from '#flow/run/status.ts';
import type { ConnectionContext } from '../connectors/contract.ts';
import { type Append, effectKey, type Host, LeaseLost, type Leg, type OutcomeState } from '../executor/host.ts';
import { doneFor, type Recorded } from '../journal/done.ts';

/** The journal in memory, for tests that run a leg thousands of times; it keeps the promises that server/journal keeps in SQL. */
export interface MemoryJournal {
  host(worker: string): Host;
  /** The next leg, or the one at this place of the queue, as a claim gives it; undefined when all is done. Whoever held it before can write no more. */
  claim(place?: number): Leg | undefined;
  /** The one state of each received message. */
  states(): Record<string, MessageState>;
  events(): Event[];
}

interface Queued {
  id: number;
  kind: Leg['kind'];
  from: string;
  attempt: number;
  fence: number;
  messages: Message[];
  journal: Event[][];
}

const outside: ConnectionContext = {
  connection: { id: '', name: '', address: '', sandbox: false, settings: {}, secrets: {} },
  http: () => Promise.reject(new Error('There is no network here.')),
  token: async () => '',
  cached: (_name, _seconds, read) => read(),
  now: () => 0,
  log: () => {},
};

export function memoryJournal(from: string, messages: Message[]): MemoryJournal {
  let ids = 1;
  const queue: Queued[] = [{ id: ids++, kind: 'origin', from, attempt: 1, fence: 0, messages, journal: [] }];
  const outcomes = new Map<string, Recorded & { root: string }>();
  const written: Event[] = [];

  function append(leg: Leg, { events, outcomes: ended, waits, finish }: Append): void {
    const held = queue.find((one) => one.id === leg.id && one.fence === leg.fence);
    if (!held) throw new LeaseLost(leg);
    held.journal.push(events);
    written.push(...events);
    for (const { leg: id, node, root, state, port = 'out', reply = null } of ended)
      outcomes.set(effectKey(id, node), { leg: id, node, root, state, port, reply, live: leg.id });
    for (const wait of waits) {
      const waiting = wait.messages.map((one) => one.message);
      queue.push({
        id: ids++,
        kind: wait.kind ?? 'retry',
        from: wait.node,
        attempt: wait.attempt,
        fence: 0,
        messages: waiting,
        journal: [],
      });
    }
    if (finish) queue.splice(queue.indexOf(held), 1);
    leg.rows += 1;
  }

  return {
    host: (worker) => ({
      worker,
      now: () => 0,
      random: () => 0.5,
      hash: (parts) => parts.join('|'),
      connect: async () => outside,
      findReceipt: async () => undefined,
      zone: async () => 'UTC',
      append: async (leg, more) => append(leg, more),
    }),
    claim(place = 0) {
      const next = queue[place % queue.length];
      if (!next) return undefined;
      next.fence += 1;
      const history = next.journal.flat();
      const done = doneFor(next, [...outcomes.values()]);
      return {
        ...{
          id: next.id,
          run: 'run',
          workspace: 'w',
          flow: 'f',
          version: 1,
          mode: 'live',
          place: { keep: 30, day: '2026-11-23' },
        },
        ...{
          kind: next.kind,
          from: next.from,
          attempt: next.attempt,
          fence: next.fence,
          acceptedAt: '2026-11-23T10:00:00Z',
        },
        ...{ messages: next.messages, history, rows: next.journal.length, done },
      };
    },
    states() {
      const legs = Map.groupBy(outcomes.values(), (one) => one.root);
      return Object.fromEntries(
        messages.map(({ id }) => [
          id,
          worstState((legs.get(id) ?? [{ state: 'in-flight' }]).flatMap(({ state }) => stateOf(state))),
        ]),
      );
    },
    events: () => written,
  };
}

const stateOf = (state: OutcomeState): MessageState[] =>
  (messageStates as readonly string[]).includes(state) ? [state as MessageState] : [];
