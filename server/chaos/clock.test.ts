import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type App, openApp } from '../testing/app.ts';
import { drawLane, type Lane, ledgerOf, post, runDry } from './testing/lanes.ts';
import { openSink, type Sink } from './testing/sink.ts';

/**
 * The clock of web process and worker jumps, forth and back, by a day and more. Leases, dues and days of history go by the
 * database's clock, so nothing is begun twice, nothing early, and nothing lost.
 */
let app: App;
let sink: Sink;
let lane: Lane;
let n = 0;
beforeAll(async () => {
  [app, sink] = await Promise.all([openApp(), openSink()]);
});
afterAll(async () => {
  await app.close();
  sink.close();
});
beforeEach(async () => {
  lane = await drawLane(app, sink, `clock-${++n}`, 'keyed', 10);
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => void vi.useRealTimers());

const hour = 3_600_000;
const jump = (hours: number) => void vi.setSystemTime(Date.now() + hours * hour);
const acts = (order: string) => sink.acts.get(`${lane.path} ${order}`);

it.each([26, -26, 24 * 400])(
  'a run that is under way when the clock jumps by %i hours is not begun again',
  async (hours) => {
    sink.slowMs = 1300;
    expect((await post(lane, { order: 'one' })).status).toBe(200);
    await expect
      .poll(
        async () => (await app.db.sql`select 1 from run_live where flow = ${lane.flow} and state = 'running'`).length,
      )
      .toBe(1);
    jump(hours);
    // It takes longer than it takes others to look for dead workers.
    await expect.poll(() => acts('one'), { timeout: 10_000 }).toBe(1);
    await runDry(app, [lane]);
    sink.slowMs = 0;
    vi.useRealTimers();
    expect(acts('one')).toBe(1);
    const rows = await app.db.sql`
    select j.fence from journal j join run r on r.id = j.run where r.flow = ${lane.flow}`;
    expect(rows.map((row) => row.fence)).toEqual(rows.map(() => 1));
    expect(await ledgerOf(app, lane)).toEqual({ received: 1, delivered: 1, parked: 0, filtered: 0 });
  },
);

it('a message that waits is not tried before its time because a clock is fast, nor stuck because it is slow', async () => {
  expect((await post(lane, { order: 'late', mood: 429 })).status).toBe(200);
  const waiting = async () =>
    app.db.sql<{ seconds: number; state: string }[]>`
      select extract(epoch from due_at - now())::float8 as seconds, state from run_live where flow = ${lane.flow}`;
  await expect.poll(async () => (await waiting())[0]?.seconds ?? 0, { timeout: 10_000 }).toBeGreaterThan(60);
  jump(48);
  await app.db.sql`select pg_notify('queue', '')`;
  await app.settled();
  expect(await waiting()).toMatchObject([{ state: 'queued' }]);
  expect(acts('late')).toBeUndefined();
  jump(-96);
  await runDry(app, [lane]);
  vi.useRealTimers();
  expect(acts('late')).toBe(1);
  expect(await ledgerOf(app, lane)).toEqual({ received: 1, delivered: 1, parked: 0, filtered: 0 });
});

it('what is accepted under a wrong clock is found, counted, and suppressed when it comes again', async () => {
  for (const hours of [30, -60, 24 * 40]) {
    jump(hours);
    expect(JSON.parse((await post(lane, { order: `at ${hours}` })).words)).toMatchObject({ accepted: 1 });
    jump(1);
    expect(JSON.parse((await post(lane, { order: `at ${hours}` })).words)).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
  }
  await runDry(app, [lane]);
  vi.useRealTimers();
  for (const hours of [30, -60, 24 * 40]) {
    expect(acts(`at ${hours}`)).toBe(1);
    const [run] = (await app.call.runs.list({ key: `at ${hours}` })).runs;
    expect(run?.tally).toMatchObject({ received: 1, delivered: 1 });
    const { messages } = await app.call.runs.get({ id: run?.id ?? '' });
    const told = await app.call.runs.message({ run: run?.id ?? '', message: messages[0]?.id ?? '' });
    expect(told).toMatchObject({ state: 'delivered' });
  }
  expect(await ledgerOf(app, lane)).toEqual({ received: 3, delivered: 3, parked: 0, filtered: 0 });
});
