import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalFlow, emptyFlow, type Flow } from '#flow/flow.ts';
import { readFlow } from '#flow/migrate.ts';
import { type App, openApp } from '../testing/app.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

function read(document: string): Flow {
  const result = readFlow(document);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
}

/** The sample flow under another name, not yet published. */
async function copy(name: string, change: (flow: Flow) => Flow = (flow) => flow) {
  const { document } = await app.call.flows.get({ id: app.sample.flow });
  const { id } = await app.call.flows.create({ name, document: canonicalFlow(change(read(document))) });
  return app.call.flows.get({ id });
}

const without = (node: string) => (flow: Flow) => ({
  ...flow,
  nodes: flow.nodes.filter((one) => one.id !== node),
  edges: flow.edges.filter((edge) => edge.from.node !== node && edge.to.node !== node),
});

describe('a draft', () => {
  it('starts empty under its name', async () => {
    const { id } = await app.call.flows.create({ name: 'Stock to warehouse' });
    const made = await app.call.flows.get({ id });
    expect(read(made.document)).toEqual(emptyFlow('Stock to warehouse'));
    expect(made).toMatchObject({ revision: 1, published: null, triggers: [] });
    expect(made.whyNoRun).toContain('Publish the flow first');
  });

  it('is the same bytes whoever saves the same flow, in whatever order its parts stand', async () => {
    const { id, document } = await copy('Same bytes');
    const flow = read(document);
    const shuffled = { ...flow, nodes: flow.nodes.toReversed(), edges: flow.edges.toReversed() };
    await app.call.flows.save({ id, document: JSON.stringify(shuffled), revision: 1 });
    const first = (await app.call.flows.get({ id })).document;
    await app.call.flows.save({ id, document: canonicalFlow(flow), revision: 2 });
    expect((await app.call.flows.get({ id })).document).toBe(first);
    expect(first).toBe(canonicalFlow(flow));
  });

  it('is saved with its problems, each with a way out', async () => {
    const { id, document } = await copy('With problems', without('map'));
    const saved = await app.call.flows.save({ id, document, revision: 1 });
    expect(saved.revision).toBe(2);
    expect(saved.problems.length).toBeGreaterThan(0);
    expect(saved.problems.every((problem) => problem.message !== '' && problem.wayOut !== '')).toBe(true);
  });

  it('refuses a save that started from an older revision, and keeps what is there', async () => {
    const { id, document } = await copy('Two windows');
    await app.call.flows.save({ id, document, revision: 1 });
    const late = canonicalFlow({ ...read(document), name: 'Overwritten' });
    const save = app.call.flows.save({ id, document: late, revision: 1 });
    await expect(save).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('another window') });
    expect(read((await app.call.flows.get({ id })).document).name).toBe('Two windows');
  });

  it('lets one of two windows that save at once win', async () => {
    const { id, document } = await copy('At once');
    const saves = await Promise.allSettled(
      Array.from({ length: 5 }, () => app.call.flows.save({ id, document, revision: 1 })),
    );
    expect(saves.filter((save) => save.status === 'fulfilled')).toHaveLength(1);
    expect((await app.call.flows.get({ id })).revision).toBe(2);
  });

  it.each([
    ['is no JSON', '{ not json'],
    ['is no flow', '{}'],
    ['is of a format from the future', JSON.stringify({ ...emptyFlow('x'), format: 999 })],
    ['holds what no flow has', JSON.stringify({ ...emptyFlow('x'), extra: 1 })],
  ])('refuses a document that %s, in words', async (_words, document) => {
    const save = app.call.flows.save({ id: app.sample.flow, document, revision: 1 });
    await expect(save).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringMatching(/\w+ \w+.*\./) });
  });

  it('that is removed is in no list, and its hook is closed', async () => {
    const { id } = await copy('Removed');
    await app.call.flows.publish({ id, revision: 1 });
    const [trigger] = (await app.call.flows.get({ id })).triggers;
    await app.call.flows.remove({ id });
    expect((await app.call.flows.list()).map((row) => row.id)).not.toContain(id);
    await expect(app.call.flows.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await fetch(trigger?.hookUrl ?? '', { method: 'POST', body: '{}' })).status).toBe(404);
  });
});

