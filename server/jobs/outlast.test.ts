import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Json, parseJson } from '#flow/json.ts';
import type { Sql } from '../db.ts';
import { claim, release, wholeShare } from '../journal/claim.ts';
import { refreshRun } from '../journal/refresh.ts';
import { discardParked, readParked, retryParked } from '../store/parked.ts';
import { readBodyOf, readJournal, readMessages, readOutcomes, readRuns, type StoredRun } from '../store/runs.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { makeDaysAhead } from './days-ahead.ts';
import { addDays, dayTable, historyTables, shelves } from './history.ts';
import { endOldDays } from './old-days.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const flow = parseJson(readFileSync(path.join(import.meta.dirname, '../executor/scenarios/parked/flow.json'), 'utf8'));

let bench: Bench;
let sql: Sql;
let today: string;
beforeAll(async () => {
  bench = await openBench();
  sql = bench.db.sql;
  const [row] = await sql<{ day: string }[]>`select (now() at time zone 'utc')::date::text as day`;
  today = row?.day ?? '';
  await makeDaysAhead(sql, addDays(today, -1));
});
afterAll(() => bench.close());

const someone = () => ({ workspace: bench.workspace, name: 'someone' });

/** Sends bodies and works until nothing is due. */
async function play(bodies: Json[]): Promise<{ published: Published; run: string }> {
  const published = await bench.publish(flow);
  const { run } = await bench.send(published, bodies);
  await work(published);
  return { published, run };
}

async function work(published: Published): Promise<void> {
  while ((await bench.work(published)) > 0);
}

const parkedOf = (run: string) => readParked(sql, bench.workspace, { run });

async function rowsOf(run: string): Promise<string[]> {
  const rows = await sql<{ at: string }[]>`
    select tableoid::regclass::text as at from message where run = ${run}
    union all select tableoid::regclass::text from run where id = ${run}
    union all select tableoid::regclass::text from journal where run = ${run}
    union all select tableoid::regclass::text from outcome where run = ${run}`;
  return [...new Set(rows.map((row) => row.at))];
}

const tablesOf = (keep: number, day: string) =>
  shelves.filter((shelf) => shelf.keep === keep).map((shelf) => dayTable(shelf, day));

describe('a parked message whose history was dropped', () => {
  it('can be retried, parks again, is retried again under the same key, and sees the time it was accepted', async () => {
    const { published, run } = await play([{ fail: 'reject', times: 2 }]);
    expect((await rowsOf(run)).sort()).toEqual(tablesOf(30, today).sort());
    const [message] = await sql`select received_at from message where run = ${run}`;
    const [before] = await parkedOf(run);

    expect((await endOldDays(sql, addDays(today, 40))).dropped).toEqual(expect.arrayContaining(tablesOf(30, today)));
    expect(await rowsOf(run)).toEqual([]);
    expect(await parkedOf(run)).toEqual([before]);

    expect(await retryParked(sql, someone(), [before?.id ?? ''])).toBe(1);
    const worker = crypto.randomUUID();
    const [leg] = (await claim(sql, worker, wholeShare(1))).legs;
    expect(leg).toMatchObject({ kind: 'replay', run, acceptedAt: message?.received_at.toISOString() });
    if (leg) await release(sql, worker, leg);
    await work(published);
    const [again] = await parkedOf(run);
    expect(again).toMatchObject({ id: before?.id, state: 'parked', body: before?.body });

    expect(await retryParked(sql, someone(), [before?.id ?? ''])).toBe(1);
    await work(published);
    expect(published.arrived).toHaveLength(1);
    expect(await parkedOf(run)).toEqual([]);
    const [kept] = await sql`select state, decided_by, accepted_at from parked where run = ${run}`;
    expect(kept).toEqual({ state: 'retried', decided_by: 'someone', accepted_at: message?.received_at });

    // What the retries wrote of a day that is gone stands in the default partitions until the next turn.
    expect((await rowsOf(run)).every((name) => name.endsWith('_30_rest'))).toBe(true);
    await endOldDays(sql, addDays(today, 40));
    expect(await rowsOf(run)).toEqual([]);
  });

  it('can be set aside', async () => {
    const { run } = await play([{ fail: 'reject' }]);
    await endOldDays(sql, addDays(today, 40));
    expect(await rowsOf(run)).toEqual([]);
    const [row] = await parkedOf(run);
    expect(await discardParked(sql, someone(), [row?.id ?? ''], 'too old')).toBe(1);
    expect(await sql`select state, reason from parked where run = ${run}`).toEqual([
      { state: 'discarded', reason: 'too old' },
    ]);
  });
});

describe('a run’s own day', () => {
  let run: StoredRun;
  let message: string;
  beforeAll(async () => {
    await makeDaysAhead(sql, addDays(today, -1));
    const played = await play([{ fail: 'reject', times: 1 }]);
    run = (await readRuns(sql, { workspace: bench.workspace, id: played.run, most: 1 }))[0] as StoredRun;
    message = (await readMessages(sql, run, 1))[0]?.id ?? '';
  });

  it.each<[string, (tx: Sql) => Promise<unknown>]>([
    ['counting', (tx) => refreshRun(tx, run.id, { keep: run.keep, day: run.day })],
    ['its journal', (tx) => readJournal(tx, run)],
    ['its messages', (tx) => readMessages(tx, run, 10)],
    ['a body', (tx) => readBodyOf(tx, run, message)],
    ['outcomes', (tx) => readOutcomes(tx, run, message)],
  ])('is all that is looked at: %s', async (_, read) => {
    expect(await lookedAt(read)).toEqual(expect.arrayContaining([expect.stringContaining(`_30_`)]));
    expect(tablesOf(run.keep, run.day)).toEqual(expect.arrayContaining(await lookedAt(read)));
  });

  it('is all that a claim looks at: of a new run, of one whose worker died, of a retried message', async () => {
    const claimed = (tx: Sql) => claim(tx, crypto.randomUUID(), wholeShare(10)).then((claimed) => claimed.legs);
    expect(await lookedAt(claimed)).toEqual([]);

    await bench.send(await bench.publish(flow), [{ n: 1 }]);
    expect(await lookedAt(claimed)).toEqual([`message_30_${run.day.replaceAll('-', '_')}`]);
    await sql`update run_live set fence = 1`;
    const ofResumed = await lookedAt(claimed);
    expect(ofResumed).toHaveLength(3);
    expect(tablesOf(run.keep, run.day)).toEqual(expect.arrayContaining(ofResumed));

    await sql`delete from run_live`;
    await retryParked(sql, someone(), [(await parkedOf(run.id))[0]?.id ?? '']);
    const ofRetried = await lookedAt(claimed);
    expect(ofRetried).toHaveLength(2);
    expect(tablesOf(run.keep, run.day)).toEqual(expect.arrayContaining(ofRetried));
  });
});

/** Tables of days and default partitions that a statement planned for: it holds a lock on each. Everything is taken back. */
async function lookedAt(read: (tx: Sql) => Promise<unknown>): Promise<string[]> {
  let names: string[] = [];
  await sql
    .begin(async (transaction) => {
      const tx = transaction as unknown as Sql;
      await read(tx);
      const rows = await tx<{ name: string }[]>`
        select distinct c.relname as name from pg_locks l join pg_class c on c.oid = l.relation
        where l.pid = pg_backend_pid() and c.relkind = 'r' and c.relispartition and c.relname ~ ${`^(${historyTables.join('|')})_`}
        order by 1`;
      names = rows.map((row) => row.name);
      throw new TakenBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
  return names;
}

class TakenBack extends Error {}
