import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseJson } from '#flow/json.ts';
import type { Plan } from '../executor/plan.ts';
import { claim, renew, wholeShare } from '../journal/claim.ts';
import type { Outside } from '../outside/outside.ts';
import { readParked, retryParked } from '../store/parked.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { createHost } from './host.ts';
import { keepLease } from './lease.ts';
import { type Loop, perFlow, startLoop } from './loop.ts';

vi.setConfig({ testTimeout: 30_000 });

let bench: Bench;
let published: Published;
const loops: Loop[] = [];
const logged: string[] = [];
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  // start ──▶ put ──▶ read
  const scenario = path.join(import.meta.dirname, '../executor/scenarios/retry-after/flow.json');
  published = await bench.publish(parseJson(readFileSync(scenario, 'utf8')));
});
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop(0)));
  await bench.db.sql`delete from run_live`;
});
afterAll(() => bench.close());

const nowhere: Pick<Outside, 'connect'> = {
  connect: async () => ({
    connection: { id: '', name: '', address: '', sandbox: false, settings: {}, secrets: {} },
    http: () => Promise.reject(new Error('There is no network here.')),
    token: async () => '',
    cached: (_name, _seconds, read) => read(),
    now: Date.now,
    log: () => {},
  }),
};

async function start(plan: () => Promise<Plan> = async () => published.plan, worker = crypto.randomUUID()) {
  const { sql } = bench.db;
  const host = createHost({ sql, worker, outside: nowhere as Outside, zone: async () => 'UTC' });
  const log = (level: string, words: string) => void logged.push(`${level}: ${words}`);
  const lease = keepLease(bench.db.url, worker, () => {});
  const loop = await startLoop({ sql, worker, host, lease, plan, log });
  loops.push(loop);
  return loop;
}

const queue = () => bench.db.sql`
  select state, owner, (due_at > now() + interval '1 second') as later from run_live order by id`;
const untilEmpty = () => expect.poll(queue, { timeout: 20_000 }).toEqual([]);

describe('a worker’s loop', () => {
  it('runs what is queued when it begins, and what comes later at once', async () => {
    await bench.send(published, [{ n: 1 }]);
    await start();
    await untilEmpty();
    await bench.send(published, [{ n: 2 }]);
    await untilEmpty();
    expect(published.arrived.filter((one) => one.node === 'put').map((one) => one.body)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('runs a number of one flow at once and no more', async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    for (let n = 0; n < perFlow + 4; n++) await bench.send(published, [{ n }]);
    await start(async () => {
      begun += 1;
      await gate.promise;
      return published.plan;
    });
    await expect.poll(async () => (await queue()).filter((leg) => leg.state === 'running').length).toBe(perFlow);
    await expect.poll(() => begun).toBe(perFlow);
    gate.resolve();
    await untilEmpty();
    expect(begun).toBe(perFlow + 4);
  });

  it('lets a run rest that failed by no fault of its messages, says so, and tries it again', async () => {
    let broken = true;
    await start(async () => {
      if (broken) throw new Error('the version cannot be read');
      return published.plan;
    });
    const { run } = await bench.send(published, [{ n: 1 }]);
    await expect.poll(queue).toEqual([{ state: 'queued', owner: null, later: true }]);
    expect(logged.at(-1)).toBe('error: A run could not go on and will be tried again.');
    broken = false;
    await bench.makeDue();
    await untilEmpty();
    expect(await bench.happened(published, run)).toMatchObject({
      status: 'done',
      tally: { received: 1, delivered: 1 },
    });
  });

  it('parks what fails at every try, so that a person sees it and can retry it', async () => {
    const { sql } = bench.db;
    let broken = true;
    const { run } = await bench.send(published, [{ n: 1 }, { n: 2 }]);
    await sql`update run_live set fence = 9`;
    await start(async () => {
      if (broken) throw new Error('the version cannot be read');
      return published.plan;
    });
    await untilEmpty();
    expect(await bench.happened(published, run)).toMatchObject({
      status: 'failed',
      tally: { received: 2, parked: 2 },
      legs: [['failed: This failed 10 times in a way it should not. Last: the version cannot be read']],
    });
    broken = false;
    const parked = await readParked(sql, bench.workspace, { run });
    const person = { workspace: bench.workspace, name: 'a person' };
    expect(
      await retryParked(
        sql,
        person,
        parked.map((one) => one.id),
      ),
    ).toBe(2);
    await untilEmpty();
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 2 } });
  });

  it('does not park what the database or the network is to blame for', async () => {
    await bench.send(published, [{ n: 1 }]);
    await bench.db.sql`update run_live set fence = 99`;
    await start(async () => {
      throw Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });
    });
    await expect.poll(queue).toEqual([{ state: 'queued', owner: null, later: true }]);
  });

  it('that stops finishes what it runs, and hands back what takes too long', async () => {
    const gate = Promise.withResolvers<Plan>();
    const loop = await start(() => gate.promise);
    const { run } = await bench.send(published, [{ n: 1 }]);
    await expect.poll(async () => (await queue())[0]?.state).toBe('running');
    await loop.stop(0);
    expect(await queue()).toEqual([{ state: 'queued', owner: null, later: false }]);
    await start();
    await untilEmpty();
    gate.resolve(published.plan); // the first one goes on too late, and can write nothing
    await expect.poll(() => logged.at(-1)).toMatch(/^warn: .*taken over by another worker/);
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });

  it('takes over from a worker that died', async () => {
    const { run } = await bench.send(published, [{ n: 1 }]);
    expect((await claim(bench.db.sql, crypto.randomUUID(), wholeShare(1))).legs).toHaveLength(1);
    await bench.db.sql`update run_live set lease_until = now() - interval '1 second'`;
    await start();
    await untilEmpty();
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });
});

describe('renewing', () => {
  it('keeps what runs, and lets lapse what was claimed and lost sight of', async () => {
    const { sql } = bench.db;
    const worker = crypto.randomUUID();
    await bench.send(published, [{ n: 1 }]);
    await bench.send(published, [{ n: 2 }]);
    const [runs, lost] = (await claim(sql, worker, wholeShare(2))).legs;
    await sql`update run_live set lease_until = now() - interval '1 second'`;
    await renew(sql, worker, [runs?.id ?? 0]);
    const lapsed = await sql`select id from run_live where lease_until < now()`;
    expect(lapsed.map((row) => Number(row.id))).toEqual([lost?.id]);
  });
});
