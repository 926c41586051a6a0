import type { Allowed } from '#flow/limits.ts';
import { HeldBack, Retryable } from '../connectors/contract.ts';
import { graceMs, mostAtOnce, slice, spacing } from './pace.ts';
import type { Shared, Taken } from './shared.ts';
import { heldWords } from './words.ts';

/**
 * One worker's entrance to one connection. As long as it has no limits and nothing counts against it, everybody passes
 * without a question to the database. Otherwise those who come while one question is under way are the next one's group;
 * who would have to wait longer than a moment is sent back with a time of its own.
 */
export interface Gate {
  /** Resolves when the call may be made; `leave` once it has ended. @throws HeldBack, or Retryable while the database is away */
  enter(call: Call): Promise<void>;
  /** @param ms how long the call took */
  leave(ms: number): void;
  /** Somebody changed the shared state: what is known of it is out of date. */
  stir(): void;
  /** The limits as they are now. */
  limit(limits: Allowed[]): void;
  /** Calls that were taken for a message and not needed. */
  giveBack(calls: number, until: number): void;
  /** Failures count, a pause ends: everything that the shared state should hear. */
  tell(word: (shared: Shared) => Promise<void>): Promise<void>;
  /** Nothing is known to count against the connection. */
  calm(): boolean;
  close(): Promise<void>;
}

export interface Call {
  /** How many calls the message will likely make, this one included; 0: it was given one before. */
  need: number;
  /** The message has begun: it goes before those that have not. */
  begun: boolean;
  /** How long it may wait in place, in milliseconds. */
  patience: number;
  /** An earlier call of the message has changed something outside. */
  sent: boolean;
  person: boolean;
  /** Told what came of it: calls left for this message, until when, and whether this one is the probe. */
  admitted(rest: number, until: number, probe: boolean): void;
}

export interface GateDeps {
  connection: { id: string; name: string };
  shared: Shared;
  /** Monotonic milliseconds. */
  now(): number;
}

/**
 * How long a message waits in place. One that has not begun, a moment; one that has, longer, for its calls so far would be
 * repeated; and one that needs more calls than its limit gives in a minute, for the next minute, or it would never end.
 */
export const patience = { fresh: 1200, begun: 10_000, large: 65_000 };
const groupSize = 256;
/** Slots are leased for 10 s. */
const renewMs = 3000;
/** Slots that nobody uses go back after so long. */
const idleMs = 200;
const slotPollMs = 250;

/** What the system itself or its breaker puts in the way, and not a limit. */
const ofTheSystem: ReadonlySet<Taken['reason']> = new Set(['paused', 'open', 'probing']);

interface Waiter extends Call {
  until: number;
  go(): void;
  fail(error: unknown): void;
}

interface Bar {
  until: number;
  reason: NonNullable<Taken['reason']>;
  words: string | null;
}

