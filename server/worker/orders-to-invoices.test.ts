import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, openApp } from '../testing/app.ts';

/** The sample flow from the shop's order to the ledger's invoice, through every room, with the ledger in every mood. */
let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());
/** The ledger takes 60 calls a minute, and no test is to spend another's. */
beforeEach(async () => {
  await app.db.sql`delete from sandbox_record where system = 'xero' and kind = 'control' and id = 'limits'`;
  await app.dayPasses();
});

interface Failing {
  status: 429 | 500;
  count: number;
  retryAfterSeconds?: number;
  problem?: string;
  /** The call is carried out, and only its answer is lost. */
  afterSuccess?: boolean;
}

const ledgerFails = (failNext: Failing | null) => app.api.sandbox.control('xero', 'PUT', 'failures', { failNext });
const numberOf = (order: string) => `SH-${order.slice(1)}`;
const invoicesFor = async (order: string) =>
  (await app.call.sandbox.invoices()).filter((invoice) => invoice.number === numberOf(order));
const runFor = async (order: string) => app.call.runs.get({ id: await app.runOf(order) });

/** How long what waits still has to wait, in seconds of the database's clock. */
async function secondsToWait(run: string): Promise<number[]> {
  const rows = await app.db.sql<{ seconds: number }[]>`
    select extract(epoch from due_at - now())::float8 as seconds from run_live where run = ${run}`;
  return rows.map((row) => row.seconds);
}

async function secretIs(clientSecret: string): Promise<void> {
  const row = (await app.call.connections.list()).find((one) => one.id === app.sample.ledger);
  const draft = { id: app.sample.ledger, name: 'Sandbox ledger', address: '', settings: row?.settings ?? {} };
  await app.call.connections.update({ ...draft, secrets: { clientSecret } });
}

describe('before the ledger was ever asked', () => {
  it('a run waits as long as the ledger says that its zone cannot be read, and then goes on', async () => {
    await ledgerFails({ status: 429, count: 1, retryAfterSeconds: 91 });
    const order = await app.place();
    await app.settled();
    const waiting = await runFor(order);
    expect(waiting).toMatchObject({
      status: 'waiting',
      gap: 0,
      tally: { 'in-flight': 1 },
      messages: [{ state: 'in-flight' }],
    });
    expect(waiting.steps.map((step) => step.status)).toEqual(['waiting', 'pending', 'pending']);
    const [seconds = 0] = await secondsToWait(waiting.id);
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(91);
    await app.makeDue();
    expect(await runFor(order)).toMatchObject({ status: 'done', gap: 0, tally: { delivered: 1 } });
    expect(await invoicesFor(order)).toHaveLength(1);
  });
});

describe('every sample order', () => {
  it('becomes one invoice of the same total', async () => {
    const samples = await app.call.sandbox.samples();
    const placed = new Map<string, string>();
    for (const { key } of samples) placed.set(await app.place(key), key);
    await app.settled();
    // Eleven at once meet the ledger's five calls at once: some were told to come again.
    for (let turn = 0; turn < 5; turn++) await app.makeDue();
    const totals = new Map((await app.call.sandbox.orders()).map((order) => [order.name, order.total]));
    const booked = new Map<string, string[]>();
    for (const name of placed.keys())
      booked.set(
        name,
        (await invoicesFor(name)).map((invoice) => invoice.total),
      );
    expect(placed.size).toBeGreaterThanOrEqual(8);
    expect(booked).toEqual(new Map([...placed.keys()].map((name) => [name, [totals.get(name)]])));
    expect(await app.call.parked.list()).toEqual([]);
  });

  it('becomes no second invoice when the shop delivers its webhook again', async () => {
    const order = await app.place();
    await app.settled();
    const deliveries = (await app.api.sandbox.control('shopify', 'GET', 'deliveries')) as {
      deliveries: { webhookId: string; orderName: string }[];
    };
    const { webhookId } = deliveries.deliveries.find((one) => one.orderName === order) ?? {};
    await app.api.sandbox.control('shopify', 'POST', 'redeliver', { webhookId });
    await app.settled();
    expect(await invoicesFor(order)).toHaveLength(1);
    expect((await app.call.runs.list({ key: order })).runs).toHaveLength(1);
  });
});

