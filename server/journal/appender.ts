import { emptyTally, type MessageState, messageStates, type Tally, worstState } from '#flow/run/status.ts';
import type { Sql } from '../db.ts';
import { type Append, LeaseLost, type Leg, type Outcome } from '../executor/host.ts';
import { type Write, writeAppends } from './append.ts';
import { releaseHeld } from './held.ts';
import { createNews } from './news.ts';
import { refreshRun } from './refresh.ts';
import { createRollUps, type RollUps } from './roll-up.ts';

/**
 * How a worker's legs write. Writes that end while one commit is under way go out together in the next, as at the door.
 * A leg that left messages waiting, or is such a part, is written alone, together with counting its run again.
 */
export interface Appender {
  /** Resolves once it is durable. @throws LeaseLost when the leg is another worker's by now */
  append(leg: Leg, append: Append): Promise<void>;
}

interface Pending extends Write {
  resolve(): void;
  reject(error: unknown): void;
}

const groupWrites = 64;

export function createAppender(sql: Sql, worker: string, rollUps: RollUps = createRollUps()): Appender {
  const news = createNews(sql);
  const written = new WeakMap<Leg, Written>();
  const pending: Pending[] = [];
  let busy = false;

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    while (pending.length > 0) await write(pending.splice(0, groupWrites));
    busy = false;
  }

  async function write(group: Pending[]): Promise<void> {
    try {
      const held = await writeAppends(sql, worker, group, rollUps);
      for (const one of group) {
        const mine = held.has(one.leg.id);
        if (mine) {
          remember(written, one);
          news.tell(one.leg);
        }
        settle(one, mine);
      }
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await write([one]);
    }
  }

  return {
    append(leg, append) {
      const tally = tallyOf(leg, append, written.get(leg));
      if (tally === undefined && (append.finish || append.waits.length > 0))
        return writeAlone(sql, worker, { leg, append }, rollUps).then(() => news.tell(leg));
      return new Promise((resolve, reject) => {
        pending.push({ leg, append, tally, resolve, reject });
        void pump();
      });
    },
  };
}

function settle({ leg, resolve, reject }: Pending, held: boolean): void {
  if (!held) {
    reject(new LeaseLost(leg));
    return;
  }
  leg.rows += 1;
  resolve();
}

async function writeAlone(sql: Sql, worker: string, { leg, append }: Write, rollUps: RollUps): Promise<void> {
  const counting = rollUps.inTransaction();
  await sql.begin(async (tx) => {
    const transaction = tx as unknown as Sql;
    await transaction`select pg_advisory_xact_lock(hashtextextended(${leg.run}, 0))`;
    const held = await writeAppends(transaction, worker, [{ leg, append }], counting);
    if (!held.has(leg.id)) throw new LeaseLost(leg);
    if (append.disown) await disown(transaction, leg);
    if (append.finish) await refreshRun(transaction, leg.run, leg.place, leg.kind === 'replay');
    if (append.finish && leg.holdKey !== undefined)
      await releaseHeld(transaction, { flow: leg.flow, holdKey: leg.holdKey });
  });
  counting.committed();
  leg.rows += 1;
}

async function disown(sql: Sql, { id, run, place }: Leg): Promise<void> {
  await sql`
    update outcome set live = null
    where keep = ${place.keep} and day = ${place.day} and run = ${run} and live = ${id} and state not in ('in-flight', 'parked')`;
}

/** What this worker wrote of a leg before its last write. */
interface Written {
  rows: number;
  outcomes: Outcome[];
}

/** Only of a leg of which nothing waits and nothing is parked yet: from then on a person or another leg may change it. */
function remember(written: WeakMap<Leg, Written>, { leg, append }: Write): void {
  if (append.finish || append.waits.length > 0 || append.parked.length > 0) return;
  const before = written.get(leg) ?? { rows: 0, outcomes: [] };
  written.set(leg, { rows: before.rows + 1, outcomes: [...before.outcomes, ...append.outcomes] });
}

/** The run's counts, where this worker alone wrote all that ever happened in it: a whole run, nothing waiting. */
function tallyOf(leg: Leg, append: Append, written: Written = { rows: 0, outcomes: [] }): Tally | undefined {
  if (!append.finish || leg.kind !== 'origin' || leg.rows !== written.rows || leg.fence > 1 || append.waits.length > 0)
    return undefined;
  const legs = new Map<string, MessageState[]>(leg.messages.map((message) => [message.id, []]));
  for (const { root, state } of [...written.outcomes, ...append.outcomes])
    if (isMessageState(state)) legs.get(root)?.push(state);
  const tally = { ...emptyTally(), received: leg.messages.length };
  for (const states of legs.values()) if (states.length > 0) tally[worstState(states)] += 1;
  return tally;
}

function isMessageState(state: string): state is MessageState {
  return (messageStates as readonly string[]).includes(state);
}
