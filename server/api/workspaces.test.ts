import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspace } from '#drizzle/schema/index.ts';
import { canonicalFlow, emptyFlow } from '#flow/flow.ts';
import { type App, openApp } from '../testing/app.ts';
import { answerOf, procedures } from '../testing/procedures.ts';

const stranger = '00000000-0000-4000-8000-00000000000b';

const emptyMap = '{"format":1,"rows":[]}';

let app: App;
let ids: {
  flow: string;
  trigger: string;
  map: string;
  connection: string;
  run: string;
  message: string;
  parked: string;
};
beforeAll(async () => {
  app = await openApp();
  await app.db.orm.insert(workspace).values({ id: stranger, name: 'Another client' });
  await app.api.sandbox.control('xero', 'PUT', 'accounts/200', { status: 'ARCHIVED' });
  const name = await app.place();
  await app.settled();
  const run = await app.runOf(name);
  const [row] = await app.call.parked.list();
  ids = {
    flow: app.sample.flow,
    trigger: (await app.call.flows.get({ id: app.sample.flow })).triggers[0]?.id ?? '',
    map: (await app.call.maps.create({ name: 'Ours', document: emptyMap })).id,
    connection: app.sample.ledger,
    run,
    message: row?.message ?? '',
    parked: row?.id ?? '',
  };
});
afterAll(() => app.close());

const draft = { name: 'Mine now', address: '', settings: {}, secrets: {} };

/** What somebody of another workspace is answered who knows every id of ours. */
const asked: Record<string, { input?: () => object; answer: unknown }> = {
  'workspace.get': { answer: { id: stranger, name: 'Another client', actor: 'you, at this computer' } },
  'flows.list': { answer: [] },
  'flows.get': { input: () => ({ id: ids.flow }), answer: 'NOT_FOUND' },
  'flows.save': {
    input: () => ({ id: ids.flow, document: canonicalFlow(emptyFlow('Theirs')), revision: 1 }),
    answer: 'NOT_FOUND',
  },
  'flows.publish': { input: () => ({ id: ids.flow, revision: 1 }), answer: 'NOT_FOUND' },
  'flows.rehearse': { input: () => ({ id: ids.flow }), answer: 'NOT_FOUND' },
  'flows.remove': { input: () => ({ id: ids.flow }), answer: 'NOT_FOUND' },
  'flows.versions': { input: () => ({ id: ids.flow }), answer: [] },
  'flows.version': { input: () => ({ id: ids.flow, version: 1 }), answer: 'NOT_FOUND' },
  'flows.samples': { input: () => ({ id: ids.flow, node: 'map' }), answer: 'NOT_FOUND' },
  'maps.list': { answer: [] },
  'maps.impact': { input: () => ({ operation: 'shopify.order-placed', path: ['name'] }), answer: [] },
  'maps.drift': { input: () => ({ flow: ids.flow, node: 'map' }), answer: 'NOT_FOUND' },
  'maps.drifts': { input: () => ({ flow: ids.flow }), answer: 'NOT_FOUND' },
  'maps.acceptDrift': { input: () => ({ flow: ids.flow, node: 'map' }), answer: 'NOT_FOUND' },
  'maps.version': { input: () => ({ id: ids.map, version: 1 }), answer: 'NOT_FOUND' },
  'maps.save': { input: () => ({ id: ids.map, after: 1, document: emptyMap }), answer: 'NOT_FOUND' },
  'maps.rename': { input: () => ({ id: ids.map, name: 'Mine now' }), answer: 'NOT_FOUND' },
  'maps.remove': { input: () => ({ id: ids.map }), answer: 'NOT_FOUND' },
  'connections.list': { answer: [] },
  'connections.update': { input: () => ({ id: ids.connection, ...draft }), answer: 'NOT_FOUND' },
  'connections.test': { input: () => ({ id: ids.connection }), answer: 'NOT_FOUND' },
  'connections.options': { input: () => ({ id: ids.connection, name: 'accounts' }), answer: 'NOT_FOUND' },
  'connections.waits': { input: () => ({ flow: ids.flow }), answer: [] },
  'connections.setLimits': { input: () => ({ id: ids.connection, limits: {} }), answer: 'NOT_FOUND' },
  'connections.release': { input: () => ({ id: ids.connection }), answer: 'NOT_FOUND' },
  'connections.remove': { input: () => ({ id: ids.connection }), answer: 'NOT_FOUND' },
  'schedules.of': { input: () => ({ flow: ids.flow }), answer: [] },
  'schedules.pause': { input: () => ({ trigger: ids.trigger }), answer: 'NOT_FOUND' },
  'schedules.resume': { input: () => ({ trigger: ids.trigger }), answer: 'NOT_FOUND' },
  'schedules.run': { input: () => ({ trigger: ids.trigger }), answer: 'NOT_FOUND' },
  'measures.get': {
    input: () => ({ flow: ids.flow, window: '1h' }),
    answer: expect.objectContaining({ steps: [], connections: [], troubles: [] }),
  },
  'runs.list': { input: () => ({}), answer: { runs: [], next: null } },
  'runs.get': { input: () => ({ id: ids.run }), answer: 'NOT_FOUND' },
  'runs.message': { input: () => ({ run: ids.run, message: ids.message }), answer: 'NOT_FOUND' },
  'runs.cancel': { input: () => ({ runs: [ids.run] }), answer: { cancelled: 0, parked: 0 } },
  'runs.cancelMessage': {
    input: () => ({ run: ids.run, message: ids.message }),
    answer: { cancelled: 0, parked: 0 },
  },
  'runs.again': { input: () => ({ run: ids.run }), answer: 'NOT_FOUND' },
  'ledger.get': { input: () => ({ flow: ids.flow, days: 1 }), answer: 'NOT_FOUND' },
  'ledger.troubles': { answer: [] },
  'ledger.duplicates': { input: () => ({ flow: ids.flow, days: 30 }), answer: { duplicates: 0 } },
  'parked.list': { answer: [] },
  'parked.count': { answer: { parked: 0 } },
  'parked.retry': { input: () => ({ ids: [ids.parked] }), answer: { retried: 0 } },
  'parked.discard': { input: () => ({ ids: [ids.parked], reason: 'not theirs' }), answer: { discarded: 0 } },
};

