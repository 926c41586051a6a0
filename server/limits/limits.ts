import type { Allowed } from '#flow/limits.ts';
import { HeldBack, type HttpReply, type HttpRequest, Retryable, retryAfterSeconds } from '../connectors/contract.ts';
import type { Sql } from '../db.ts';
import { createGate, createHabit, type Gate, type Habit, patience } from './gate.ts';
import { outgrows } from './pace.ts';
import { channel, sharedOf } from './shared.ts';

/** A connection whose limits are kept. */
export interface Limited {
  workspace: string;
  id: string;
  name: string;
  limits: Allowed[];
}

/** Keeps the limits of all connections, the pauses their systems ask for and their breakers, together with all other workers. */
export interface Limits {
  /**
   * For the calls of one message, which belong together: once it has begun, it goes before others.
   * @param kind messages of one kind make about as many calls; the id of a node
   * @param person somebody waits for the answer on a screen: neither breaker nor pause is in the way
   */
  scope(connection: Limited, kind: string, person?: boolean): Scope;
  close(): Promise<void>;
}

export interface Scope {
  /** Sends when the connection may be called. @throws HeldBack when that would be too long to wait for here */
  call(request: HttpRequest, send: () => Promise<HttpReply>): Promise<HttpReply>;
  /** The message is through: calls that were set aside for it go to others. */
  end(): void;
}

interface Kept {
  gate: Gate;
  habits: Map<string, Habit>;
}

/** @param worker names this process for its slots; a uuid */
export function openLimits(sql: Sql, worker: string, now: () => number = () => performance.now()): Limits {
  const kept = new Map<string, Kept>();

  // While the line was down nobody heard anything, so at its start all is asked anew.
  const stirAll = () => {
    for (const { gate } of kept.values()) gate.stir();
  };
  const listening = sql.listen(channel, (words) => kept.get(words)?.gate.stir(), stirAll);
  listening.catch(() => {}); // the pool says so to whoever asks it something

  function keptOf({ workspace, id, name, limits }: Limited): Kept {
    const key = `${workspace} ${id}`;
    let found = kept.get(key);
    if (!found) {
      const gate = createGate({ connection: { id, name }, shared: sharedOf(sql, worker, workspace, id), now });
      found = { gate, habits: new Map() };
      kept.set(key, found);
    }
    found.gate.limit(limits);
    return found;
  }

  return {
    scope(connection, kind, person = false) {
      const { gate, habits } = keptOf(connection);
      const habit = habits.get(kind) ?? createHabit();
      habits.set(kind, habit);
      return createScope(gate, habit, connection, person, now);
    },
    async close() {
      await Promise.all([...kept.values()].map(({ gate }) => gate.close()));
      await listening.then((bell) => bell.unlisten()).catch(() => {});
    },
  };
}

function createScope(gate: Gate, habit: Habit, connection: Limited, person: boolean, now: () => number): Scope {
  const { name, limits } = connection;
  let calls = 0;
  let rest = 0;
  let restUntil = 0;
  let sent = false;
  let probe = false;

  async function enter(): Promise<void> {
    const own = rest > 0 && restUntil > now();
    if (!own) rest = 0;
    const need = own ? 0 : calls === 0 ? habit.need(limits) : 1;
    const begun = calls > 0;
    const wait = outgrows(limits, calls) ? patience.large : begun ? patience.begun : patience.fresh;
    calls += 1;
    await gate
      .enter({
        ...{ need, begun, patience: wait, sent, person },
        admitted(more, until, isProbe) {
          rest = own ? rest - 1 : more;
          if (!own) restUntil = until;
          probe = isProbe;
        },
      })
      .catch((error: unknown) => {
        if (error instanceof HeldBack) habit.learn(calls);
        throw error;
      });
  }

  return {
    async call(request, send) {
      await enter();
      if (request.method !== 'GET') sent = true;
      const began = now();
      let reply: HttpReply;
      try {
        reply = await send();
      } catch (error) {
        const passing = error instanceof Retryable;
        gate.leave(now() - began);
        if (passing) await gate.tell((shared) => shared.failed(error.message, probe));
        throw error;
      }
      gate.leave(now() - began);
      await report(gate, reply, name, probe);
      return reply;
    },
    end() {
      if (calls > 0) habit.learn(calls);
      if (restUntil > now()) gate.giveBack(rest, restUntil);
      rest = 0;
    },
  };
}

/** What an answer says of the system itself. A refusal of what was sent is an answer like any other. */
async function report(gate: Gate, reply: HttpReply, name: string, probe: boolean): Promise<void> {
  const seconds = reply.status === 429 || reply.status === 503 ? retryAfterSeconds(reply, Date.now()) : undefined;
  if (seconds) await gate.tell((shared) => shared.paused(seconds));
  if (reply.status >= 500) await gate.tell((shared) => shared.failed(`“${name}” answered ${reply.status}.`, probe));
  else if (probe || !gate.calm()) await gate.tell((shared) => shared.answered(probe));
}
