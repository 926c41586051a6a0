import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Targets } from './verdict.ts';

/**
 * The targets of the kill test, in a process that is never killed. A path that starts with /keyed takes an idempotency
 * key and acts once per key; /unsafe acts on every request. /read answers every time with something else. `GET /` tells
 * everything. A body is one thing, or a list of what earlier targets answered for several.
 */
interface Body {
  thing?: string;
  items?: { thing: string }[];
}

const targets: Targets = {};
const bodies = new Map<string, string>();
let reads = 0;

function take(path: string, key: string, body: string): string[] {
  targets[path] ??= { acts: {}, bodyChanged: [] };
  const target = targets[path];
  const { thing, items = [] } = JSON.parse(body) as Body;
  const things = thing === undefined ? items.map((item) => item.thing) : [thing];
  if (path.startsWith('/keyed')) {
    const digest = createHash('sha256').update(body).digest('hex');
    const known = bodies.get(`${path} ${key}`);
    if (known !== undefined && known !== digest) target.bodyChanged.push(key);
    if (known !== undefined) return things;
    bodies.set(`${path} ${key}`, digest);
  }
  for (const one of things) {
    target.acts[one] ??= [];
    target.acts[one].push(key);
  }
  return things;
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    const path = request.url ?? '/';
    if (path === '/') response.end(JSON.stringify(targets));
    else if (path.startsWith('/read/'))
      response.end(JSON.stringify({ thing: decodeURIComponent(path.slice('/read/'.length)), read: ++reads }));
    else {
      const [thing] = take(path, String(request.headers['idempotency-key'] ?? ''), Buffer.concat(parts).toString());
      setTimeout(() => response.end(JSON.stringify({ ok: true, thing })), path.includes('slow') ? 150 : 5);
    }
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('disconnect', () => process.exit(0));
