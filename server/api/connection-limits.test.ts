import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { breaker } from '../limits/shared.ts';
import { type App, openApp } from '../testing/app.ts';

/** Limits, pauses and the breaker of the sandbox ledger, as the page shows and changes them. */
let app: App;
beforeAll(async () => {
  app = await openApp();
});
beforeEach(async () => {
  await ledgerFails(null);
  await app.call.connections.setLimits({ id: app.sample.ledger, limits: {} });
  await app.call.connections.release({ id: app.sample.ledger });
  await app.dayPasses();
  await app.db.sql`delete from sandbox_record where system = 'xero' and kind = 'control' and id = 'limits'`;
  await app.settled();
});
afterAll(() => app.close());

const ledgerFails = (failNext: { status: 429 | 500; count: number; retryAfterSeconds?: number } | null) =>
  app.api.sandbox.control('xero', 'PUT', 'failures', { failNext });
const ledger = async () => (await app.call.connections.list()).find((row) => row.id === app.sample.ledger);
const limits = (set: { minute?: number | null; day?: number | null; concurrent?: number | null }) =>
  app.call.connections.setLimits({ id: app.sample.ledger, limits: set });
const runFor = async (order: string) => app.call.runs.get({ id: await app.runOf(order) });

describe('the limits of a connection', () => {
  it('are shown as declared, with source and date, and as set, with who and when', async () => {
    await limits({ minute: 30, day: null });
    const rows = (await ledger())?.limits;
    expect(rows).toMatchObject([
      { per: 'second', declared: null, own: null, used: null },
      {
        per: 'minute',
        declared: { calls: 60, source: expect.stringContaining('https://'), date: expect.any(String) },
        own: { calls: 30, by: 'you, at this computer', at: expect.any(String) },
        used: 0,
      },
      { per: 'day', declared: { calls: 5000 }, own: { calls: null }, used: 0 },
      { per: 'concurrent', declared: { calls: 5 }, own: null },
    ]);
    await limits({});
    expect((await ledger())?.limits.map(({ own }) => own)).toEqual([null, null, null, null]);
  });

  it.each([0, -1, 1.5, 1e9])('cannot be %d', async (minute) => {
    await expect(limits({ minute })).rejects.toThrow();
  });

  it('hold messages back that say for what they wait, and an edit lets them go on', async () => {
    await app.place();
    await app.settled();
    await limits({ minute: 1 }); // it made more calls than that
    const order = await app.place();
    await app.settled();
    const run = await runFor(order);
    expect(run).toMatchObject({ status: 'waiting', gap: 0, tally: { 'in-flight': 1 } });
    const [wait, ...more] = await app.call.connections.waits({ run: run.id });
    expect(more).toEqual([]);
    expect(wait).toMatchObject({
      ...{ flow: app.sample.flow, n: 1, connection: app.sample.ledger },
      words: 'Waits for “Sandbox ledger”: 1 call a minute.',
    });
    expect(Date.parse(wait?.until ?? '')).toBeGreaterThan(Date.now() + 30_000);
    expect(await app.call.connections.waits({ flow: app.sample.flow })).toEqual([wait]);
    expect((await ledger())?.waiting).toBe(1);
    await limits({});
    await expect.poll(async () => (await runFor(order)).status).toBe('done');
    expect((await runFor(order)).steps.at(-1)?.attempts.at(-1)).toMatchObject({ out: 1 });
    expect((await ledger())?.waiting).toBe(0);
  });
});

describe('a ledger that fails again and again', () => {
  it('is not called any more, which its page shows, until a person closes the breaker', async () => {
    await app.place();
    await app.settled(); // what is asked once a day is known now
    await ledgerFails({ status: 500, count: 1000 });
    const orders: string[] = [];
    for (let n = 0; n <= breaker.failures; n++) orders.push(await app.place());
    await app.settled();
    const row = await ledger();
    expect(row?.held).toMatchObject({ why: 'breaker', words: '“Sandbox ledger” answered 500.' });
    expect(Date.parse(row?.held?.until ?? '')).toBeGreaterThan(Date.now());
    const waits = await app.call.connections.waits({ flow: app.sample.flow });
    expect(waits.some(({ words }) => words.startsWith('Waits for “Sandbox ledger”: 5 calls in a row failed'))).toBe(
      true,
    );
    await ledgerFails(null);
    await app.call.connections.release({ id: app.sample.ledger });
    await app.makeDue();
    expect((await ledger())?.held).toBeNull();
    expect((await Promise.all(orders.map(runFor))).map(({ status }) => status)).toEqual(orders.map(() => 'done'));
  });

  it('is called all the same by the Test button, and called by all again when that works', async () => {
    await ledgerFails({ status: 500, count: breaker.failures });
    for (let n = 0; n < breaker.failures; n++) await app.call.connections.test({ id: app.sample.ledger });
    expect((await ledger())?.held).toMatchObject({ why: 'breaker' });
    expect(await app.call.connections.test({ id: app.sample.ledger })).toMatchObject({ ok: true });
    expect((await ledger())?.held).toBeNull();
  });
});

describe('a ledger that asks for a pause', () => {
  it('shows until when, and a person can end it', async () => {
    await ledgerFails({ status: 429, count: 1, retryAfterSeconds: 600 });
    await app.call.connections.test({ id: app.sample.ledger });
    expect((await ledger())?.held).toMatchObject({ why: 'pause' });
    const order = await app.place();
    await app.settled();
    expect(await app.call.connections.waits({ run: await app.runOf(order) })).toMatchObject([
      { words: 'Waits for “Sandbox ledger”: its system asked for a pause.', n: 1 },
    ]);
    await app.call.connections.release({ id: app.sample.ledger });
    await expect.poll(async () => (await runFor(order)).status).toBe('done');
    expect((await ledger())?.held).toBeNull();
  });
});
