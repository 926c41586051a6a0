import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * The targets of the kill test, in a process that is never killed. A path that starts with /keyed takes an idempotency
 * key and acts once per key; /unsafe acts on every request. `GET /` tells everything.
 */
interface Target {
  /** By order, the keys under which it was acted on. */
  acts: Record<string, string[]>;
  /** Keys that came a second time with another body. */
  bodyChanged: string[];
}

const targets: Record<string, Target> = {};
const bodies = new Map<string, string>();

function take(path: string, key: string, body: string): void {
  targets[path] ??= { acts: {}, bodyChanged: [] };
  const target = targets[path];
  const order = String((JSON.parse(body) as { order: unknown }).order);
  target.acts[order] ??= [];
  const acts = target.acts[order];
  if (!path.startsWith('/keyed')) {
    acts.push(key);
    return;
  }
  const digest = createHash('sha256').update(body).digest('hex');
  const known = bodies.get(`${path} ${key}`);
  if (known === undefined) {
    bodies.set(`${path} ${key}`, digest);
    acts.push(key);
  } else if (known !== digest) target.bodyChanged.push(key);
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') {
      response.end(JSON.stringify(targets));
      return;
    }
    const path = request.url ?? '/';
    take(path, String(request.headers['idempotency-key'] ?? ''), Buffer.concat(parts).toString());
    setTimeout(() => response.end('{"ok":true}'), path.includes('slow') ? 150 : 5);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('disconnect', () => process.exit(0));
