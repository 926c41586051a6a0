import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as rest } from 'node:timers/promises';

/**
 * What the target does to a request. `silent` reads it and never answers. `cut` reads it and hangs up; `lost` acts on it and
 * hangs up; `garbage` acts and answers what is no HTTP; `short` acts and hangs up in the middle of its answer; `page` acts and
 * answers with a page where JSON is expected.
 */
export const moods = [429, 500, 503, 'silent', 'cut', 'lost', 'garbage', 'short', 'page'] as const;
export type Mood = (typeof moods)[number];

/** A target that fails as each message asks for: `{ order, mood, times }`. It acts once per idempotency key under /keyed, every time elsewhere. */
export interface Sink {
  url: string;
  /** By path and order: how often it was acted on. */
  acts: Map<string, number>;
  /** Keys that came again with another body. */
  bodyChanged: string[];
  /** How long it takes to answer, in milliseconds. */
  slowMs: number;
  close(): void;
}

interface Order {
  order: string;
  mood?: Mood;
  times?: number;
}

export async function openSink(): Promise<Sink> {
  const tries = new Map<string, number>();
  const bodies = new Map<string, string>();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const path = request.url ?? '/';
    const key = String(request.headers['idempotency-key']);
    const { order, mood, times = 1 } = JSON.parse(text) as Order;
    const tried = (tries.get(`${path} ${order}`) ?? 0) + 1;
    tries.set(`${path} ${order}`, tried);
    const met = mood !== undefined && tried <= times ? mood : 'fine';
    if (actsWhen.has(met)) act(path, order, key, text);
    if (sink.slowMs > 0) await rest(sink.slowMs);
    reply(met, request, response, order);
  }

  function act(path: string, order: string, key: string, text: string): void {
    const known = bodies.get(`${path} ${key}`);
    if (known !== undefined && known !== text) sink.bodyChanged.push(`${path} ${key}`);
    bodies.set(`${path} ${key}`, text);
    if (path.startsWith('/keyed') && known !== undefined) return;
    sink.acts.set(`${path} ${order}`, (sink.acts.get(`${path} ${order}`) ?? 0) + 1);
  }

  await once(server.listen(0, '127.0.0.1'), 'listening');
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acts: new Map(),
    bodyChanged: [],
    slowMs: 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return sink;
}

const actsWhen = new Set<Mood | 'fine'>(['fine', 'lost', 'garbage', 'short', 'page']);

function reply(mood: Mood | 'fine', request: IncomingMessage, response: ServerResponse, order: string): void {
  switch (mood) {
    case 'silent':
      return;
    case 'cut':
    case 'lost':
      request.socket.destroy();
      return;
    case 'garbage':
      request.socket.end('this is no HTTP\r\n\r\n');
      return;
    case 'short':
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"ok":', () => request.socket.destroy());
      return;
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
      return;
    case 'fine':
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, order }));
      return;
    default:
      response.writeHead(mood, { 'retry-after': '77' }).end('{"message":"Not now"}');
  }
}
