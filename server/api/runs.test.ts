import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleWorkspace } from '../seed.ts';
import { type App, openApp } from '../testing/app.ts';

let app: App;
let orders: { good: string; bad: string };
beforeAll(async () => {
  app = await openApp();
  const good = await app.place('plain');
  await app.settled();
  await app.api.sandbox.control('xero', 'PUT', 'accounts/200', { status: 'ARCHIVED' });
  const bad = await app.place('discount');
  await app.settled();
  orders = { good, bad };
});
afterAll(() => app.close());

const list = (filter: Parameters<App['call']['runs']['list']>[0]) => app.call.runs.list(filter);

/** Finished runs of a flow that is no more, `each` to a microsecond, all within one millisecond. */
async function manyRuns(n: number, each: number): Promise<string> {
  const flow = crypto.randomUUID();
  const { document } = await app.call.flows.get({ id: app.sample.flow });
  await app.db
    .sql`insert into flow (workspace, id, document, published, saved_by) values (${sampleWorkspace}, ${flow}, ${document}, 1, 'test')`;
  await app.db
    .sql`insert into flow_version (workspace, flow, version, document, published_by) values (${sampleWorkspace}, ${flow}, 1, ${document}, 'test')`;
  await app.db.sql`
    insert into run (keep, day, id, workspace, flow, version, mode, status, started_by, received, delivered, accepted_at, finished_at)
    select 30, '2026-11-23', gen_random_uuid(), ${sampleWorkspace}, ${flow}, 1, 'live', 'done', 'test', 1, 1,
      '2026-11-23T10:00:00.123Z'::timestamptz + (i / ${each}::int) * interval '1 microsecond', now()
    from generate_series(0, ${n - 1}) i`;
  return flow;
}

describe('the list of runs', () => {
  it('is newest first, with what became of the messages and their keys', async () => {
    const { runs, next } = await list({ flow: app.sample.flow });
    expect(next).toBeNull();
    expect(runs).toMatchObject([
      {
        status: 'done',
        keys: [orders.bad],
        tally: { received: 1, parked: 1, delivered: 0 },
        startedBy: 'Order placed',
      },
      { status: 'done', keys: [orders.good], tally: { received: 1, parked: 0, delivered: 1 }, version: 1 },
    ]);
    expect(runs[0]?.flow).toEqual({ id: app.sample.flow, name: 'Orders to invoices', pattern: 'point-to-point' });
  });

  it('is narrowed by flow, status, parked messages and business key', async () => {
    const keysOf = async (filter: Parameters<typeof list>[0]) => (await list(filter)).runs.flatMap((run) => run.keys);
    expect(await keysOf({ flow: crypto.randomUUID() })).toEqual([]);
    expect(await keysOf({ status: 'parked' })).toEqual([orders.bad]);
    expect(await keysOf({ status: 'failed' })).toEqual([]);
    expect(await keysOf({ key: orders.good })).toEqual([orders.good]);
    expect(await keysOf({ key: orders.good, status: 'parked' })).toEqual([]);
    expect(await keysOf({ key: `${orders.good}0` })).toEqual([]);
    expect(await keysOf({ key: "' or true --" })).toEqual([]);
  });

  it.each([
    ['that came at once', 250],
    ['in threes', 3],
    ['each at its own microsecond', 1],
  ])('is read page by page without a gap or a repeat, of 250 runs %s', async (_words, each) => {
    const flow = await manyRuns(250, each);
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ flow, cursor });
      pages.push(page.runs.map((run) => run.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(new Set(pages.flat()).size).toBe(250);
  });

  it.each(['yesterday', '1_2', '2026-11-23T10:00:00Z_00000000-0000-4000-8000-000000000001'])(
    'refuses %j as a place in it',
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    },
  );
});