describe('publishing', () => {
  it('is blocked by problems, and names their nodes', async () => {
    const draft = await copy('Cannot be published', (flow) => ({
      ...flow,
      nodes: flow.nodes.map((node) => (node.id === 'create-invoice' ? { ...node, connection: undefined } : node)),
    }));
    const published = await app.call.flows.publish({ id: draft.id, revision: 1 });
    expect(published).toMatchObject({ ok: false, problems: [{ where: { node: 'create-invoice' } }] });
    expect(await app.call.flows.versions({ id: draft.id })).toEqual([]);
  });

  it('needs the newest revision', async () => {
    const { id, document } = await copy('Stale publish');
    await app.call.flows.save({ id, document, revision: 1 });
    await expect(app.call.flows.publish({ id, revision: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('numbers versions, which stay as they were published', async () => {
    const { id, document } = await copy('Versions');
    await app.call.flows.publish({ id, revision: 1 });
    const later = canonicalFlow({ ...read(document), settings: { order: 'none', keepDays: 90 } });
    await app.call.flows.save({ id, document: later, revision: 1 });
    expect((await app.call.flows.list()).find((row) => row.id === id)?.changesNotPublished).toBe(1);
    expect(await app.call.flows.publish({ id, revision: 2 })).toMatchObject({ ok: true, version: 2 });
    expect((await app.call.flows.versions({ id })).map(({ version, by }) => [version, by])).toEqual([
      [2, 'you, at this computer'],
      [1, 'you, at this computer'],
    ]);
    expect((await app.call.flows.version({ id, version: 1 })).document).toBe(document);
    expect((await app.call.flows.version({ id, version: 2 })).document).toBe(later);
  });

  it('keeps the trigger’s id and hook path from version to version, also when its node was away in between', async () => {
    const { id, document } = await copy('Trigger stays');
    await app.call.flows.publish({ id, revision: 1 });
    const { triggers } = await app.call.flows.get({ id });
    expect(triggers).toEqual([{ id: expect.any(String), node: 'order-placed', hookUrl: expect.any(String) }]);

    const generic = without('order-placed')(read(document));
    generic.nodes.push({
      id: 'received',
      operation: 'webhook.received',
      name: 'Received',
      config: { verification: 'none' },
    });
    generic.edges.push({ id: 'in', from: { node: 'received', port: 'out' }, to: { node: 'map', port: 'in' } });
    await app.call.flows.save({ id, document: canonicalFlow(generic), revision: 1 });
    expect(await app.call.flows.publish({ id, revision: 2 })).toMatchObject({ ok: true });
    expect((await app.call.flows.get({ id })).triggers.map((one) => one.node)).toEqual(['received']);
    expect((await fetch(triggers[0]?.hookUrl ?? '', { method: 'POST', body: '{}' })).status).toBe(404);

    await app.call.flows.save({ id, document, revision: 2 });
    await app.call.flows.publish({ id, revision: 3 });
    expect((await app.call.flows.get({ id })).triggers).toEqual(triggers);
  });

  it('says what could not be done outside, and publishes all the same', async () => {
    const { id } = await copy('Shop is down');
    await app.call.sandbox.setFailures({ system: 'shopify', failures: failing(500) });
    const published = await app.call.flows.publish({ id, revision: 1 });
    await app.call.sandbox.setFailures({ system: 'shopify', failures: failing(null) });
    expect(published).toMatchObject({ ok: true, version: 1, notices: [expect.stringContaining('“Order placed”')] });
  });
});

const failing = (status: 500 | null) => ({
  latencyMs: 0,
  failNext: status && { status, count: 9 },
  failRate: null,
});

describe('running from the screen', () => {
  it('places an order in the sandbox shop, whose webhook starts the published version', async () => {
    const { words, key } = await app.call.flows.rehearse({ id: app.sample.flow, sample: 'plain' });
    expect(words).toContain(key);
    await app.settled();
    const { runs } = await app.call.runs.list({ flow: app.sample.flow, key: key ?? '' });
    expect(runs).toMatchObject([{ status: 'done', version: 1, tally: { received: 1, delivered: 1 } }]);
  });

  it('is refused before the first publishing, with the way out', async () => {
    const { id } = await copy('Draft only');
    const refused = { code: 'BAD_REQUEST', message: expect.stringContaining('Publish the flow first') };
    await expect(app.call.flows.rehearse({ id })).rejects.toMatchObject(refused);
  });
});

describe('samples to map on', () => {
  it('are what really came, newest first, then the connector’s example, with the ledger’s zone', async () => {
    await app.place('guest');
    const name = await app.place('plain');
    await app.settled();
    const { samples, zone } = await app.call.flows.samples({ id: app.sample.flow, node: 'map' });
    expect(samples[0]).toMatchObject({ source: 'run', name });
    expect(JSON.parse(samples[0]?.body ?? '')).toMatchObject({ name });
    expect(samples.at(-1)).toMatchObject({ source: 'catalog', at: null });
    expect(zone).toBe('Europe/Berlin');
  });

  it('are elements behind a split, with the rest beside them where that is kept', async () => {
    const lines = {
      id: 'lines',
      operation: 'logic.split',
      name: 'Lines',
      config: { path: 'line_items', keep: 'order' },
    };
    const { id } = await copy('Lines', (flow) => ({
      ...flow,
      nodes: [...flow.nodes, lines],
      edges: flow.edges.flatMap((edge) => {
        if (edge.to.node !== 'map') return [edge];
        const onward = { id: 'lines-map', from: { node: 'lines', port: 'out' }, to: edge.to };
        return [{ ...edge, to: { node: 'lines', port: 'in' } }, onward];
      }),
    }));
    const { samples } = await app.call.flows.samples({ id, node: 'map' });
    const body = JSON.parse(samples.at(-1)?.body ?? '');
    expect(body).toMatchObject({ sku: expect.any(String), order: { name: expect.stringMatching(/^#/) } });
    expect(body.order).not.toHaveProperty('line_items');
  });
});

describe('while the database is away', () => {
  it('the answer says so, and not that something is wrong with the request', async () => {
    const back = await app.loseDatabase();
    await expect(app.call.flows.list()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('database does not answer'),
    });
    await back();
  });
});
