import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalFlow, emptyFlow } from '#flow/flow.ts';
import { stringifyJson } from '#flow/json.ts';
import { sampleWorkspace } from '../seed.ts';
import { learnShape } from '../store/shapes.ts';
import { type App, openApp } from '../testing/app.ts';
import { procedures } from '../testing/procedures.ts';

let app: App;
let parked: string[];
beforeAll(async () => {
  app = await openApp();
  await app.api.sandbox.control('xero', 'PUT', 'accounts/200', { status: 'ARCHIVED' });
  await app.place();
  await app.place();
  await app.settled();
  parked = (await app.call.parked.list()).map((row) => row.id);
});
afterAll(() => app.close());

/** Every mutation that changes what belongs to a client: how to do it as this person, and what the record says then. */
const deeds: Record<string, (person: App['call']) => Promise<[action: string, subject: string]>> = {
  'flows.create': async (person) => ['flow.create', (await person.flows.create({ name: 'Made' })).id],
  'flows.save': async (person) => {
    const { document, revision } = await person.flows.get({ id: app.sample.flow });
    await person.flows.save({ id: app.sample.flow, document, revision });
    return ['flow.save', app.sample.flow];
  },
  'flows.publish': async (person) => {
    const { revision } = await person.flows.get({ id: app.sample.flow });
    await person.flows.publish({ id: app.sample.flow, revision });
    return ['flow.publish', app.sample.flow];
  },
  'flows.rehearse': async (person) => {
    await person.flows.rehearse({ id: app.sample.flow });
    return ['flow.rehearse', app.sample.flow];
  },
  'flows.remove': async (person) => {
    const { id } = await app.call.flows.create({ name: 'Short-lived' });
    await person.flows.remove({ id });
    return ['flow.remove', id];
  },
  'maps.acceptDrift': async (person) => {
    await learnShape(app.db.sql, { ...aPort(), workspace: sampleWorkspace, port: 'in' }, [{ name: '#1' }]);
    await person.maps.acceptDrift(aPort());
    return ['shape.accept', app.sample.flow];
  },
  'maps.create': async (person) => ['map.create', (await person.maps.create(aMap())).id],
  'maps.save': async (person) => {
    const { id } = await app.call.maps.create(aMap());
    await person.maps.save({ ...aMap(), id, after: 1 });
    return ['map.save', id];
  },
  'maps.rename': async (person) => {
    const { id } = await app.call.maps.create(aMap());
    await person.maps.rename({ ...aMap(), id });
    return ['map.rename', id];
  },
  'maps.remove': async (person) => {
    const { id } = await app.call.maps.create(aMap());
    await person.maps.remove({ id });
    return ['map.remove', id];
  },
  'schedules.pause': async (person) => {
    const trigger = await aClock();
    await person.schedules.pause({ trigger });
    return ['trigger.pause', trigger];
  },
  'schedules.resume': async (person) => {
    const trigger = await aClock();
    await app.call.schedules.pause({ trigger });
    await person.schedules.resume({ trigger });
    return ['trigger.resume', trigger];
  },
  'schedules.run': async (person) => {
    const trigger = await aClock();
    await person.schedules.run({ trigger });
    return ['trigger.run', trigger];
  },
  'connections.create': async (person) => ['connection.create', (await person.connections.create(anHttp())).id],
  'connections.update': async (person) => {
    const { id } = await app.call.connections.create(anHttp());
    await person.connections.update({ id, ...anHttp() });
    return ['connection.update', id];
  },
  'connections.test': async (person) => {
    await person.connections.test({ id: app.sample.ledger });
    return ['connection.test', app.sample.ledger];
  },
  'connections.setLimits': async (person) => {
    await person.connections.setLimits({ id: app.sample.ledger, limits: { minute: 50 } });
    return ['connection.limits', app.sample.ledger];
  },
  'connections.release': async (person) => {
    await person.connections.release({ id: app.sample.ledger });
    return ['connection.release', app.sample.ledger];
  },
  'connections.remove': async (person) => {
    const { id } = await app.call.connections.create(anHttp());
    await person.connections.remove({ id });
    return ['connection.remove', id];
  },
  'runs.cancel': async (person) => {
    const run = await waitingRun();
    await person.runs.cancel({ runs: [run] });
    return ['run.cancel', run];
  },
  'runs.cancelMessage': async (person) => {
    const run = await waitingRun();
    const [message] = (await app.call.runs.get({ id: run })).messages;
    await person.runs.cancelMessage({ run, message: message?.id ?? '' });
    return ['run.cancel', run];
  },
  'runs.again': async (person) => {
    const run = await waitingRun();
    await app.call.runs.cancel({ runs: [run] });
    await person.runs.again({ run });
    await app.call.runs.cancel({ runs: [run] });
    return ['run.again', run];
  },
  'parked.retry': async (person) => {
    await person.parked.retry({ ids: parked.slice(0, 1) });
    return ['parked.retry', parked[0] ?? ''];
  },
  'parked.discard': async (person) => {
    await person.parked.discard({ ids: parked.slice(1, 2), reason: 'entered by hand' });
    return ['parked.discard', parked[1] ?? ''];
  },
};

/** A run whose order waits for a ledger that is busy. */
async function waitingRun(): Promise<string> {
  await app.call.sandbox.setFailures({
    system: 'xero',
    failures: { latencyMs: 0, failNext: null, failRate: { status: 429, percent: 100 } },
  });
  const name = await app.place();
  await app.settled();
  return app.runOf(name);
}

/** They act on the sandbox systems, which belong to nobody and keep their own books. */
const ofTheSandbox = ['sandbox.place', 'sandbox.setFailures'];

/** The trigger of a published schedule. */
async function aClock(): Promise<string> {
  const flow = emptyFlow('By the clock');
  const config = { at: { cron: '0 6 1 1 *', zone: 'UTC' } };
  flow.nodes.push({ id: 'start', operation: 'schedule.every', name: 'Start', config });
  const { id } = await app.call.flows.create({ name: flow.name, document: canonicalFlow(flow) });
  await app.call.flows.publish({ id, revision: 1 });
  return (await app.call.schedules.of({ flow: id }))[0]?.id ?? '';
}

let n = 0;
const aPort = () => ({ flow: app.sample.flow, node: 'map' });
const aMap = () => ({ name: `Map ${++n}`, document: '{"format":1,"rows":[]}' });
const anHttp = () => ({
  name: `Connection ${++n}`,
  connector: 'http',
  address: 'https://api.example.com',
  settings: { auth: 'bearer' },
  secrets: { token: 'a token that is nobody’s business' },
});

describe('the record of changes', () => {
  it('knows every mutation', () => {
    const mutations = procedures.filter(({ type }) => type === 'mutation').map(({ path }) => path);
    expect(mutations.filter((path) => !ofTheSandbox.includes(path)).sort()).toEqual(Object.keys(deeds).sort());
  });

  it.each(Object.keys(deeds))('says who did %s, to what, without a secret', async (path) => {
    const name = `the person behind ${path}`;
    const [action, subject] = (await deeds[path]?.(app.as({ name }))) ?? [];
    const rows = await app.db.sql<{ action: string; subject: string; details: object }[]>`
      select action, subject, details from change_log where actor = ${name}`;
    expect(rows).toMatchObject([{ action, subject }]);
    expect(stringifyJson(JSON.parse(JSON.stringify(rows)))).not.toContain('nobody’s business');
  });
});
