import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../db.ts';
import { type Bench, openBench } from '../testing/executor-bench.ts';
import { claim, firstFlow, wholeShare } from './claim.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.db.sql`delete from run_live`;
});
afterAll(() => bench.close());

const worker = () => crypto.randomUUID();
const flows = Array.from({ length: 4 }, () => crypto.randomUUID()).sort();

/** So many legs of a flow; with `lanes`, spread over so many lanes. */
async function queue(flow: string, n: number, more: { lanes?: number; due?: string } = {}): Promise<void> {
  const { lanes = 0, due = '0 seconds' } = more;
  await bench.db.sql`
    insert into run_live (workspace, flow, version, run, keep, day, kind, from_node, started_by, n, due_at, lane)
    select ${bench.workspace}, ${flow}, 1, gen_random_uuid(), 30, current_date, 'retry', 'put', 'test', 1, now() + ${due}::interval - (${n} - i) * interval '1 millisecond',
      case when ${lanes} > 0 then 'k' || (i % ${Math.max(1, lanes)}) end
    from generate_series(1, ${n}) i`;
}

const claimedOf = async (share: Parameters<typeof claim>[2]) => {
  const { legs } = await claim(bench.db.sql, worker(), share);
  return flows.map((flow) => legs.filter((leg) => leg.flow === flow).length);
};

describe('a claim', () => {
  it('takes of each flow its share, however long the backlog of one is', async () => {
    const [a = '', b = '', c = ''] = flows;
    await queue(a, 500);
    await queue(b, 3);
    await queue(c, 40);
    expect(await claimedOf(wholeShare(30))).toEqual([10, 3, 10, 0]);
  });

  it('gives a flow that holds its places already no more than are left to it', async () => {
    const [a = '', b = ''] = flows;
    await queue(a, 50);
    await queue(b, 50);
    const running = new Map([[a, 30]]);
    expect(await claimedOf({ most: 20, running, perFlow: 32, after: firstFlow })).toEqual([2, 10, 0, 0]);
    expect(await claimedOf({ most: 8, running: new Map([[a, 32]]), perFlow: 1, after: firstFlow })).toEqual([
      0, 1, 0, 0,
    ]);
  });

  it('begins after the flow where the last one ended, and then from the first again', async () => {
    for (const flow of flows) await queue(flow, 10);
    const me = worker();
    const first = await claim(bench.db.sql, me, wholeShare(2));
    const second = await claim(bench.db.sql, me, { ...wholeShare(2), after: first.after });
    const third = await claim(bench.db.sql, me, { ...wholeShare(2), after: second.after });
    const taken = [first, second, third].map(({ legs }) => legs.map((leg) => flows.indexOf(leg.flow)).sort());
    expect(taken).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
    ]);
  });

  it('passes over what is not due, and what another worker takes at the same moment', async () => {
    const [a = '', b = ''] = flows;
    await queue(a, 5, { due: '1 hour' });
    await queue(b, 40);
    const claims = await Promise.all([1, 2, 3, 4].map(() => claim(bench.db.sql, worker(), wholeShare(10))));
    const ids = claims.flatMap(({ legs }) => legs.map((leg) => leg.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(40);
  });
});

describe('a claim that the database could lose with its own life', () => {
  it.each([
    ['without order', null, 'off'],
    ['of a backlog that keeps none', 'put#3', 'off'],
    ['in order of a key', 'k7', 'on'],
    ['of a backlog in order', 'put#k2', 'on'],
  ])('waits for the disk only where another worker could overtake this one: %s', async (_, lane, waits) => {
    const [a = ''] = flows;
    await queue(a, 2);
    await bench.db.sql`update run_live set lane = ${lane} where id = (select max(id) from run_live)`;
    const told = await bench.db.sql.begin(async (transaction) => {
      const tx = transaction as unknown as Sql;
      await tx`set local synchronous_commit = 'on'`;
      expect((await claim(tx, worker(), wholeShare(10))).legs).toHaveLength(2);
      return tx<{ synchronous_commit: string }[]>`show synchronous_commit`;
    });
    expect(told[0]?.synchronous_commit).toBe(waits);
  });
});

/** Rows of the queue that reading it touched. */
async function touched(work: (sql: Sql) => Promise<unknown>): Promise<number> {
  const sql = await bench.db.sql.reserve();
  const read = async () => {
    await sql`select pg_stat_force_next_flush()`;
    const [row] = await sql<{ n: number }[]>`
      select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_user_tables where relname = 'run_live'`;
    return row?.n ?? 0;
  };
  await read();
  const before = await read();
  await work(sql);
  await read();
  const n = (await read()) - before;
  sql.release();
  return n;
}

describe('reading the queue', () => {
  it.each([
    ['without order', 0],
    ['in lanes', 64],
  ])('touches what it takes and not the backlog, %s', async (_, lanes) => {
    const [a = '', b = ''] = flows;
    await queue(a, 60_000, { lanes });
    await queue(a, 20_000, { lanes, due: '1 hour' });
    await queue(b, 3);
    await bench.db.sql`analyze run_live`;
    const me = worker();
    expect(await touched((sql) => claim(sql, me, wholeShare(20)))).toBeLessThan(1000);
  });
});
