import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalFlow, emptyFlow } from '#flow/flow.ts';
import type { JsonObject } from '#flow/json.ts';
import { operationById } from '../connectors/catalog.ts';
import { type App, openApp } from '../testing/app.ts';
import { createPolling } from '../triggers/polling.ts';
import { createStarts } from '../triggers/starts.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

/** A published flow that begins so and keeps what it gets. */
async function published(operation: string, config: JsonObject, connection?: string): Promise<string> {
  const flow = emptyFlow(`By the clock ${crypto.randomUUID()}`);
  flow.nodes.push(
    { id: 'start', operation, name: 'Start', config, connection },
    { id: 'keep', operation: 'logic.filter', name: 'Keep', config: { rules: [{ path: 'id', is: 'is not empty' }] } },
  );
  flow.edges.push({ id: 'e', from: { node: 'start', port: 'out' }, to: { node: 'keep', port: 'in' } });
  const { id } = await app.call.flows.create({ name: flow.name, document: canonicalFlow(flow) });
  const answer = await app.call.flows.publish({ id, revision: 1 });
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return id;
}

async function clockOf(flow: string) {
  const [clock] = await app.call.schedules.of({ flow });
  if (!clock) throw new Error('This flow has no clock.');
  return clock;
}

const yearly = { at: { cron: '0 6 1 1 *', zone: 'Europe/Berlin' } };

describe('a schedule', () => {
  it('says when it fires next once it is published', async () => {
    const clock = await clockOf(await published('schedule.every', yearly));
    expect(clock).toMatchObject({ node: 'start', kind: 'schedule', lastAt: null, lastRun: null, paused: null });
    expect(clock.nextAt).toMatch(/-01-01T05:00:00\.000Z$/);
  });

  it('runs by hand, from its own button and from that of the flow', async () => {
    const flow = await published('schedule.every', yearly);
    const { run } = await app.call.schedules.run({ trigger: (await clockOf(flow)).id });
    expect((await app.call.flows.get({ id: flow })).whyNoRun).toBeNull();
    await app.call.flows.rehearse({ id: flow });
    await app.settled();
    const { runs } = await app.call.runs.list({ flow });
    expect(runs.map((one) => one.status)).toEqual(['done', 'done']);
    expect(runs.map((one) => one.id)).toContain(run);
    expect(await clockOf(flow)).toMatchObject({ lastAt: expect.any(String), lastRun: runs[0]?.id });
  });

  it('is paused and resumed by who may run flows, and says by whom', async () => {
    const flow = await published('schedule.every', yearly);
    const { id, nextAt } = await clockOf(flow);
    const person = app.as({ role: 'operator', name: 'Ada' });
    expect(await person.schedules.pause({ trigger: id })).toEqual({ changed: true });
    expect(await person.schedules.pause({ trigger: id })).toEqual({ changed: false });
    expect(await clockOf(flow)).toMatchObject({ paused: { by: 'Ada' }, nextAt });
    expect(await person.schedules.resume({ trigger: id })).toEqual({ changed: true });
    expect(await clockOf(flow)).toMatchObject({ paused: null, nextAt });
  });

  it('that cannot be kept is not published, and says which node and field', async () => {
    const flow = emptyFlow('Never');
    const config = { at: { cron: '0 25 * * *', zone: 'Europe/Berlin' } };
    flow.nodes.push({ id: 'start', operation: 'schedule.every', name: 'Night', config });
    const { id } = await app.call.flows.create({ name: 'Never', document: canonicalFlow(flow) });
    const answer = await app.call.flows.publish({ id, revision: 1 });
    expect(answer).toMatchObject({
      ok: false,
      problems: [{ code: 'bad-cron', where: { node: 'start', field: 'at' } }],
    });
  });

  it('of another workspace is nobody’s here', async () => {
    const { id } = await clockOf(await published('schedule.every', yearly));
    const stranger = app.as({ workspace: crypto.randomUUID() });
    await expect(stranger.schedules.run({ trigger: id })).rejects.toThrow('not there any more');
    await expect(stranger.schedules.pause({ trigger: id })).rejects.toThrow('not there any more');
  });

  it('is gone with its flow', async () => {
    const flow = await published('schedule.every', yearly);
    const { id } = await clockOf(flow);
    await app.call.flows.remove({ id: flow });
    const rows = await app.db.sql`select due_at from schedule where trigger = ${id}`;
    expect(rows).toEqual([{ due_at: null }]);
  });
});

describe('a poll of the sandbox shop', () => {
  const since = '2026-01-01';
  /** As a worker's, a minute ahead, so that what was placed just now is old enough to be read. */
  const look = async (flow: string) => {
    const starts = createStarts({ orm: app.db.orm, operation: operationById });
    const log = (_level: string, words: string) => void app.logged.push(words);
    const { id } = await clockOf(flow);
    await app.db.sql`update checkpoint set due_at = now() where trigger = ${id}`;
    await createPolling({ sql: app.db.sql, starts, outside: app.api.outside, log, ahead: 60_000 }).turn();
    await app.settled();
  };

  it('starts runs of the orders that changed, each version once, though nobody called', async () => {
    const flow = await published('shopify.orders-changed', { every: '1', since }, app.sample.shop);
    await app.db
      .sql`update checkpoint set cursor = ${app.db.sql.json({ floor: '2026-01-01T00:00:00Z', low: '2026-01-01T00:00:00Z' })}`;
    const [one, two] = [await app.place(), await app.place('guest')];
    await look(flow);
    await look(flow);
    const runs = (await app.call.runs.list({ flow })).runs;
    expect(runs.flatMap((run) => run.keys).sort()).toEqual([one, two].sort());
    expect(await clockOf(flow)).toMatchObject({ kind: 'poll', trouble: null, lastRun: runs[0]?.id, waiting: false });
    expect((await clockOf(flow)).readUpTo).toMatch(/^20/);
  });

  it('says on the screen what to do about refused credentials, and goes on when they are good again', async () => {
    const flow = await published('shopify.orders-changed', { since }, app.sample.shop);
    const draft = {
      id: app.sample.shop,
      name: 'Sandbox shop',
      address: 'sandbox:shopify',
      settings: { clientId: 'who?' },
    };
    const { clientId } = app.api.sandbox.credentials;
    await app.call.connections.update({ ...draft, secrets: {} });
    await look(flow);
    const { trouble } = await clockOf(flow);
    expect(trouble).toMatchObject({ class: 'unauthorized', wayOut: expect.stringContaining('connection') });
    await app.call.connections.update({ ...draft, settings: { clientId }, secrets: {} });
    const { id } = await clockOf(flow);
    expect(await app.call.schedules.run({ trigger: id })).toEqual({ run: null });
    await look(flow);
    expect(await clockOf(flow)).toMatchObject({ trouble: null, lastAt: expect.any(String) });
  });

  it('is not started by hand while it is paused', async () => {
    const { id } = await clockOf(await published('shopify.orders-changed', { since }, app.sample.shop));
    await app.call.schedules.pause({ trigger: id });
    await expect(app.call.schedules.run({ trigger: id })).rejects.toThrow('Resume it');
  });
});
