import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, openApp } from '../testing/app.ts';
import { drawLane, type Lane, ledgerOf, post, postUntilTaken, runDry } from './testing/lanes.ts';
import { type OwnPostgres, ownPostgres } from './testing/postgres.ts';
import { openSink, type Sink } from './testing/sink.ts';

/** The database goes away while the house is at work, and comes back at its address. */
let postgres: OwnPostgres;
let app: App;
let sink: Sink;
let keyed: Lane;
let unsafe: Lane;
beforeAll(async () => {
  [postgres, sink] = await Promise.all([ownPostgres(), openSink()]);
  app = await openApp({ on: { url: postgres.url, drop: postgres.drop } });
  keyed = await drawLane(app, sink, 'database', 'keyed');
  unsafe = await drawLane(app, sink, 'database', 'unsafe');
}, 120_000);
afterAll(async () => {
  await app.close();
  sink.close();
});

const numbered = (from: number, n: number) => Array.from({ length: n }, (_, i) => `o${from + i}`);
const actsOf = (lane: Lane, orders: string[]) => orders.map((order) => sink.acts.get(`${lane.path} ${order}`) ?? 0);

it('killed and started again in the middle of runs: each order arrives once, or is parked where nobody can know', async () => {
  const orders = numbered(1, 60);
  sink.slowMs = 40;
  const sending = Promise.all(
    orders.flatMap((order) => [postUntilTaken(keyed, { order }), postUntilTaken(unsafe, { order })]),
  );
  await expect.poll(() => sink.acts.size, { timeout: 20_000, interval: 10 }).toBeGreaterThan(10);
  await postgres.kill();
  await postgres.start();
  await sending;
  await runDry(app, [keyed, unsafe]);

  expect(actsOf(keyed, orders)).toEqual(orders.map(() => 1));
  expect(await ledgerOf(app, keyed)).toEqual({ received: 60, delivered: 60, parked: 0, filtered: 0 });
  const parked = await app.call.parked.list({ flow: unsafe.flow });
  expect(new Set(parked.map(({ trouble }) => trouble.class))).toEqual(
    new Set(parked.length > 0 ? ['outcome-unknown'] : []),
  );
  expect(await ledgerOf(app, unsafe)).toEqual({
    received: 60,
    delivered: 60 - parked.length,
    parked: parked.length,
    filtered: 0,
  });
  const doubtful = new Set(parked.map(({ key }) => key));
  for (const order of orders) {
    const acts = sink.acts.get(`${unsafe.path} ${order}`) ?? 0;
    expect({ order, acts: doubtful.has(order) ? Math.min(acts, 1) : acts }).toEqual({
      order,
      acts: doubtful.has(order) ? acts : 1,
    });
  }
  expect(sink.bodyChanged).toEqual([]);
}, 120_000);

it('gone for ten seconds: who posts meanwhile hears 503 and when to come again, and afterwards all goes on', async () => {
  sink.slowMs = 0;
  const before = await ledgerOf(app, keyed);
  await postgres.kill();
  const orders = numbered(1001, 40);
  const refusals: { status: number; retryAfter: string | null; words: string }[] = [];
  const away = performance.now() + 10_000;
  for (let i = 0; performance.now() < away; i++) {
    const order = orders[i % orders.length];
    refusals.push(await post(keyed, { order }));
  }
  expect(refusals.length).toBeGreaterThan(20);
  expect([...new Set(refusals.map(({ status }) => status))]).toEqual([503]);
  for (const { retryAfter, words } of refusals) {
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(words).toContain('Send it again');
  }
  await postgres.start();
  await Promise.all(orders.map((order) => postUntilTaken(keyed, { order })));
  await runDry(app, [keyed]);
  expect(actsOf(keyed, orders)).toEqual(orders.map(() => 1));
  const received = before.received + orders.length;
  expect(await ledgerOf(app, keyed)).toEqual({ received, delivered: received, parked: 0, filtered: 0 });
}, 120_000);