/** They speak of nothing that belongs to a client, or make something of one's own; news is tested below. */
const ofNobody = /^(catalog|estimate|sandbox)\.|^(flows|maps|connections)\.create$|^runs\.watch$/;

describe('a workspace', () => {
  it('is asked for by every procedure', () => {
    const rest = procedures.map(({ path }) => path).filter((path) => !ofNobody.test(path));
    expect(Object.keys(asked).sort()).toEqual(rest.sort());
  });

  it.each(Object.keys(asked))('shows and lets change nothing of its own to another: %s', async (path) => {
    const { input, answer } = asked[path] ?? {};
    expect(await answerOf(app.as({ workspace: stranger }), path, input?.())).toEqual(answer);
  });

  it('is as it was after all that', async () => {
    expect((await app.call.parked.list()).map((row) => row.id)).toEqual([ids.parked]);
    expect((await app.call.flows.list()).map((row) => [row.id, row.published])).toEqual([[ids.flow, 1]]);
    expect((await app.call.maps.list()).map((row) => [row.name, row.version])).toEqual([['Ours', 1]]);
    expect((await app.call.connections.list()).map((row) => row.name)).toEqual(['Sandbox ledger', 'Sandbox shop']);
  });

  it('cannot publish a flow over a connection of another', async () => {
    const theirs = app.as({ workspace: stranger });
    const { document } = await app.call.flows.get({ id: ids.flow });
    const { id } = await theirs.flows.create({ name: 'Copied', document });
    const published = await theirs.flows.publish({ id, revision: 1 });
    const problems = published.ok ? [] : published.problems;
    expect(problems.map((problem) => problem.where.node).sort()).toEqual(['create-invoice', 'order-placed']);
    expect(await theirs.flows.versions({ id })).toEqual([]);
  });

  it('hears news of its own runs only', async () => {
    const ended = new AbortController();
    const heard: string[] = [];
    const listen = async () => {
      for await (const news of app.api.news.runs(stranger, ended.signal)) heard.push(news.run);
    };
    const listening = listen();
    await app.place();
    await app.settled();
    ended.abort();
    await listening;
    expect(heard).toEqual([]);
  });
});