describe('a run', () => {
  it('shows every step with what went in and came out, and that nothing is lost', async () => {
    const run = await app.call.runs.get({ id: await app.runOf(orders.good) });
    expect(run.steps.map((step) => [step.node, step.status, step.in, step.out])).toEqual([
      ['order-placed', 'done', 1, { out: 1 }],
      ['map', 'done', 1, { out: 1 }],
      ['create-invoice', 'done', 1, { out: 1 }],
    ]);
    expect(run.steps.every((step) => (step.startedMs ?? -1) >= 0 && (step.durationMs ?? -1) >= 0)).toBe(true);
    expect(run).toMatchObject({ gap: 0, newestVersion: 1, messages: [{ key: orders.good, state: 'delivered' }] });
    expect(run.document).toBe((await app.call.flows.version({ id: app.sample.flow, version: 1 })).document);
  });

  it('that is queued is all in flight', async () => {
    const [trigger] = (await app.call.flows.get({ id: app.sample.flow })).triggers;
    const run = crypto.randomUUID();
    await app.db.sql`
      insert into message (keep, day, id, workspace, flow, trigger, run, seq, headers, body)
      select 30, '2026-11-23', gen_random_uuid(), ${sampleWorkspace}, ${app.sample.flow}, ${trigger?.id ?? null}, ${run}, i, '{}', '{}' from generate_series(1, 3) i`;
    await app.db.sql`
      insert into run_live (workspace, flow, version, trigger, run, keep, day, kind, started_by, n, due_at)
      values (${sampleWorkspace}, ${app.sample.flow}, 1, ${trigger?.id ?? null}, ${run}, 30, '2026-11-23', 'origin', 'test', 3, now() + interval '1 hour')`;
    expect(await app.call.runs.get({ id: run })).toMatchObject({
      ...{ status: 'queued', gap: 0, tally: { received: 3, 'in-flight': 3 }, finishedAt: null },
      steps: [{ status: 'pending' }, { status: 'pending' }, { status: 'pending' }],
    });
    await app.db.sql`delete from run_live where run = ${run}`;
  });

  it('that nobody knows is not found', async () => {
    await expect(app.call.runs.get({ id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a message', () => {
  it('shows its body, what was sent, what came back and the invoice made of it', async () => {
    const run = await app.runOf(orders.good);
    const [row] = (await app.call.runs.get({ id: run })).messages;
    const message = await app.call.runs.message({ run, message: row?.id ?? '' });
    expect(JSON.parse(message.body)).toMatchObject({ name: orders.good });
    expect(message.sourceId).toMatch(/^[0-9a-f-]{36}$/);
    const [placed, map, invoice] = message.steps;
    expect(placed).toMatchObject({ node: 'order-placed', in: null, out: message.body, port: 'out' });
    expect(map).toMatchObject({ node: 'map', in: message.body, sent: null });
    expect(invoice).toMatchObject({ node: 'create-invoice', in: map?.out, trouble: null });
    expect(JSON.parse(invoice?.sent ?? '')).toMatchObject({ method: 'PUT' });
    const [booked] = await app.call.sandbox.invoices();
    expect(JSON.parse(invoice?.out ?? '')).toMatchObject({ InvoiceID: booked?.id, InvoiceNumber: booked?.number });
    expect(invoice?.externalId).toBe(booked?.id);
  });

  it('that is parked shows where, why, and what it was then', async () => {
    const run = await app.runOf(orders.bad);
    const [row] = (await app.call.runs.get({ id: run })).messages;
    expect(row).toMatchObject({ state: 'parked', trouble: { node: 'create-invoice', class: 'rejected' } });
    const { steps } = await app.call.runs.message({ run, message: row?.id ?? '' });
    expect(steps.at(-1)).toMatchObject({ node: 'create-invoice', trouble: { class: 'rejected' }, out: null });
    expect(JSON.parse(steps.at(-1)?.in ?? '')).toMatchObject({ InvoiceNumber: expect.any(String) });
  });

  it('of another run is not found', async () => {
    const [row] = (await app.call.runs.get({ id: await app.runOf(orders.bad) })).messages;
    const asked = app.call.runs.message({ run: await app.runOf(orders.good), message: row?.id ?? '' });
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('news', () => {
  it('comes over the subscription when a run changes', async () => {
    const ended = new AbortController();
    const heard = new Set<string>();
    const listening = (async () => {
      for await (const { run } of app.api.news.runs(sampleWorkspace, ended.signal)) heard.add(run);
    })();
    const name = await app.place();
    await app.settled();
    ended.abort();
    await listening;
    expect([...heard]).toEqual([await app.runOf(name)]);
  });
});
