import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnFlow } from '../testing/drawn-flow.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { countParked, discardParked, readParked, retryParked } from './parked.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const person = () => ({ workspace: bench.workspace, name: 'a person' });

/** Messages that the target refused, each in a run of its own. */
async function parkMany(n: number): Promise<{ published: Published; ids: string[] }> {
  const published = await bench.publish(drawnFlow('start>put'));
  const [made] = await bench.db.sql<{ ids: string[] }[]>`
    with
    m as (
      insert into message (keep, day, id, workspace, flow, trigger, run, seq, headers, body)
      select 30, '2026-11-23', 'm' || i || ${published.flow}, ${bench.workspace}, ${published.flow}, ${published.trigger}, gen_random_uuid(), 0, '{}', '{}'
      from generate_series(1, ${n}) i returning *
    ),
    o as (
      insert into outcome (keep, day, message, leg, node, workspace, run, state)
      select keep, day, id, id, 'put', workspace, run, 'parked' from m
    ),
    r as (
      insert into run (keep, day, id, workspace, flow, version, trigger, mode, status, started_by, received, parked, accepted_at)
      select keep, day, run, workspace, flow, 1, trigger, 'live', 'done', 'test', 1, 1, now() from m
    ),
    p as (
      insert into parked (id, workspace, flow, version, node, run, keep, day, message, root, parents, headers, body, trouble)
      select gen_random_uuid(), workspace, flow, 1, 'put', run, keep, day, id, id, '{}', headers, body, '{"class":"rejected"}' from m returning id
    )
    select array_agg(id::text) as ids from p`;
  return { published, ids: made?.ids ?? [] };
}

/** The same database, counting what is asked of it. */
function counting() {
  let statements = 0;
  const sql = postgres(bench.db.url, { max: 1, debug: () => (statements += 1) });
  return { sql, statements: () => statements };
}

describe('thousands of parked messages', () => {
  it('are retried in sets, and every run’s count follows', async () => {
    const { published, ids } = await parkMany(2300);
    const { sql, statements } = counting();
    expect(await retryParked(sql, person(), [...ids, ...ids.slice(0, 5), crypto.randomUUID()])).toBe(2300);
    expect(statements()).toBeLessThan(60);
    expect(await retryParked(sql, person(), ids)).toBe(0);
    const [live] = await sql`
      select count(*)::int as legs, count(distinct run)::int as runs, (select count(*)::int from waiting w join run_live l on l.id = w.live where flow = ${published.flow}) as messages
      from run_live where flow = ${published.flow}`;
    expect(live).toEqual({ legs: 2300, runs: 2300, messages: 2300 });
    const counts =
      await sql`select status, parked, count(*)::int as n from run where flow = ${published.flow} group by 1, 2`;
    expect([...counts]).toEqual([{ status: 'waiting', parked: 0, n: 2300 }]);
    const [logged] = await sql`select count(*)::int as n from change_log where action = 'parked.retry'`;
    expect(logged).toEqual({ n: 2300 });
    await sql`delete from run_live`;
    await sql.end();
  });

  it('are set aside in sets', async () => {
    const { published, ids } = await parkMany(1100);
    const { sql, statements } = counting();
    expect(await discardParked(sql, person(), ids, 'a test')).toBe(1100);
    expect(statements()).toBeLessThan(60);
    const counts =
      await sql`select status, parked, discarded, count(*)::int as n from run where flow = ${published.flow} group by 1, 2, 3`;
    expect([...counts]).toEqual([{ status: 'done', parked: 0, discarded: 1, n: 1100 }]);
    await sql.end();
  });

  it('are listed page by page without a gap or a repeat, and counted', async () => {
    const { published, ids } = await parkMany(1203);
    const { flow } = published;
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await readParked(bench.db.sql, bench.workspace, { flow, cursor });
      pages.push(page.map((row) => row.id));
      cursor = page.at(-1)?.cursor;
    } while (cursor !== undefined);
    expect(pages.map((page) => page.length)).toEqual([500, 500, 203, 0]);
    expect(new Set(pages.flat())).toEqual(new Set(ids));
    expect(await countParked(bench.db.sql, bench.workspace, flow)).toBe(1203);
    expect(await countParked(bench.db.sql, crypto.randomUUID(), flow)).toBe(0);
  });
});
