import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringifyJson } from '#flow/json.ts';
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
  'connections.remove': async (person) => {
    const { id } = await app.call.connections.create(anHttp());
    await person.connections.remove({ id });
    return ['connection.remove', id];
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

/** They act on the sandbox systems, which belong to nobody and keep their own books. */
const ofTheSandbox = ['sandbox.place', 'sandbox.setFailures'];

let n = 0;
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
