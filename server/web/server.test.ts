import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../testing/app.ts';
import { createWebServer } from './server.ts';

let app: App;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Unlike fetch, it lets us say any Host. */
async function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}, origin = app.origin) {
  const sending = request(origin, { method, path, headers });
  sending.end(body);
  const [reply] = (await once(sending, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of reply) text += part;
  return { status: reply.statusCode, headers: reply.headers, text };
}

const elsewhere = { host: 'evil.example' };
const json = { 'content-type': 'application/json' };
const posted = (headers: Record<string, string>): Ask => ({
  ...{ method: 'POST', headers: { ...json, ...headers } },
  body: '{"sample":"plain"}',
});

describe('the guard', () => {
  it.each<[string, string, Ask]>([
    ['a page', '/', { headers: elsewhere }],
    ['the API', '/api/trpc/workspace.get', { headers: elsewhere }],
    ['the API from another site', '/api/trpc/sandbox.place', posted({ origin: 'https://evil.example' })],
    ['the sandbox', '/sandbox/xero/_control/invoices', { headers: elsewhere }],
    ['the sandbox from another site', '/sandbox/shopify/_control/orders', posted({ origin: 'null' })],
  ])('stands before %s', async (_words, path, how) => {
    const before = await app.call.sandbox.orders();
    expect(await ask(path, how)).toMatchObject({ status: 403, text: expect.stringContaining('not') });
    expect(await app.call.sandbox.orders()).toEqual(before);
  });

  it('stands not before hooks, which prove themselves, nor before the question whether we are well', async () => {
    const hook = new URL(app.sample.hook).pathname;
    expect((await ask(hook, posted({ ...elsewhere, origin: 'https://shop.example' }))).status).toBe(401);
    expect(await ask('/healthz', { headers: elsewhere })).toMatchObject({ status: 200, text: 'ok\n' });
  });

  it('lets the app’s own pages through', async () => {
    const { host } = new URL(app.origin);
    const reply = await ask('/api/trpc/sandbox.place', posted({ host, origin: app.origin }));
    expect(JSON.parse(reply.text)).toMatchObject({ result: { data: { name: expect.stringMatching(/^#/) } } });
    await app.settled();
  });
});

describe('a page', () => {
  it('comes with the policy, and with another nonce each time', async () => {
    const [one, other] = [await ask('/'), await ask('/')];
    const nonces = [one, other].map(
      (page) => /'nonce-([^']{22,})'/.exec(page.headers['content-security-policy'] as string)?.[1],
    );
    expect(nonces[0]).toBeTruthy();
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(one.headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
    expect(one.headers['content-security-policy']).not.toContain('unsafe-eval');
  });
});

describe('the API', () => {
  it('is never kept and never taken for a script', async () => {
    const reply = await ask('/api/trpc/workspace.get');
    expect(JSON.parse(reply.text)).toMatchObject({ result: { data: { name: 'Sample workspace' } } });
    expect(reply.headers).toMatchObject({
      ...{ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it.each([
    ['what is not there', 'flows.get', { id: crypto.randomUUID() }, 404, /not there any more/],
    ['what makes no sense', 'flows.get', { id: 'x' }, 400, /^id: .*UUID/],
    ['a procedure that is not there', 'flows.destroy', {}, 404, /flows\.destroy/],
  ])(
    'says in words that it was asked for %s, and not how it is built',
    async (_words, path, input, status, message) => {
      const reply = await ask(`/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`);
      expect(reply.status).toBe(status);
      expect(JSON.parse(reply.text).error.message).toMatch(message);
      expect(reply.text).not.toMatch(/stack|node_modules|\.ts:/);
    },
  );

  it('tells of a failure of ours in general words, and the log has the rest', async () => {
    const { sandbox } = app.api;
    app.api.sandbox = { ...sandbox, control: () => Promise.reject(new Error('a bug of ours')) };
    const reply = await ask('/api/trpc/sandbox.samples');
    app.api.sandbox = sandbox;
    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.text).error.message).toBe('Something went wrong on the server. Its log says what.');
    expect(app.logged.some((line) => line.includes('sandbox.samples') && line.includes('a bug of ours'))).toBe(true);
  });

  it('says that the database is away while it is', async () => {
    const back = await app.loseDatabase();
    const reply = await ask('/api/trpc/workspace.get');
    const healthy = await ask('/healthz');
    await back();
    expect(reply.status).toBe(503);
    expect(JSON.parse(reply.text).error.message).toBe('The database does not answer. Try again in a moment.');
    expect(healthy).toMatchObject({ status: 503, text: 'The database does not answer.\n' });
  });
});

describe('the sandbox', () => {
  it('takes no body of more than 5 MB', async () => {
    const body = 'x'.repeat(5 * 1024 * 1024 + 1);
    expect((await ask('/sandbox/xero/connect/token', { method: 'POST', body })).status).toBe(413);
  });

  it('answers as the vendor would, to whom has no token', async () => {
    const reply = await ask('/sandbox/xero/api.xro/2.0/Invoices', { headers: { accept: 'application/json' } });
    expect(reply.status).toBe(401);
  });
});

describe('a server', () => {
  it('asks for patience until all of it is there, and at the end lets what is under way finish', async () => {
    const web = createWebServer(() => {});
    web.http.listen(0, '127.0.0.1');
    await once(web.http, 'listening');
    const { port } = web.http.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    expect(await ask('/', {}, origin)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });

    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const { sandbox } = app.api;
    const nothing = async () => {};
    web.serve({
      ...{ port, dev: false, sandbox, hooks: nothing, healthy: async () => true },
      caller: () => {
        throw new Error('nobody calls');
      },
      pages: async (_request, response) => {
        asked.resolve();
        await answered.promise;
        response.end('a slow page');
      },
    });
    const slow = ask('/', {}, origin);
    await asked.promise;
    const closed = web.close();
    await expect(ask('/', {}, origin)).rejects.toThrow(/ECONNREFUSED|hang up/);
    answered.resolve();
    expect(await slow).toMatchObject({ status: 200, text: 'a slow page' });
    await closed;
  });

  it('answers an address that cannot be read with 400', async () => {
    expect((await ask('http://[')).status).toBe(400);
  });
});