export function createGate({ connection, shared, now }: GateDeps): Gate {
  let limits: Allowed[] = [];
  let queue: Waiter[] = [];
  let calm = false;
  let left = 0;
  let leftUntil = 0;
  let held = 0;
  let busy = 0;
  let callMs = 200;
  let bar: Bar | undefined;
  let pumping = false;
  let asking = false;
  let renewing = false;
  let closed = false;
  let poke: () => void = () => {};
  let keeping: NodeJS.Timeout | undefined;

  const rated = () => limits.some(({ per }) => per !== 'concurrent');
  const concurrent = () => limits.find(({ per }) => per === 'concurrent')?.calls;
  const has = (need: number) =>
    (!rated() || need === 0 || (left >= need && leftUntil > now())) && (concurrent() === undefined || busy < held);

  function admit(call: Call, probe: boolean): void {
    busy += 1;
    if (rated()) left -= call.need;
    call.admitted(Math.max(0, call.need - 1), leftUntil, probe);
    keep();
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    await null; // who comes in the same breath is of the same group
    while ((queue.length > 0 || renewing) && !closed) {
      for (let next = queue[0]; next && calm && has(next.need); next = queue[0]) pass(next, false);
      if (queue.length === 0 && !renewing) break;
      const before = bar && !(queue[0]?.person && ofTheSystem.has(bar.reason)) ? bar : undefined;
      const rest = before ? before.until - now() : 0;
      if (!before || rest <= 0 || renewing) await ask();
      else if (!(await sendBack(before))) await pokedOr(rest);
    }
    pumping = false;
    keep();
  }

  function pass(waiter: Waiter, probe: boolean): void {
    queue = queue.filter((one) => one !== waiter);
    admit(waiter, probe);
    waiter.go();
  }

  async function ask(): Promise<void> {
    bar = undefined;
    renewing = false;
    asking = true;
    const [head] = queue;
    const group = head?.person ? [head] : queue.slice(0, groupSize);
    const slots = concurrent() === undefined ? 0 : busy + queue.length;
    const needs = group.map(({ need }) => need);
    const asked = now();
    try {
      const taken = await shared.take({ limits, needs, spare: slice(limits), busy, slots, person: !!head?.person });
      calm = taken.calm && !taken.probe;
      held = taken.held;
      left = (leftUntil > now() ? left : 0) + taken.granted;
      leftUntil = asked + graceMs(limits);
      let given = taken.granted;
      for (const waiter of group) {
        if (!queue.includes(waiter) || waiter.need > given || (concurrent() !== undefined && busy >= held)) break;
        if (taken.reason !== null && ofTheSystem.has(taken.reason)) break;
        given -= waiter.need;
        pass(waiter, taken.probe);
        if (taken.probe) break;
      }
      if (taken.reason !== null)
        bar = { until: now() + Math.max(5, taken.freeMs), reason: taken.reason, words: taken.words };
    } catch (cause) {
      const error = new Retryable('The database does not answer.', { cause });
      for (const waiter of queue.splice(0)) waiter.fail(error);
    } finally {
      asking = false;
    }
  }

  /** Those who would wait too long here leave, each with the time at which it is likely its turn. @returns whether any did */
  async function sendBack({ until, reason, words }: Bar): Promise<boolean> {
    const gone = queue.filter((waiter) => waiter.until < until);
    if (gone.length === 0) return false;
    queue = queue.filter((waiter) => waiter.until >= until);
    const step = spacing(limits, callMs);
    const after = reason === 'concurrent' ? Math.max(patience.fresh, callMs) : until - now();
    const weights = gone.map(({ need }) => Math.max(1, need) * step);
    const first = await shared
      .promise(
        after,
        weights.reduce((sum, weight) => sum + weight, 0),
      )
      .catch(() => after);
    const message = heldWords(connection.name, reason, limits, words);
    let due = first;
    for (const [i, waiter] of gone.entries()) {
      waiter.fail(
        new HeldBack(message, { connection: connection.id, afterSeconds: due / 1000, maybeSent: waiter.sent }),
      );
      due += weights[i] ?? 0;
    }
    return true;
  }

  function pokedOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, concurrent() === undefined ? ms : Math.min(ms, slotPollMs));
      poke = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Slots in use are renewed, unused ones given back. */
  function keep(): void {
    if (keeping || closed || concurrent() === undefined || held === 0) return;
    keeping = setTimeout(
      () => {
        keeping = undefined;
        renewing = true;
        poke();
        void pump();
      },
      busy === 0 ? idleMs : renewMs,
    );
    keeping.unref();
  }

  const stopping = ({ sent }: Call) =>
    new HeldBack('This worker is stopping.', { connection: connection.id, afterSeconds: 0, maybeSent: sent });

  const gate: Gate = {
    async enter(call) {
      if (closed) throw stopping(call);
      if (queue.length === 0 && !asking && calm && has(call.need)) return admit(call, false);
      const until = now() + call.patience;
      await new Promise<void>((go, fail) => {
        const waiter: Waiter = { ...call, until, go, fail };
        const place = call.person ? 0 : queue.findIndex((one) => !one.begun && !one.person);
        queue.splice(call.begun || call.person ? (place < 0 ? queue.length : place) : queue.length, 0, waiter);
        poke();
        void pump();
      });
    },
    leave(ms) {
      busy -= 1;
      callMs += (ms - callMs) * 0.2;
      if (concurrent() === undefined) return;
      if (bar?.reason === 'concurrent') bar = undefined;
      poke();
      if (busy > 0) return;
      clearTimeout(keeping);
      keeping = undefined;
      keep();
    },
    stir() {
      calm = false;
      left = 0;
      bar = undefined;
      poke();
    },
    limit(next) {
      if (next === limits || JSON.stringify(next) === JSON.stringify(limits)) return;
      limits = next;
      left = 0;
      held = 0;
      bar = undefined;
      poke();
    },
    giveBack(calls, until) {
      if (calls <= 0 || until <= now()) return;
      if (leftUntil <= now()) left = 0;
      leftUntil = left > 0 ? Math.min(leftUntil, until) : until;
      left += calls;
    },
    async tell(word) {
      await word(shared).catch(() => {});
      gate.stir();
    },
    calm: () => calm,
    async close() {
      closed = true;
      clearTimeout(keeping);
      poke();
      for (const waiter of queue.splice(0)) waiter.fail(stopping(waiter));
      if (held > 0)
        await shared.take({ limits, needs: [], spare: 0, busy: 0, slots: 0, person: false }).catch(() => {});
    },
  };
  return gate;
}

/** How many calls a message of this kind makes, learned from those before it. */
export interface Habit {
  need(limits: Allowed[]): number;
  learn(calls: number): void;
}

export function createHabit(): Habit {
  let mean = 1;
  return {
    need: (limits) => Math.min(mostAtOnce(limits), Math.max(1, Math.ceil(mean - 0.1))),
    learn(calls) {
      mean = calls > mean ? calls : mean + (calls - mean) * 0.3;
    },
  };
}
