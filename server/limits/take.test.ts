import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Allowed } from '#flow/limits.ts';
import { type Database, openDatabase } from '../db.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { breaker, type Shared, sharedOf, type Wish } from './shared.ts';

/** What workers share, by the database's clock; time passes by moving what is stored into the past. */
let database: TestDatabase;
let db: Database;
const workspace = crypto.randomUUID();
let connection: string;
let worker: () => Shared;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 8);
});
beforeEach(() => {
  connection = crypto.randomUUID();
  worker = () => sharedOf(db.sql, crypto.randomUUID(), workspace, connection);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const minute = (calls: number): Allowed[] => [{ per: 'minute', calls }];
const atOnce = (calls: number): Allowed[] => [{ per: 'concurrent', calls }];
const wish = (limits: Allowed[], more: Partial<Wish> = {}): Wish => ({
  ...{ limits, needs: [1], spare: 0, busy: 0, slots: 0, person: false },
  ...more,
});
const ones = (n: number) => Array.from({ length: n }, () => 1);

async function passes(seconds: number): Promise<void> {
  const { sql } = db;
  const by = sql`make_interval(secs => ${seconds})`;
  await sql`update connection_spent set at = at - ${by} where connection = ${connection} and per <> 'day'`;
  await sql`update connection_slot set until = until - ${by} where connection = ${connection}`;
  await sql`
    update connection_use set open_until = open_until - ${by}, probe_until = probe_until - ${by},
      blocked_until = blocked_until - ${by}, promised_until = promised_until - ${by} where connection = ${connection}`;
}

describe('calls a minute', () => {
  it('are never more than the limit, however many workers ask at once', async () => {
    const workers = ones(6).map(() => worker());
    const taken = await Promise.all(ones(60).map((_, i) => workers[i % 6]?.take(wish(minute(60), { needs: ones(3) }))));
    expect(taken.reduce((sum, one) => sum + (one?.granted ?? 0), 0)).toBe(60);
    expect(taken.filter((one) => one?.reason === 'minute')).toHaveLength(40);
  });

  it('come back a minute and a moment after they were taken, each in its turn', async () => {
    const one = worker();
    await one.take(wish(minute(10), { needs: ones(4) }));
    await passes(30);
    await one.take(wish(minute(10), { needs: ones(6) }));
    const none = await one.take(wish(minute(10)));
    expect(none).toMatchObject({ granted: 0, reason: 'minute' });
    expect(none.freeMs).toBeGreaterThan(28_000);
    expect(none.freeMs).toBeLessThanOrEqual(32_000);
    await passes(29);
    expect(await one.take(wish(minute(10)))).toMatchObject({ granted: 0 });
    await passes(4);
    expect(await one.take(wish(minute(10), { needs: ones(10) }))).toMatchObject({ granted: 4, reason: 'minute' });
  });

  it('are given to each message whole, from the front', async () => {
    const taken = await worker().take(wish(minute(8), { needs: [3, 3, 3, 1] }));
    expect(taken).toMatchObject({ granted: 6, reason: 'minute' });
  });

  it('go to others when a worker needs few: it takes a slice more at the most', async () => {
    const [modest, busy] = [worker(), worker()];
    expect(await modest.take(wish(minute(60), { spare: 6 }))).toMatchObject({ granted: 7 });
    expect(await busy.take(wish(minute(60), { needs: ones(60) }))).toMatchObject({ granted: 53 });
  });

  it('count as changed at once when the limit is edited', async () => {
    const one = worker();
    await one.take(wish(minute(10), { needs: ones(10) }));
    expect(await one.take(wish(minute(10)))).toMatchObject({ granted: 0 });
    expect(await one.take(wish(minute(30), { needs: ones(30) }))).toMatchObject({ granted: 20 });
    expect(await one.take(wish(minute(5)))).toMatchObject({ granted: 0, reason: 'minute' });
  });
});

describe('several limits', () => {
  it('all hold, and the one that lasts longest is named', async () => {
    const limits: Allowed[] = [
      { per: 'second', calls: 2 },
      { per: 'day', calls: 3 },
    ];
    const one = worker();
    expect(await one.take(wish(limits, { needs: ones(3) }))).toMatchObject({ granted: 2, reason: 'second' });
    await passes(2);
    const taken = await one.take(wish(limits, { needs: ones(2) }));
    expect(taken).toMatchObject({ granted: 1, reason: 'day' });
    const [row] = await db.sql<{ ms: number }[]>`
      select extract(epoch from date_trunc('day', now(), 'UTC') + interval '1 day' - now())::float8 * 1000 as ms`;
    expect(Math.abs(taken.freeMs - (row?.ms ?? 0))).toBeLessThan(5000);
  });

  it('of a day begin again with the next day of UTC', async () => {
    const limits: Allowed[] = [{ per: 'day', calls: 2 }];
    const one = worker();
    await one.take(wish(limits, { needs: ones(2) }));
    await db.sql`update connection_spent set at = at - interval '1 day' where connection = ${connection}`;
    expect(await one.take(wish(limits, { needs: ones(2) }))).toMatchObject({ granted: 2, reason: null });
  });
});

describe('calls at once', () => {
  it('are shared out, and never more than the limit', async () => {
    const workers = ones(4).map(() => worker());
    const taken = await Promise.all(workers.map((one) => one.take(wish(atOnce(5), { needs: ones(3), slots: 3 }))));
    expect(taken.reduce((sum, one) => sum + one.held, 0)).toBe(5);
    expect(taken.some((one) => one.reason === 'concurrent')).toBe(true);
  });

  it('of a worker that died are free once its lease has run out', async () => {
    const [dead, living] = [worker(), worker()];
    expect(await dead.take(wish(atOnce(5), { needs: ones(5), slots: 5 }))).toMatchObject({ held: 5 });
    expect(await living.take(wish(atOnce(5), { slots: 1 }))).toMatchObject({ held: 0, reason: 'concurrent' });
    await passes(11);
    expect(await living.take(wish(atOnce(5), { needs: ones(5), slots: 5 }))).toMatchObject({ held: 5, reason: null });
  });

  it('of a worker that lives stay its own', async () => {
    const [first, second] = [worker(), worker()];
    await first.take(wish(atOnce(2), { needs: ones(2), slots: 2 }));
    await passes(9);
    await first.take(wish(atOnce(2), { needs: [], busy: 2, slots: 2 }));
    await passes(9);
    expect(await second.take(wish(atOnce(2), { slots: 1 }))).toMatchObject({ held: 0 });
  });

  it('are left to others beyond one’s share, as soon as they lack', async () => {
    const [greedy, late] = [worker(), worker()];
    await greedy.take(wish(atOnce(5), { needs: ones(5), slots: 20 }));
    await late.take(wish(atOnce(5), { needs: ones(4), slots: 4 }));
    expect(await greedy.take(wish(atOnce(5), { needs: ones(9), busy: 5, slots: 20 }))).toMatchObject({
      held: 3,
      granted: 0,
    });
    expect(await late.take(wish(atOnce(5), { needs: ones(4), slots: 4 }))).toMatchObject({ held: 0 });
    expect(await greedy.take(wish(atOnce(5), { needs: ones(9), busy: 3, slots: 20 }))).toMatchObject({ held: 3 });
    expect(await late.take(wish(atOnce(5), { needs: ones(4), slots: 4 }))).toMatchObject({ held: 2, granted: 2 });
  });
});

describe('a pause that the system asked for', () => {
  it('holds for every worker, the longest of them, and ends', async () => {
    const [told, other] = [worker(), worker()];
    await Promise.all([told.paused(60), told.paused(20)]);
    const held = await other.take(wish([]));
    expect(held).toMatchObject({ granted: 0, reason: 'paused', calm: false });
    expect(held.freeMs).toBeGreaterThan(58_000);
    await passes(61);
    expect(await other.take(wish([]))).toMatchObject({ granted: 1, reason: null, calm: true });
  });

  it('is no longer than a day, whatever was asked for', async () => {
    await worker().paused(1e12);
    expect((await worker().take(wish([]))).freeMs).toBeLessThanOrEqual(86_400_000);
  });
});

describe('the breaker', () => {
  const fail = async (times: number) => {
    for (const _ of ones(times)) await worker().failed('nobody answered', false);
  };

  it('stays closed while failures are not in a row, whoever met them', async () => {
    await fail(breaker.failures - 1);
    await worker().answered(false);
    await fail(breaker.failures - 1);
    expect(await worker().take(wish([]))).toMatchObject({ granted: 1, reason: null, calm: false });
  });

  it('opens for all, lets one through after its time, and closes when that one is answered', async () => {
    await fail(breaker.failures);
    expect(await worker().take(wish([]))).toMatchObject({ granted: 0, reason: 'open', words: 'nobody answered' });
    await passes(breaker.seconds + 1);
    const turns = await Promise.all(ones(5).map(() => worker().take(wish([], { needs: ones(4) }))));
    expect(turns.filter((one) => one.probe)).toMatchObject([{ granted: 1, probe: true }]);
    expect(turns.filter((one) => !one.probe)).toMatchObject(ones(4).map(() => ({ granted: 0, reason: 'probing' })));
    await worker().answered(false); // a straggler from before it opened says nothing about now
    expect(await worker().take(wish([]))).toMatchObject({ granted: 0 });
    await worker().answered(true);
    expect(await worker().take(wish([], { needs: ones(4) }))).toMatchObject({ granted: 4, calm: true });
  });

  it('opens again for longer each time the one fails', async () => {
    await fail(breaker.failures);
    const waits: number[] = [];
    for (const _ of ones(7)) {
      const { freeMs } = await worker().take(wish([]));
      waits.push(Math.round(freeMs / 1000));
      await passes(freeMs / 1000 + 1);
      expect(await worker().take(wish([]))).toMatchObject({ probe: true });
      await worker().failed('still nobody', true);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });

  it('lets another one try when the first died', async () => {
    await fail(breaker.failures);
    await passes(breaker.seconds + 1);
    expect(await worker().take(wish([]))).toMatchObject({ probe: true });
    expect(await worker().take(wish([]))).toMatchObject({ reason: 'probing' });
    await passes(46);
    expect(await worker().take(wish([]))).toMatchObject({ probe: true });
  });

  it('lets a person through, whose call closes it', async () => {
    await fail(breaker.failures);
    expect(await worker().take(wish([], { person: true }))).toMatchObject({ granted: 1, probe: true, reason: null });
    await worker().answered(true);
    expect(await worker().take(wish([]))).toMatchObject({ granted: 1, calm: true });
  });
});

describe('times to come back', () => {
  it('are given out one after the other to all workers', async () => {
    await worker().take(wish([]));
    const starts = await Promise.all(ones(4).map(() => worker().promise(60_000, 10_000)));
    expect(starts.map((ms) => Math.round(ms / 1000)).sort()).toEqual([60, 70, 80, 90]);
  });
});
