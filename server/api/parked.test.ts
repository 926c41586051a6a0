import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalFlow } from '#flow/flow.ts';
import { type App, openApp } from '../testing/app.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
beforeEach(() => salesAccount('ARCHIVED'));
afterAll(() => app.close());

const salesAccount = (status: 'ARCHIVED' | 'ACTIVE') =>
  app.api.sandbox.control('xero', 'PUT', 'accounts/200', { status });

/** Places an order that the ledger refuses. */
async function park() {
  const name = await app.place();
  await app.settled();
  const row = (await app.call.parked.list()).find((one) => one.key === name);
  if (!row) throw new Error(`${name} is not parked`);
  return row;
}

const invoiceStep = async (run: string) => (await app.call.runs.get({ id: run })).steps.at(-1);

describe('a parked message', () => {
  it('says where it stands, in the target’s own words, with the field and the way out', async () => {
    const row = await park();
    expect(row).toMatchObject({
      ...{ flow: { name: 'Orders to invoices' }, node: 'create-invoice', nodeName: 'Create invoice', state: 'parked' },
      trouble: {
        ...{ class: 'rejected', status: 400, field: 'LineItems[0].AccountCode' },
        vendor: "Account code '200' has been archived, or has been deleted.",
        wayOut: expect.stringContaining('retry'),
      },
    });
    expect(await app.call.runs.get({ id: row.run })).toMatchObject({ gap: 0, tally: { parked: 1, 'in-flight': 0 } });
  });
});

describe('retrying', () => {
  it('delivers once the target takes it, and the run adds up as if nothing had been', async () => {
    const row = await park();
    await salesAccount('ACTIVE');
    expect(await app.call.parked.retry({ ids: [row.id] })).toEqual({ retried: 1 });
    await app.settled();
    const run = await app.call.runs.get({ id: row.run });
    expect(run).toMatchObject({
      status: 'done',
      gap: 0,
      tally: { received: 1, delivered: 1, parked: 0, 'in-flight': 0 },
    });
    expect(run.steps.map((step) => [step.node, step.status, step.in, step.out, step.parked, step.waiting])).toEqual([
      ['order-placed', 'done', 1, { out: 1 }, 0, 0],
      ['map', 'done', 1, { out: 1 }, 0, 0],
      ['create-invoice', 'done', 1, { out: 1 }, 0, 0],
    ]);
    expect(run.steps.at(-1)?.attempts).toMatchObject([
      { in: 1, out: 0, parked: 1, words: expect.stringContaining('archived') },
      { in: 1, out: 1, parked: 0, words: null },
    ]);
    expect(run.messages).toMatchObject([{ state: 'delivered', trouble: null }]);
    expect((await app.call.sandbox.invoices()).map((invoice) => invoice.number)).toContain(`SH-${row.key?.slice(1)}`);
    expect((await app.call.parked.list()).map((one) => one.id)).not.toContain(row.id);
  });

  it('parks again what is refused again, and counts it once', async () => {
    const row = await park();
    await app.call.parked.retry({ ids: [row.id] });
    await app.settled();
    expect(await app.call.runs.get({ id: row.run })).toMatchObject({ gap: 0, tally: { received: 1, parked: 1 } });
    expect(await invoiceStep(row.run)).toMatchObject({ status: 'parked', in: 1, out: {}, parked: 1 });
    const again = (await app.call.parked.list()).filter((one) => one.key === row.key);
    expect(again).toHaveLength(1);
    await salesAccount('ACTIVE');
    expect(await app.call.parked.retry({ ids: again.map((one) => one.id) })).toEqual({ retried: 1 });
    await app.settled();
    expect(await invoiceStep(row.run)).toMatchObject({ status: 'done', in: 1, out: { out: 1 }, parked: 0 });
  });

  it('takes each message once, however often and by how many it is asked', async () => {
    const rows = [await park(), await park(), await park()];
    await salesAccount('ACTIVE');
    const ids = rows.map((row) => row.id);
    const before = (await app.call.sandbox.invoices()).length;
    const asked = [ids, ids.toReversed(), [...ids, ...ids], ids.slice(1)];
    const answers = await Promise.all(asked.map((some) => app.call.parked.retry({ ids: some })));
    expect(answers.reduce((sum, { retried }) => sum + retried, 0)).toBe(3);
    await app.settled();
    expect(await app.call.sandbox.invoices()).toHaveLength(before + 3);
    for (const row of rows) expect(await invoiceStep(row.run)).toMatchObject({ in: 1, out: { out: 1 } });
  });

  it('is in flight until it has happened', async () => {
    const row = await park();
    await app.db.sql`update run_live set due_at = now() + interval '1 hour'`;
    await app.db.sql`alter table run_live alter column due_at set default now() + interval '1 hour'`;
    await app.call.parked.retry({ ids: [row.id] });
    const run = await app.call.runs.get({ id: row.run });
    expect(run).toMatchObject({ status: 'waiting', gap: 0, tally: { parked: 0, 'in-flight': 1 }, finishedAt: null });
    expect(run.messages).toMatchObject([{ state: 'in-flight', trouble: null }]);
    expect(run.steps.at(-1)).toMatchObject({ status: 'waiting', in: 1, out: {}, parked: 0, waiting: 1 });
    await app.db.sql`alter table run_live alter column due_at set default now()`;
    await salesAccount('ACTIVE');
    await app.makeDue();
    expect(await app.call.runs.get({ id: row.run })).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });

  it('runs on the newest version, where the step was mended', async () => {
    const row = await park();
    const { document, revision } = await app.call.flows.get({ id: app.sample.flow });
    const flow = JSON.parse(document);
    const step = flow.nodes.find((node: { id: string }) => node.id === 'create-invoice');
    step.name = 'Create invoice, mended';
    const saved = await app.call.flows.save({ id: app.sample.flow, document: canonicalFlow(flow), revision });
    await app.call.flows.publish({ id: app.sample.flow, revision: saved.revision });
    await app.call.parked.retry({ ids: [row.id] });
    await app.settled();
    const [again] = (await app.call.parked.list()).filter((one) => one.key === row.key);
    expect(again).toMatchObject({ nodeName: 'Create invoice, mended', run: row.run });
  });
});

