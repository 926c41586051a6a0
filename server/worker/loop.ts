import type { Sql } from '../db.ts';
import { execute } from '../executor/execute.ts';
import { type Host, LeaseLost, type Leg } from '../executor/host.ts';
import type { Plan } from '../executor/plan.ts';
import { claim, reap, release, renew } from '../journal/claim.ts';
import { reasonOf } from '../store/reason.ts';
import { giveUp, holdBack } from './hold-back.ts';

/** A worker's own life: claims legs that are due, runs a few at once, keeps their leases, takes over from dead workers. */
export interface Loop {
  /** Claims nothing more and waits for what runs; after `patienceMs` the rest goes back to the queue. */
  stop(patienceMs: number): Promise<void>;
}

export interface LoopDeps {
  sql: Sql;
  worker: string;
  host: Host;
  plan(leg: Leg): Promise<Plan>;
  log(level: 'info' | 'warn' | 'error', words: string, facts: Record<string, unknown>): void;
}

/** Legs that one worker runs at once. */
export const atOnce = 32;
const idleMs = 500;
const renewMs = 3000;
const reapMs = 1000;
/** After an error that is not the message's fault (the database away, a bug of ours), the leg rests so long. */
const restSeconds = 5;

export async function startLoop({ sql, worker, host, plan, log }: LoopDeps): Promise<Loop> {
  const running = new Map<number, { leg: Leg; done: Promise<void> }>();
  let stopping = false;
  let wake: () => void = () => {};
  const bell = await sql.listen('queue', () => wake());

  async function run(leg: Leg): Promise<void> {
    try {
      const planned = await plan(leg);
      await execute(planned, leg, host).catch((error: unknown) => holdBack(error, planned, leg, host));
    } catch (error) {
      if (error instanceof LeaseLost) return log('warn', error.message, { run: leg.run });
      const facts = { run: leg.run, reason: reasonOf(error) };
      if (await giveUp(error, leg, host).catch(() => false))
        return log('error', 'A run could not go on, and its messages are parked.', facts);
      log('error', 'A run could not go on and will be tried again.', facts);
      await release(sql, worker, leg, restSeconds).catch(() => {});
    }
  }

  async function turn(): Promise<boolean> {
    const free = atOnce - running.size;
    if (free <= 0) return false;
    const legs = await claim(sql, worker, free);
    for (const leg of legs) {
      const done = run(leg).finally(() => {
        running.delete(leg.id);
        wake();
      });
      running.set(leg.id, { leg, done });
    }
    return legs.length > 0;
  }

  async function live(): Promise<void> {
    while (!stopping) {
      const rung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const worked = await turn().catch((error: unknown) => {
        log('warn', 'The queue could not be read.', { reason: reasonOf(error) });
        return false;
      });
      if (!worked && !stopping) await Promise.race([rung, rest(idleMs)]);
    }
  }

  const renewing = setInterval(() => void renew(sql, worker, [...running.keys()]).catch(() => {}), renewMs);
  const reaping = setInterval(
    () =>
      void reap(sql).then(
        (n) => n > 0 && wake(),
        () => {},
      ),
    reapMs,
  );
  const living = live();

  return {
    async stop(patienceMs) {
      stopping = true;
      wake();
      await living;
      await Promise.race([Promise.all([...running.values()].map((one) => one.done)), rest(patienceMs)]);
      clearInterval(renewing);
      clearInterval(reaping);
      await Promise.all([...running.values()].map((one) => release(sql, worker, one.leg)));
      await bell.unlisten();
    },
  };
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
