import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { appRouter } from '../api/router.ts';
import type { Caller } from '../api/trpc.ts';
import { serveFake } from '../sandbox/mount.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { readBody } from '../triggers/hooks.ts';
import { refusalOf } from './guard.ts';
import { answerHeaders, securityHeaders } from './headers.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** What the server serves, once it is all there. */
export interface Served {
  port: number;
  publicUrl?: string;
  dev: boolean;
  hooks: Handler;
  sandbox: Sandbox;
  /** Who asks: without sign-in, always the person at this computer. */
  caller(): Caller;
  /** Next: everything that is a page. */
  pages(request: IncomingMessage, response: ServerResponse): Promise<void>;
  healthy(): Promise<boolean>;
}

export interface WebServer {
  http: Server;
  /** From now on it serves; before, it answers 503. */
  serve(served: Served): void;
  /** Takes nothing more and lets what is under way finish, for two seconds. */
  close(): Promise<void>;
}

/** One address for all: hooks first, then the guard, then sandbox, API and pages. Only pages go through Next. */
export function createWebServer(onError: (error: unknown) => void): WebServer {
  let served: Served | undefined;
  const http = createServer((request, response) => {
    route(served, request, response).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) answer(response, 500, 'Something went wrong on the server. Its log says what.');
      else response.destroy();
    });
  });
  http.requestTimeout = 60_000;
  return {
    http,
    serve: (now) => {
      served = now;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      const patience = setTimeout(() => http.closeAllConnections(), finishMs);
      http.closeIdleConnections();
      await closed;
      clearTimeout(patience);
    },
  };
}

/** Subscriptions never finish, so there is an end to waiting. */
const finishMs = 2000;

async function route(served: Served | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (!url) return answer(response, 400, 'This address cannot be read.');
  if (!served) return answer(response, 503, 'Wheelwright is starting. Try again in a moment.', { 'retry-after': '1' });
  if (url.pathname === '/healthz')
    return (await served.healthy())
      ? answer(response, 200, 'ok')
      : answer(response, 503, 'The database does not answer.');
  if (url.pathname.startsWith('/hooks/')) return served.hooks(request, response, url);
  const refused = refusalOf(request, served);
  if (refused !== undefined) return answer(response, 403, refused);
  const fake = fakeAt(served.sandbox, url.pathname);
  if (fake) {
    const body = await readBody(request);
    return body === null
      ? answer(response, 413, 'The body is larger than 5 MB.')
      : serveFake(fake, request, response, url, body);
  }
  if (url.pathname.startsWith('/api/trpc/')) return api(served, request, response, url);
  const nonce = randomBytes(16).toString('base64');
  const headers = securityHeaders(nonce, served.dev);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  request.headers['content-security-policy'] = headers['content-security-policy'];
  return served.pages(request, response);
}

function fakeAt(sandbox: Sandbox, pathname: string) {
  return Object.values(sandbox.fakes).find((fake) => pathname.startsWith(`/sandbox/${fake.name}/`));
}

function api(served: Served, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  for (const [name, value] of Object.entries(answerHeaders)) response.setHeader(name, value);
  return nodeHTTPRequestHandler({
    router: appRouter,
    createContext: async () => served.caller(),
    req: request,
    res: response,
    path: url.pathname.slice('/api/trpc/'.length),
    maxBodySize: 12 * 1024 * 1024,
  });
}

function answer(response: ServerResponse, status: number, words: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(`${words}\n`);
}