describe('setting aside', () => {
  it('needs a reason, ends the message and says so', async () => {
    const row = await park();
    const silent = app.call.parked.discard({ ids: [row.id], reason: '' });
    await expect(silent).rejects.toMatchObject({ message: expect.stringContaining('Say why') });
    expect(await app.call.parked.discard({ ids: [row.id], reason: 'booked by hand' })).toEqual({ discarded: 1 });
    const run = await app.call.runs.get({ id: row.run });
    expect(run).toMatchObject({ status: 'done', gap: 0, tally: { received: 1, discarded: 1, parked: 0 } });
    expect(run.messages).toMatchObject([{ state: 'discarded', trouble: null }]);
    expect(run.steps.at(-1)).toMatchObject({ status: 'done', in: 1, out: {}, parked: 0 });
    const [kept] = await app.db.sql`select reason, decided_by from parked where id = ${row.id}`;
    expect(kept).toEqual({ reason: 'booked by hand', decided_by: 'you, at this computer' });
  });

  it('and retrying exclude each other', async () => {
    const row = await park();
    await app.call.parked.discard({ ids: [row.id], reason: 'a test order' });
    expect(await app.call.parked.retry({ ids: [row.id] })).toEqual({ retried: 0 });
    expect(await app.call.parked.discard({ ids: [row.id], reason: 'again' })).toEqual({ discarded: 0 });
  });
});

describe('a message that goes two ways', () => {
  //  received ──▶ good ──▶ (delivered)
  //       └─────▶ bad  ──▶ (parked)
  it('is in flight, not delivered, while the parked way is tried again', async () => {
    const { flow, hook } = await forked();
    await fetch(hook, { method: 'POST', body: '{"Name":"x"}' });
    await app.settled();
    const [row] = await app.call.parked.list({ flow });
    expect(await app.call.runs.get({ id: row?.run ?? '' })).toMatchObject({
      gap: 0,
      tally: { received: 1, parked: 1 },
    });
    await app.db.sql`alter table run_live alter column due_at set default now() + interval '1 hour'`;
    await app.call.parked.retry({ ids: [row?.id ?? ''] });
    await app.db.sql`alter table run_live alter column due_at set default now()`;
    const run = await app.call.runs.get({ id: row?.run ?? '' });
    expect(run.messages).toMatchObject([{ state: 'in-flight' }]);
    expect(run).toMatchObject({ status: 'waiting', gap: 0, tally: { delivered: 0, 'in-flight': 1 } });
    await app.makeDue();
  });
});

/** A flow that posts what it receives to an address that takes it and, the other way, to one that does not. */
async function forked(): Promise<{ flow: string; hook: string }> {
  const made = await app.call.connections.create({
    ...{ name: 'This machine', connector: 'http', address: `${app.origin}/hooks`, secrets: {} },
    settings: { auth: 'none' },
  });
  const { id: flow } = await app.call.flows.create({ name: 'Two ways' });
  const { document } = await app.call.flows.get({ id: flow });
  const request = (id: string, url: string) => ({
    ...{ id, operation: 'http.request', name: id, connection: made.id },
    config: { method: 'POST', url },
  });
  const open = { id: 'received', operation: 'webhook.received', name: 'Received', config: { verification: 'none' } };
  const end = { id: 'other', operation: 'webhook.received', name: 'Other', config: { verification: 'none' } };
  const edge = (to: string) => ({ id: to, from: { node: 'received', port: 'out' }, to: { node: to, port: 'in' } });
  const drawn = { ...JSON.parse(document), nodes: [open, end], edges: [] };
  await app.call.flows.save({ id: flow, document: canonicalFlow(drawn), revision: 1 });
  await app.call.flows.publish({ id: flow, revision: 2 });
  const { triggers } = await app.call.flows.get({ id: flow });
  const hookOf = (node: string) => triggers.find((one) => one.node === node)?.hookUrl ?? '';
  const nodes = [open, request('good', new URL(hookOf('other')).pathname.slice(6)), request('bad', '/nobody')];
  const whole = { ...drawn, nodes: [...nodes, end], edges: [edge('good'), edge('bad')] };
  await app.call.flows.save({ id: flow, document: canonicalFlow(whole), revision: 2 });
  const published = await app.call.flows.publish({ id: flow, revision: 3 });
  if (!published.ok) throw new Error(JSON.stringify(published.problems));
  return { flow, hook: hookOf('received') };
}
