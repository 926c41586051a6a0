import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspace } from '#drizzle/schema/index.ts';
import { Rejected, Retryable, Unauthorized } from '../connectors/contract.ts';
import { type Database, openDatabase } from '../db.ts';
import { type ConnectionDraft, createConnection, removeConnection, updateConnection } from '../store/connections.ts';
import { type Recent, watchChanges } from '../store/recent.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { createVault, type Vault } from '../vault.ts';
import { createOutside, type Outside, resolveAddress } from './outside.ts';

const actor = { workspace: '00000000-0000-4000-8000-00000000000a', name: 'test' };

let database: TestDatabase;
let db: Database;
let vault: Vault;
/** Stands for this app, and a second server for another system inside the same network. */
let app: Server;
let neighbour: Server;
let web: Outside;
let worker: Outside;
const watching: Recent[] = [];
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 4);
  await db.orm.insert(workspace).values({ id: actor.workspace, name: 'A client' });
  vault = createVault(randomBytes(32));
  app = await serve();
  neighbour = await serve();
  web = await outsideOfOneProcess(vault);
  worker = await outsideOfOneProcess(vault);
});
afterAll(async () => {
  await Promise.all([web, worker, ...watching].map((one) => one.close()));
  app.close();
  neighbour.close();
  await db.end();
  await database.drop();
});

async function serve(): Promise<Server> {
  const server = createServer((request, response) => response.end(request.url)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function outsideOfOneProcess(own: Vault, orm = db.orm): Promise<Outside> {
  const recent = await watchChanges(db.sql);
  watching.push(recent);
  return createOutside({ sql: db.sql, orm, recent, vault: own, origin: originOf(app), now: Date.now, log: () => {} });
}

/** The database tells in the order of commits, all of us over one connection. */
async function everybodyIsTold(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  await db.sql.listen('after all that', resolve);
  await db.sql.notify('after all that', '');
  await promise;
}

let n = 0;
async function connect(more: Partial<ConnectionDraft> & { sandbox?: boolean }): Promise<string> {
  const draft = { name: `c${++n}`, connector: 'http', address: '', settings: {}, secrets: {}, ...more };
  return createConnection(db.orm, vault, actor, draft);
}

/** What comes back from there, or the class of the refusal. */
async function reach(connection: string | undefined, url: string): Promise<string> {
  const context = await web.connect(actor.workspace, connection);
  return context.http({ method: 'GET', url }).then(
    (reply) => reply.body,
    (error: unknown) => (error instanceof Rejected ? 'refused' : String(error)),
  );
}

describe('the address of a connection', () => {
  it.each([
    ['sandbox:shopify', 'http://127.0.0.1:4001/sandbox/shopify'],
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/v2//', 'https://api.example.com/v2'],
    ['', ''],
  ])('%j is %j', (address, resolved) => {
    expect(resolveAddress(address, 'http://127.0.0.1:4001')).toBe(resolved);
  });
});

describe('a system inside', () => {
  it('is refused unless its own connection says that it stands there', async () => {
    const inside = originOf(neighbour);
    const open = await connect({ address: inside, settings: { allowPrivate: true } });
    const closed = await connect({ address: inside });
    const elsewhere = await connect({ address: 'https://api.example.com', settings: { allowPrivate: true } });
    expect(await reach(open, '/things')).toBe('/things');
    expect(await reach(closed, '/things')).toBe('refused');
    expect(await reach(undefined, `${inside}/things`)).toBe('refused');
    expect(await reach(elsewhere, `${inside}/things`)).toBe('refused');
  });

  it('is refused again once its connection no longer says so', async () => {
    const draft = { name: 'Moved outside', address: originOf(neighbour), secrets: {} };
    const id = await connect({ ...draft, settings: { allowPrivate: true } });
    expect(await reach(id, '/things')).toBe('/things');
    await updateConnection(db.orm, vault, actor, id, { ...draft, settings: {} });
    web.forget(id);
    expect(await reach(id, '/things')).toBe('refused');
  });
});

describe('this app itself', () => {
  it.each([
    ['its hooks, by anybody', '/hooks/abc', false, '/hooks/abc'],
    ['the sandbox, by a sandbox connection', '/sandbox/xero/x', true, '/sandbox/xero/x'],
    ['the sandbox, by another', '/sandbox/xero/x', false, 'refused'],
    ['the API, by a sandbox connection', '/api/trpc/flows.remove', true, 'refused'],
    ['the API, by a detour', '/sandbox/../api/trpc/flows.remove', true, 'refused'],
    ['the API, by an escaped detour', '/hooks/%2e%2e/api/trpc/flows.remove', false, 'refused'],
    ['its pages, by anybody', '/', false, 'refused'],
  ])('is reached or not: %s', async (_words, path, sandbox, answer) => {
    const id = await connect({ address: sandbox ? 'sandbox:xero' : 'https://api.example.com', sandbox });
    expect(await reach(id, `${originOf(app)}${path}`)).toBe(answer);
  });
});

describe('a connection', () => {
  const token = (secret: string) => async () => ({ value: `for ${secret}`, expiresInSeconds: 3600 });
  const tokenIn = async (outside: Outside, id: string) => {
    const context = await outside.connect(actor.workspace, id);
    return context.token('access', token(context.connection.secrets.key ?? ''));
  };

  it('that is changed in one process is used as it is now in the other, token and all', async () => {
    const id = await connect({ secrets: { key: 'old' } });
    expect([await tokenIn(web, id), await tokenIn(worker, id)]).toEqual(['for old', 'for old']);
    await updateConnection(db.orm, vault, actor, id, { name: 'c', address: '', settings: {}, secrets: { key: 'new' } });
    await everybodyIsTold();
    expect([await tokenIn(web, id), await tokenIn(worker, id)]).toEqual(['for new', 'for new']);
  });

  it('that is gone, or of another workspace, is said to be so', async () => {
    const id = await connect({});
    const asked = web.connect('00000000-0000-4000-8000-00000000000b', id);
    await expect(asked).rejects.toThrow(Unauthorized);
    await removeConnection(db.orm, actor, id);
    web.forget(id);
    await expect(web.connect(actor.workspace, id)).rejects.toThrow('no longer exists');
  });

  it('whose secrets were sealed with another key is said to be so, with the way out', async () => {
    const id = await connect({ name: 'Old key', secrets: { key: 'x' } });
    const other = await outsideOfOneProcess(createVault(randomBytes(32)));
    await expect(other.connect(actor.workspace, id)).rejects.toMatchObject({
      ...{ name: 'Unauthorized', message: expect.stringContaining('“Old key” cannot be read') },
      wayOut: expect.stringContaining('enter the credentials again'),
    });
    await other.close();
  });

  it('that cannot be read just now makes what needs it wait', async () => {
    const gone = openDatabase(new URL('/nowhere', database.url).href, 1);
    const cut = await outsideOfOneProcess(vault, gone.orm);
    await expect(cut.connect(actor.workspace, crypto.randomUUID())).rejects.toThrow(Retryable);
    await gone.end();
  });
});
