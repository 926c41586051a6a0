import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connection } from '#drizzle/schema/index.ts';
import { sampleWorkspace } from '../seed.ts';
import { openConnection } from '../store/connections.ts';
import { type App, openApp } from '../testing/app.ts';
import { createVault } from '../vault.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

let n = 0;
type Draft = Parameters<App['call']['connections']['create']>[0];
const http = (more: Partial<Draft> = {}): Draft => ({
  name: `Api ${++n}`,
  connector: 'http',
  address: 'https://api.example.com',
  settings: { auth: 'bearer' },
  secrets: { token: 'first-token' },
  ...more,
});
const row = async (id: string) => (await app.call.connections.list()).find((one) => one.id === id);
const secretsOf = async (id: string) => (await openConnection(app.db.orm, app.api.vault, sampleWorkspace, id))?.secrets;

describe('the secrets of a connection', () => {
  it('are in no answer and in no readable column, and only their keys are told', async () => {
    const { id } = await app.call.connections.create(http({ secrets: { token: 'told-to-nobody' } }));
    const answers = [
      await app.call.connections.list(),
      await app.call.flows.list(),
      await app.call.connections.test({ id }),
      await app.db.sql`select * from connection`,
      await app.db.sql`select * from change_log`,
    ];
    expect(JSON.stringify(answers)).not.toMatch(/told-to-nobody/);
    expect(JSON.stringify(answers)).not.toContain(app.api.sandbox.credentials.clientSecret);
    expect((await row(id))?.secretsSet).toEqual(['token']);
  });

  it('stay as they are when they are not named, and go when they are emptied', async () => {
    const draft = http({ settings: { auth: 'basic', user: 'me' }, secrets: { token: 'kept', password: 'old' } });
    const { id } = await app.call.connections.create(draft);
    await app.call.connections.update({ ...draft, id, secrets: { password: 'new' } });
    expect(await secretsOf(id)).toEqual({ token: 'kept', password: 'new' });
    await app.call.connections.update({ ...draft, id, secrets: { token: '' } });
    expect(await secretsOf(id)).toEqual({ password: 'new' });
    expect((await row(id))?.secretsSet).toEqual(['password']);
  });

  it('do not open in another row', async () => {
    const [one, other] = [await app.call.connections.create(http()), await app.call.connections.create(http())];
    await app.db.sql`
      update connection set sealed = (select sealed from connection where id = ${one.id}) where id = ${other.id}`;
    expect(await secretsOf(other.id)).toMatchObject({ name: 'VaultTrouble' });
    expect(await secretsOf(one.id)).toEqual({ token: 'first-token' });
  });
});

describe('the test button', () => {
  it('says whom it reached', async () => {
    const result = await app.call.connections.test({ id: app.sample.ledger });
    expect(result).toEqual({ ok: true, words: expect.stringMatching(/^Connected to .*EUR.*Europe\/Berlin/) });
    expect(await row(app.sample.ledger)).toMatchObject({ status: 'works', words: result.words });
  });

  it('says in words what is wrong, and what to do', async () => {
    const { id } = await app.call.connections.create({
      ...{ name: 'Wrong secret', connector: 'xero', address: 'https://api.xero.com' },
      ...{ settings: { clientId: 'x' }, secrets: { clientSecret: 'y' } },
    });
    await app.db.sql`update connection set address = 'sandbox:xero', sandbox = true where id = ${id}`;
    const result = await app.call.connections.test({ id });
    expect(result).toEqual({ ok: false, words: expect.stringMatching(/client id.*client secret.*press Test/s) });
    expect(await row(id)).toMatchObject({ status: 'fails', testedAt: expect.any(String) });
  });

  it('sees a changed secret at once', async () => {
    const ledger = await row(app.sample.ledger);
    const draft = { id: app.sample.ledger, name: 'Sandbox ledger', address: '', settings: ledger?.settings ?? {} };
    await app.call.connections.update({ ...draft, secrets: { clientSecret: 'mistyped' } });
    expect((await row(app.sample.ledger))?.status).toBe('untested');
    expect(await app.call.connections.test({ id: app.sample.ledger })).toMatchObject({ ok: false });
    const { clientSecret } = app.api.sandbox.credentials;
    await app.call.connections.update({ ...draft, secrets: { clientSecret } });
    expect(await app.call.connections.test({ id: app.sample.ledger })).toMatchObject({ ok: true });
  });

  it('tells secrets that another key sealed from credentials that are wrong, and new ones mend it', async () => {
    const { id } = await app.call.connections.create({
      ...{ name: 'Another shop', connector: 'shopify', address: 'sandbox:shopify', settings: {}, secrets: {} },
    });
    const sealed = createVault(randomBytes(32)).seal('{"clientSecret":"x"}', `${sampleWorkspace}/${id}`);
    await app.db.orm.update(connection).set({ sealed }).where(eq(connection.id, id));
    expect(await app.call.connections.test({ id })).toMatchObject({ ok: false, words: expect.stringMatching(/key/) });
    expect(await row(id)).toMatchObject({ status: 'unreadable' });
    const { clientId, clientSecret } = app.api.sandbox.credentials;
    const draft = { id, name: 'Another shop', address: '', settings: { clientId } };
    await app.call.connections.update({ ...draft, secrets: { clientSecret } });
    expect(await app.call.connections.test({ id })).toMatchObject({ ok: true });
  });
});

