import type { Sql } from '../db.ts';
import { execute } from '../executor/execute.ts';
import { type Host, LeaseLost, type Leg } from '../executor/host.ts';
import type { Plan } from '../executor/plan.ts';
import { claim, firstFlow, reap, release } from '../journal/claim.ts';
import { releaseHeld } from '../journal/held.ts';
import { reasonOf } from '../store/reason.ts';
import { giveUp, isolate } from './give-up.ts';
import { holdBack } from './hold-back.ts';
import { type Lease, monotonic } from './lease.ts';

/** A worker's own life: claims legs that are due, runs a few at once, keeps their leases, takes over from dead workers. */
export interface Loop {
  /** Claims nothing more and waits for what runs; after `patienceMs` the rest goes back to the queue. */
  stop(patienceMs: number): Promise<void>;
}

export interface LoopDeps {
  sql: Sql;
  worker: string;
  host: Host;
  lease: Lease;
  plan(leg: Leg): Promise<Plan>;
  /** Where the disk of the database is known: nothing is claimed while it is nearly full. */
  room?: { scarce(): boolean };
  log(level: 'info' | 'warn' | 'error', words: string, facts: Record<string, unknown>): void;
}

/** Legs that one worker runs at once, and of one flow. */
export const atOnce = 40;
export const perFlow = 32;
/** The last few places are for flows of which nothing runs yet, so that no flow is shut out by slow ones. */
const reserved = atOnce - perFlow;
const idleMs = 500;
/** While there is work the queue is asked more often, for what no bell rings for: a retry that is due, a freed lane. */
const busyMs = 8;
/** Claims of a busy worker are so far apart at least: what ends and arrives meanwhile goes in one. Half of it costs a third more CPU. */
const gapMs = 8;
const busyForMs = 250;
const reapMs = 1000;
/**
 * A leg that so many workers ended with may be what ends them (its batch fills the heap): it runs while no other suspect
 * does, and after some more its messages are tried one by one.
 */
const suspectAfter = 3;
const isolatedAfter = 6;
const suspectRestSeconds = 2;
/** After an error that is not the message's fault (the database away, a bug of ours), the leg rests so long. */
const restSeconds = 5;

export async function startLoop({ sql, worker, host, lease, plan, room, log }: LoopDeps): Promise<Loop> {
  const running = new Map<number, { leg: Leg; done: Promise<void> }>();
  let after = firstFlow;
  let workedAt = 0;
  /** At the last claim there was no place for more: what ends makes one. */
  let full = false;
  let stopping = false;
  let wake: () => void = () => {};
  const bell = await sql.listen('queue', () => wake());

  async function run(leg: Leg): Promise<void> {
    try {
      if ((leg.lost ?? 0) >= isolatedAfter && (await isolate(leg, host)))
        return log('error', 'A run ended its workers several times; its messages are tried one by one, or parked.', {
          run: leg.run,
        });
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

  const isUnderWay = (leg: Leg) => running.has(leg.id);

  async function turn(): Promise<boolean> {
    const free = atOnce - running.size;
    full = free <= 0;
    if (full || room?.scarce()) return false;
    const sentAt = monotonic();
    const flows = Map.groupBy(running.values(), ({ leg }) => leg.flow);
    const most = free > reserved ? free - reserved : free;
    const claimed = await claim(sql, worker, {
      most,
      running: new Map([...flows].map(([flow, legs]) => [flow, legs.length])),
      perFlow: free > reserved ? perFlow : 1,
      after,
    });
    after = claimed.after;
    full = claimed.legs.length >= most || [...flows.values()].some((of) => of.length >= perFlow);
    for (const { run, error } of claimed.unreadable)
      log('error', 'A run in the queue cannot be read and rests.', { run, reason: reasonOf(error) });
    if (claimed.legs.length === 0) return false;
    workedAt = sentAt;
    // A leg that runs here already was claimed before the database died, which forgot it: it begins anew when that has ended.
    const [again, fresh] = [claimed.legs.filter(isUnderWay), claimed.legs.filter((leg) => !isUnderWay(leg))];
    for (const leg of again) await release(sql, worker, leg, restSeconds);
    lease.begin(
      fresh.map((leg) => leg.id),
      sentAt,
    );
    for (const leg of fresh) {
      const suspect = (leg.lost ?? 0) >= suspectAfter;
      if (suspect && [...running.values()].some((one) => (one.leg.lost ?? 0) >= suspectAfter)) {
        await release(sql, worker, leg, suspectRestSeconds);
        lease.end(leg.id);
        continue;
      }
      const done = run(leg).finally(() => {
        running.delete(leg.id);
        lease.end(leg.id);
        if (full || leg.lane !== undefined || leg.holdKey !== undefined) wake();
      });
      running.set(leg.id, { leg, done });
    }
    return true;
  }

  async function live(): Promise<void> {
    while (!stopping) {
      const rung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const began = monotonic();
      const worked = await turn().catch((error: unknown) => {
        log('warn', 'The queue could not be read.', { reason: reasonOf(error) });
        return false;
      });
      if (stopping) break;
      if (!worked) await Promise.race([rung, rest(monotonic() - workedAt < busyForMs ? busyMs : idleMs)]);
      const early = began + gapMs - monotonic();
      if (early > 0 && running.size > 0) await rest(early);
    }
  }

  const reaping = setInterval(() => {
    void Promise.all([reap(sql), releaseHeld(sql)]).then(
      (freed) => freed.some((n) => n > 0) && wake(),
      () => {},
    );
  }, reapMs);
  const living = live();

  return {
    async stop(patienceMs) {
      stopping = true;
      wake();
      await living;
      await Promise.race([Promise.all([...running.values()].map((one) => one.done)), rest(patienceMs)]);
      clearInterval(reaping);
      await Promise.all([...running.values()].map((one) => release(sql, worker, one.leg)));
      await lease.stop();
      await bell.unlisten();
    },
  };
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
