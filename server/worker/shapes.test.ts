import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import { ordersToInvoices } from '#flow/samples/orders-to-invoices.ts';
import { catalog, operationById } from '../connectors/catalog.ts';
import { compilePlan } from '../executor/plan.ts';
import { findShape, learnShape } from '../store/shapes.ts';
import { type App, openApp } from '../testing/app.ts';
import { watchShapes } from './shapes.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const workspace = '00000000-0000-4000-8000-000000000001';
const message = (body: Json): Message => ({
  id: 'm',
  root: 'm',
  parents: [],
  headers: { type: 't', source: 's', time: '2026-11-23T00:00:00Z' },
  body,
});
const given = { now: '2026-11-23T00:00:00Z', zone: 'UTC' };

describe('learning what messages look like', () => {
  it('takes some of a map’s messages at first, then a few each minute, writes them beside the work and gives on what the map gives', async () => {
    let now = 0;
    const watch = watchShapes({ sql: app.db.sql, now: () => now, catalog: catalog(), log: () => {} });
    const plan = compilePlan(ordersToInvoices('shop', 'ledger'), catalog(), operationById);
    const at = { workspace, flow: app.sample.flow };
    const watched = watch.watched(plan, at);
    expect(watched.steps.get('create-invoice')).toBe(plan.steps.get('create-invoice'));
    const does = watched.steps.get('map')?.does;
    const before = plan.steps.get('map')?.does;
    if (does?.kind !== 'step' || before?.kind !== 'step') throw new Error('The map is no step.');

    const batch = Array.from({ length: 20 }, (_, n) => message({ name: `#${n}` }));
    expect(await does.run(batch, given)).toEqual(await before.run(batch, given));
    await does.run(batch, given);
    await watch.flush();
    const port = { ...at, node: 'map', port: 'in' };
    expect((await findShape(app.db.sql, port))?.seen).toBe(10);
    now = 60_000;
    await does.run(batch, given);
    await watch.stop();
    const found = await findShape(app.db.sql, port);
    expect([found?.seen, found?.shape.base.fields.name]).toEqual([13, { seen: 13, nulls: 0, kinds: { string: 13 } }]);
  });

  it('is shown for a map of a flow, and ends when it is taken as normal', async () => {
    await app.db.sql`delete from shape`;
    const port = { workspace, flow: app.sample.flow, node: 'map', port: 'in' };
    await learnShape(app.db.sql, port, Array(50).fill({ name: '#1', currency: 'EUR' }));
    await learnShape(app.db.sql, port, Array(12).fill({ name: '#1', gift: true }));
    const drift = await app.call.maps.drift({ flow: app.sample.flow, node: 'map' });
    expect(drift.found.map(({ kind, field, matters }) => [kind, field, matters])).toEqual(
      expect.arrayContaining([
        ['new-field', 'gift', false],
        ['missing-field', 'currency', true],
      ]),
    );
    expect(await app.call.maps.acceptDrift({ flow: app.sample.flow, node: 'map' })).toEqual({ accepted: true });
    expect((await app.call.maps.drift({ flow: app.sample.flow, node: 'map' })).found).toEqual([]);
  });

  it('stops a map by its policy, is told of the flow, and what waits goes on by the version that is published next', async () => {
    await app.db.sql`delete from shape`;
    const { flow } = app.sample;
    const at = { flow, node: 'map' };
    const publishWith = async (drift: string) => {
      const { document, revision } = await app.call.flows.get({ id: flow });
      const text = document.replace(
        /"config":\{("drift":"[a-z]+",)?"mapping"/,
        `"config":{"drift":"${drift}","mapping"`,
      );
      const saved = await app.call.flows.save({ id: flow, document: text, revision });
      expect(await app.call.flows.publish({ id: flow, revision: saved.revision })).toMatchObject({ ok: true });
    };
    await publishWith('stop');
    await learnShape(app.db.sql, { workspace, ...at, port: 'in' }, Array(50).fill({ name: '#1', currency: 978 }));
    const order = await app.place();
    await app.settled();
    const words = 'Waits for somebody to look at the changed field “currency”: it is string, and was integer.';
    expect(await app.call.maps.drifts({ flow })).toMatchObject([
      { node: 'map', name: 'Order to invoice', waiting: 1, parked: 0, stopped: { field: 'currency', words } },
    ]);
    expect(await app.call.maps.drift(at)).toMatchObject({ waiting: 1, stopped: { field: 'currency' } });
    expect(await app.call.connections.waits({ flow })).toMatchObject([{ node: 'map', n: 1, person: true, words }]);
    const run = await app.runOf(order);
    expect((await app.call.runs.get({ id: run })).steps.find(({ node }) => node === 'map')).toMatchObject({
      status: 'waiting',
      attempts: [{ heldBack: 'person', words, dueAt: null }],
    });

    await publishWith('warn');
    await app.settled();
    expect(await app.call.maps.drift(at)).toMatchObject({ waiting: 0, stopped: null });
    expect(await app.call.runs.get({ id: run })).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });
});
