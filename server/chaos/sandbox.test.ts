import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, openApp } from '../testing/app.ts';

/** The sandbox ledger cuts its connections, and the sample flow still makes one invoice of each order. */
let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

it.each([
  ['dropped', 1],
  ['dropped', 3],
  ['lost', 1],
  ['lost', 3],
] as const)('makes one invoice of an order whose calls are %s, the first %i of them', async (status, count) => {
  const failures = { latencyMs: 0, failNext: { status, count }, failRate: null };
  expect(await app.call.sandbox.setFailures({ system: 'xero', failures })).toEqual(failures);
  const order = await app.place();
  for (let tries = 0; tries <= count; tries++) {
    await app.settled();
    await app.db.sql`update connection_use set blocked_until = null, open_until = null, promised_until = null`;
    await app.makeDue();
  }
  const invoices = (await app.call.sandbox.invoices()).filter(({ number }) => number === `SH-${order.slice(1)}`);
  expect(invoices).toHaveLength(1);
  expect(await app.call.runs.get({ id: await app.runOf(order) })).toMatchObject({
    ...{ status: 'done', gap: 0, tally: { received: 1, delivered: 1, parked: 0 } },
  });
});
