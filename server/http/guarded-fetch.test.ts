import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Rejected, Retryable } from '#server/connectors/contract.ts';
import { createHttp, type GuardedHttp, type GuardOptions } from './guarded-fetch.ts';

const servers: Server[] = [];
const guards: GuardedHttp[] = [];

afterEach(async () => {
  await Promise.all(guards.splice(0).map((guard) => guard.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

function guard(options: Partial<GuardOptions> = {}): GuardedHttp['http'] {
  const made = createHttp({ allow: () => true, ...options });
  guards.push(made);
  return made.http;
}

async function caught(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('createHttp', () => {
  it('sends method, headers and body, and gives status, lower-case headers and text back', async () => {
    const port = await listen((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        response.writeHead(201, { 'X-Answer': 'Yes' });
        response.end(`${request.method} ${request.url} ${request.headers['x-asked']} ${body}`);
      });
    });
    const reply = await guard()(
      { method: 'POST', url: '/a?b=c', headers: { 'X-Asked': 'so' }, body: 'ü' },
      `http://127.0.0.1:${port}`,
    );
    expect(reply).toMatchObject({ status: 201, body: 'POST /a?b=c so ü', headers: { 'x-answer': 'Yes' } });
  });

  it('answers with a redirect instead of following it', async () => {
    const port = await listen((_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    );
    const reply = await guard()({ method: 'GET', url: `http://127.0.0.1:${port}/` });
    expect(reply.status).toBe(302);
  });

  it.each([
    ['a v4 address', (port: number) => `http://127.0.0.1:${port}/`],
    ['a v4 address as one number', (port: number) => `http://2130706433:${port}/`],
    ['a v4 address in v6', (port: number) => `http://[::ffff:127.0.0.1]:${port}/`],
    ['a name of this machine', (port: number) => `http://localhost:${port}/`],
  ])('does not call an address inside given as %s', async (_words, url) => {
    let called = false;
    const port = await listen((_request, response) => {
      called = true;
      response.end();
    });
    const error = await caught(guard({ allow: () => false })({ method: 'GET', url: url(port) }));
    expect(error).toBeInstanceOf(Rejected);
    expect(error).toMatchObject({ message: expect.stringContaining('inside this machine or its network') });
    expect(called).toBe(false);
  });

  it('judges what a name resolves to when the socket is opened, not before', async () => {
    const port = await listen((_request, response) => response.end());
    const asked: string[] = [];
    const http = guard({
      allow: () => false,
      resolve: async (name) => {
        asked.push(name);
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    expect(await caught(http({ method: 'GET', url: `http://public.example:${port}/` }))).toBeInstanceOf(Rejected);
    expect(asked).toEqual(['public.example']);
  });

  it('asks the allow list with name, port and the address found', async () => {
    const port = await listen((_request, response) => response.end('in'));
    const asked: string[] = [];
    const allow = (host: string, address: string) => {
      asked.push(`${host} ${address}`);
      return true;
    };
    const http = guard({ allow, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const reply = await http({ method: 'GET', url: `http://sandbox.example:${port}/` });
    expect([reply.body, asked]).toEqual(['in', [`sandbox.example:${port} 127.0.0.1`]]);
  });

  it('refuses an answer of more than 10 MB', async () => {
    const port = await listen((_request, response) => response.end(Buffer.alloc(10 * 1024 * 1024 + 1, 'a')));
    const error = await caught(guard()({ method: 'GET', url: `http://127.0.0.1:${port}/` }));
    expect(error).toBeInstanceOf(Rejected);
    expect(error).toMatchObject({ message: expect.stringContaining('10 MB') });
  });

  it.each([
    ['takes no connection', 'refused', false, undefined],
    [
      'hangs up without an answer',
      'closed the connection',
      true,
      ((request) => request.socket.destroy()) as RequestListener,
    ],
    ['never answers', 'did not answer within', true, (() => {}) as RequestListener],
  ])('says when a server %s, and whether it may have acted', async (_words, message, maybeSent, answer) => {
    const port = answer ? await listen(answer) : await freePort();
    const error = await caught(guard()({ method: 'POST', url: `http://127.0.0.1:${port}/`, body: 'x', timeout: 200 }));
    expect(error).toBeInstanceOf(Retryable);
    expect(error).toMatchObject({ message: expect.stringContaining(message), maybeSent });
  });

  it.each([['file:///etc/passwd'], ['ftp://example.com/'], ['example.com'], ['']])(
    'does not take %j for an address',
    async (url) => {
      expect(await caught(guard()({ method: 'GET', url }))).toBeInstanceOf(Rejected);
    },
  );

  it('rejects a header that cannot be sent', async () => {
    const port = await listen((_request, response) => response.end());
    const wanted = { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: { 'x-name': 'two\nlines' } };
    expect(await caught(guard()(wanted))).toBeInstanceOf(Rejected);
  });
});

async function freePort(): Promise<number> {
  const port = await listen(() => {});
  const server = servers.pop();
  await new Promise((done) => server?.close(done));
  return port;
}