describe('a ledger that is busy', () => {
  it('is left alone as long as its Retry-After says, and then gets the invoice', async () => {
    await ledgerFails({ status: 429, count: 1, retryAfterSeconds: 77, problem: 'minute' });
    const order = await app.place();
    await app.settled();
    const waiting = await runFor(order);
    expect(waiting.steps.at(-1)).toMatchObject({
      ...{ status: 'waiting', in: 1, out: {}, waiting: 1 },
      attempts: [{ words: expect.stringContaining('60 calls per minute'), waiting: 1, dueAt: expect.any(String) }],
    });
    const [seconds = 0] = await secondsToWait(waiting.id);
    expect(seconds).toBeGreaterThan(47);
    expect(seconds).toBeLessThanOrEqual(77);
    expect(Date.parse(waiting.messages[0]?.dueAt ?? '')).toBeGreaterThan(Date.now() + 47_000);
    expect(await invoicesFor(order)).toEqual([]);
    await app.makeDue();
    const done = await runFor(order);
    expect(done).toMatchObject({ status: 'done', gap: 0, tally: { received: 1, delivered: 1, 'in-flight': 0 } });
    expect(done.steps.at(-1)).toMatchObject({ status: 'done', in: 1, out: { out: 1 }, waiting: 0 });
    expect(done.steps.at(-1)?.attempts).toHaveLength(2);
    expect(await invoicesFor(order)).toHaveLength(1);
  });

  it.each([
    ['before it acted', false],
    ['after it made the invoice', true],
  ])('that answers 500 %s ends with one invoice', async (_words, afterSuccess) => {
    await ledgerFails({ status: 500, count: 3, afterSuccess });
    const order = await app.place();
    await app.settled();
    for (let tries = 0; tries < 4; tries++) await app.makeDue();
    expect(await runFor(order)).toMatchObject({ status: 'done', gap: 0, tally: { delivered: 1 } });
    expect(await invoicesFor(order)).toHaveLength(1);
  });

  it('for good parks the message after eight tries, and a retry delivers it', async () => {
    await ledgerFails({ status: 500, count: 1000 });
    const order = await app.place();
    await app.settled();
    for (let tries = 1; tries < 8; tries++) await app.makeDue();
    const run = await runFor(order);
    expect(run).toMatchObject({ status: 'done', gap: 0, tally: { parked: 1, 'in-flight': 0 } });
    expect(run.steps.at(-1)?.attempts).toHaveLength(8);
    const [parked] = (await app.call.parked.list()).filter((row) => row.key === order);
    expect(parked?.trouble).toMatchObject({ class: 'retry-exhausted', message: expect.stringContaining('8 tries') });
    await ledgerFails(null);
    await app.call.parked.retry({ ids: [parked?.id ?? ''] });
    await app.settled();
    await app.makeDue(); // so many failures opened the breaker: what is retried waits for its next try
    expect(await runFor(order)).toMatchObject({ status: 'done', gap: 0, tally: { delivered: 1, parked: 0 } });
    expect((await runFor(order)).steps.at(-1)).toMatchObject({ in: 1, out: { out: 1 } });
    expect(await invoicesFor(order)).toHaveLength(1);
  });
});

describe('credentials that are changed in the browser', () => {
  it('are what the worker uses from then on: wrong ones park, right ones deliver', async () => {
    await secretIs('mistyped');
    const order = await app.place();
    await app.settled();
    const [parked] = (await app.call.parked.list()).filter((row) => row.key === order);
    expect(parked?.trouble).toMatchObject({
      ...{ class: 'unauthorized', message: expect.stringContaining('client secret') },
      wayOut: expect.stringContaining('connection'),
    });
    expect(await runFor(order)).toMatchObject({ status: 'done', gap: 0, tally: { parked: 1 } });
    await secretIs(app.api.sandbox.credentials.clientSecret);
    await app.call.parked.retry({ ids: [parked?.id ?? ''] });
    await app.settled();
    expect(await runFor(order)).toMatchObject({ status: 'done', gap: 0, tally: { delivered: 1, parked: 0 } });
    expect(await invoicesFor(order)).toHaveLength(1);
  });

  it('are fetched anew when the ledger no longer takes the token it gave', async () => {
    await app.api.sandbox.control('xero', 'POST', 'expire-tokens');
    const order = await app.place();
    await app.settled();
    expect(await runFor(order)).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });
});

describe('a database that goes away while an invoice is being made', () => {
  it('and comes back finds it made once, whichever worker goes on', async () => {
    const slow = { latencyMs: 1500, failNext: null, failRate: null };
    await app.call.sandbox.setFailures({ system: 'xero', failures: slow });
    const order = await app.place();
    const { sql } = app.db;
    const running = () => sql`select 1 from run_live where state = 'running'`;
    await expect.poll(running).toHaveLength(1);
    const back = await app.loseDatabase();
    await back();
    const goOn = async () => {
      await app.call.sandbox.setFailures({ system: 'xero', failures: { ...slow, latencyMs: 0 } });
      await sql`update run_live set lease_until = now() - interval '1 second' where state = 'running'`;
      await app.makeDue();
      return (await app.call.runs.list({ key: order })).runs[0]?.tally.delivered;
    };
    await expect.poll(() => goOn().catch(String), { timeout: 30_000 }).toBe(1);
    // Other connections of the pool may still have to learn that the database was away.
    await expect
      .poll(() => runFor(order).catch(String))
      .toMatchObject({ gap: 0, tally: { received: 1, delivered: 1 } });
    await expect.poll(() => invoicesFor(order).catch(String)).toHaveLength(1);
  });
});

describe('after all of this', () => {
  it('no secret stands in the log, nor in anything stored but sealed and in the sandbox’s own books', async () => {
    const { sql } = app.db;
    const tokens = await sql<{ id: string }[]>`select id from sandbox_record where kind = 'access-token'`;
    const { clientSecret } = app.api.sandbox.credentials;
    const secrets = [clientSecret, 'mistyped', ...tokens.map((row) => row.id)];
    const hook = app.sample.hook.split('/').at(-1) ?? '';
    expect(secrets.length).toBeGreaterThan(4);
    expect(app.logged.length).toBeGreaterThan(0);
    const found = (text: string, ...more: string[]) => [...secrets, ...more].filter((secret) => text.includes(secret));
    expect(found(app.logged.join('\n'), hook)).toEqual([]);
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'sandbox_record'`;
    for (const { name } of tables) {
      const rows = await sql`select * from ${sql(name)}`;
      expect([name, found(JSON.stringify(rows), ...(name === 'flow_trigger' ? [] : [hook]))]).toEqual([name, []]);
    }
  });
});