describe('what a connection may hold', () => {
  it.each<[string, Partial<Draft>, RegExp]>([
    ['an unknown kind', { connector: 'carrier-pigeon' }, /no kind of connection named carrier-pigeon/],
    ['a kind that needs none', { connector: 'logic' }, /no kind of connection named logic/],
    ['an unknown setting', { settings: { colour: 'red' } }, /“colour” is not a setting of HTTP/],
    ['a secret among the settings', { settings: { token: 'x' } }, /“token” is not a setting of HTTP/],
    ['a setting among the secrets', { secrets: { auth: 'bearer' } }, /“auth” is not a secret of HTTP/],
    ['an address among the settings', { settings: { address: 'http://10.0.0.1' } }, /“address” is not a setting/],
    ['a choice that is not offered', { settings: { auth: 'guess' } }, /“Sign in with”.*must be one of/],
    ['a switch that is no switch', { settings: { allowPrivate: 'yes' } }, /“Private addresses”.*on or off/],
    ['no address', { address: '' }, /has no address/],
    ['another scheme', { address: 'file:///etc/passwd' }, /must start with https/],
    ['a user in the address', { address: 'https://me:pw@example.com' }, /hold no user name/],
    ['a sandbox that is not there', { address: 'sandbox:http' }, /no sandbox at sandbox:http/],
    [
      'the sandbox of another',
      { connector: 'xero', address: 'sandbox:shopify', settings: {}, secrets: {} },
      /It is sandbox:xero/,
    ],
    ['the sandbox by a detour', { address: 'sandbox:../api' }, /no sandbox/],
    ['no name', { name: ' ' }, /Give the connection a name/],
    ['a required secret left out', { connector: 'xero', settings: { clientId: 'x' }, secrets: {} }, /no client secret/],
  ])('is not %s', async (_words, more, message) => {
    const refused = { code: 'BAD_REQUEST', message: expect.stringMatching(message) };
    await expect(app.call.connections.create(http(more))).rejects.toMatchObject(refused);
  });

  it('is not a name that is taken, whether new or renamed', async () => {
    const taken = { code: 'BAD_REQUEST', message: expect.stringMatching(/connection named “Sandbox shop” already/) };
    await expect(app.call.connections.create(http({ name: 'Sandbox shop' }))).rejects.toMatchObject(taken);
    const { id } = await app.call.connections.create(http());
    await expect(app.call.connections.update({ id, ...http({ name: 'Sandbox shop' }) })).rejects.toMatchObject(taken);
  });

  it('is, for a sandbox, its own credentials, which nobody has to know', async () => {
    const { id } = await app.call.connections.create({
      ...{ name: 'My practice ledger', connector: 'xero', address: 'sandbox:xero', settings: {}, secrets: {} },
    });
    expect(await row(id)).toMatchObject({ sandbox: true, secretsSet: ['clientSecret'] });
    expect(await app.call.connections.test({ id })).toMatchObject({ ok: true });
  });

  it('is never the sandbox for a real one, nor something real for a sandbox one', async () => {
    const { id } = await app.call.connections.create(http());
    const moved = app.call.connections.update({ id, ...http({ address: 'sandbox:http' }) });
    await expect(moved).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const shop = await row(app.sample.shop);
    const draft = { id: app.sample.shop, name: 'Sandbox shop', settings: shop?.settings ?? {}, secrets: {} };
    await app.call.connections.update({ ...draft, address: 'https://real.myshopify.com' });
    expect(await row(app.sample.shop)).toMatchObject({ address: 'sandbox:shopify', sandbox: true });
  });
});

describe('a connection in use', () => {
  it('names the flows that use it and is not removed', async () => {
    const { id, name } = (await app.call.flows.list())[0] ?? { id: '', name: '' };
    expect((await row(app.sample.shop))?.usedBy).toEqual([{ id, name }]);
    const refused = { code: 'BAD_REQUEST', message: expect.stringContaining('used by “Orders to invoices”') };
    await expect(app.call.connections.remove({ id: app.sample.shop })).rejects.toMatchObject(refused);
    expect(await row(app.sample.shop)).toBeDefined();
  });

  it('is removed once no flow names it', async () => {
    const { id } = await app.call.connections.create(http());
    await app.call.connections.remove({ id });
    expect(await row(id)).toBeUndefined();
  });
});

describe('lists read from the connection', () => {
  it('offer what the system has', async () => {
    const accounts = await app.call.connections.options({ id: app.sample.ledger, name: 'accounts' });
    expect(accounts).toContainEqual({ value: '200', label: expect.stringContaining('200') });
  });

  it('that nobody offers are refused', async () => {
    const asked = app.call.connections.options({ id: app.sample.ledger, name: 'secrets' });
    await expect(asked).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('that the system will not give are explained', async () => {
    await app.call.sandbox.setFailures({
      system: 'xero',
      failures: { latencyMs: 0, failNext: { status: 500, count: 1 }, failRate: null },
    });
    const asked = app.call.connections.options({ id: app.sample.ledger, name: 'tax-rates' });
    await expect(asked).rejects.toMatchObject({ code: 'BAD_GATEWAY', message: expect.stringContaining('Xero') });
  });
});
