import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalFlow, emptyFlow } from '#flow/flow.ts';
import { type App, openApp } from '../testing/app.ts';

let app: App;
/** Where the flows under test post to: a second hook of this app, which takes everything. */
let target: string;
beforeAll(async () => {
  app = await openApp();
  target = new URL((await publish('Target', [start({})])).hook).pathname.slice('/hooks'.length);
  const made = await app.call.connections.create({
    ...{ name: 'This machine', connector: 'http', address: `${app.origin}/hooks`, secrets: {} },
    settings: { auth: 'none' },
  });
  machine = made.id;
  gate = await openGate();
});
afterAll(async () => {
  gate.server.close();
  await app.close();
});
let machine: string;
let gate: Gate;

/** A system that answers when it is told to. */
interface Gate {
  server: Server;
  connection: string;
  /** From now on until `open`, its callers wait. `reached` is when the first of them has come. */
  shut(): { open(): void; reached: Promise<void> };
}

async function openGate(): Promise<Gate> {
  let opened = Promise.resolve();
  let knock = () => {};
  const server = createServer(async (_request, response) => {
    knock();
    await opened;
    response.setHeader('content-type', 'application/json').end('{"done":true}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const made = await app.call.connections.create({
    ...{ name: 'Gate', connector: 'http', address: `http://127.0.0.1:${port}`, secrets: {} },
    settings: { auth: 'none', allowPrivate: true },
  });
  return {
    server,
    connection: made.id,
    shut() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const came = Promise.withResolvers<void>();
      opened = promise;
      knock = () => came.resolve();
      return { open: resolve, reached: came.promise };
    },
  };
}

const start = (config: Record<string, string | number>) => ({
  ...{ id: 'start', operation: 'webhook.received', name: 'Start' },
  config: { verification: 'none', idPath: 'id', ...config },
});

type Node = ReturnType<typeof start> & { connection?: string };

/** Publishes nodes in a row, or from the first to each of the others. */
async function publish(name: string, nodes: Node[], fan = false): Promise<{ flow: string; hook: string }> {
  const flow = emptyFlow(`${name} ${crypto.randomUUID()}`);
  flow.nodes.push(...nodes);
  for (const [i, to] of nodes.slice(1).entries())
    flow.edges.push({
      ...{
        id: `e${i}`,
        from: { node: (fan ? nodes[0] : nodes[i])?.id ?? '', port: 'out' },
        to: { node: to.id, port: 'in' },
      },
    });
  const { id } = await app.call.flows.create({ name: flow.name, document: canonicalFlow(flow) });
  const published = await app.call.flows.publish({ id, revision: 1 });
  if (!published.ok) throw new Error(JSON.stringify(published.problems));
  return { flow: id, hook: (await app.call.flows.get({ id })).triggers[0]?.hookUrl ?? '' };
}

const posts = (id: string, url: string, connection = machine): Node => ({
  ...{ id, operation: 'http.request', name: id, connection },
  config: { method: 'POST', url, unsafe: 'no' } as unknown as Node['config'],
});
const keeps = {
  id: 'keep',
  operation: 'logic.filter',
  name: 'Keep',
  config: { rules: [{ path: 'keep', is: 'is true' }] },
} as unknown as Node;
const result = { respond: 'result', timeoutSeconds: 10 };

async function post(url: string, body: object) {
  const reply = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return answerOf(reply);
}

async function answerOf(reply: Response) {
  return {
    status: reply.status,
    message: reply.headers.get('wheelwright-message'),
    retryAfter: reply.headers.get('retry-after'),
    body: (await reply.json()) as Record<string, unknown>,
  };
}

const ask = async (path: string) => answerOf(await fetch(new URL(path, app.origin)));

describe('a hook that answers with the result', () => {
  it('gives what the last step gave, once it is durable, and a duplicate the same', async () => {
    const { hook } = await publish('Delivers', [start(result), posts('send', target)]);
    const first = await post(hook, { id: 'a', n: 1 });
    expect(first).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 0 } });
    expect(await post(hook, { id: 'a', n: 1 })).toEqual(first);
    expect(await ask(`${new URL(hook).pathname}/messages/${first.message}`)).toEqual(first);
    const [row] = await app.db.sql`select count(*)::int as n from message where id = ${first.message}`;
    expect(row).toEqual({ n: 1 });
  });

  it('says what was filtered, and what could not be delivered in the words of the trouble', async () => {
    const filtered = await publish('Filters', [start(result), keeps]);
    expect(await post(filtered.hook, { keep: false })).toMatchObject({ status: 200, body: { state: 'filtered' } });
    const parked = await publish('Parks', [start(result), posts('send', '/nobody')]);
    const answer = await post(parked.hook, { id: 'a' });
    expect(answer).toMatchObject({
      status: 422,
      body: { state: 'parked', message: answer.message, error: expect.stringContaining('404') },
    });
    expect(await post(parked.hook, { id: 'a' })).toEqual(answer);
  });

  it('gives, after its time, the id and the address to ask again at; the message goes on', async () => {
    const { hook } = await publish('Slow', [
      start({ ...result, timeoutSeconds: 1 }),
      posts('send', '/slow', gate.connection),
    ]);
    const shut = gate.shut();
    const answer = await post(hook, { id: 'a' });
    expect(answer).toMatchObject({
      status: 202,
      retryAfter: '1',
      body: { state: 'in-flight', message: answer.message },
    });
    const { status } = answer.body;
    expect(await ask(String(status))).toEqual(answer);
    shut.open();
    await app.settled();
    expect(await ask(String(status))).toMatchObject({ status: 200, body: { done: true } });
  });

  it('goes on when the caller hangs up', async () => {
    const { hook, flow } = await publish('Left', [start(result), posts('send', '/slow', gate.connection)]);
    const shut = gate.shut();
    const sending = request(hook, { method: 'POST' });
    sending.on('error', () => {});
    sending.end('{"id":"a"}');
    await shut.reached;
    sending.destroy();
    shut.open();
    await app.settled();
    expect((await app.call.runs.list({ flow })).runs).toMatchObject([{ tally: { received: 1, delivered: 1 } }]);
  });

  it('tells nothing of messages of another hook, nor of any where it does not answer with results', async () => {
    const one = await publish('One', [start(result), keeps]);
    const other = await publish('Other', [start(result), keeps]);
    const silent = await publish('Silent', [start({}), keeps]);
    const { message } = await post(one.hook, { id: 'a' });
    const at = (hook: string, id: unknown) => ask(`${new URL(hook).pathname}/messages/${id}`);
    expect(await at(one.hook, message)).toMatchObject({ status: 200 });
    expect(await at(other.hook, message)).toMatchObject({ status: 404 });
    expect(await at(one.hook, crypto.randomUUID())).toMatchObject({ status: 404 });
    expect(await at(one.hook, "' or true --")).toMatchObject({ status: 404 });
    const { body } = await post(silent.hook, { id: 'a' });
    expect(await at(silent.hook, (body.messages as string[])[0])).toMatchObject({ status: 404 });
  });
});

describe('duplicates', () => {
  it('are counted, the last few shown with the first one’s run, and no more than a few kept', async () => {
    const { flow, hook } = await publish('Twice', [start({}), keeps]);
    for (let n = 0; n < 45; n++) await post(hook, { id: n < 2 ? 'other' : 'same' });
    await app.settled();
    const ledger = await app.call.ledger.get({ flow, days: 1 });
    expect(ledger.sum).toMatchObject({ duplicates: 43, gap: 0, differs: 0, tally: { received: 2, filtered: 2 } });
    expect(ledger.triggers).toMatchObject([{ name: 'Start', duplicates: 43 }]);
    const [run] = (await app.call.runs.list({ flow })).runs;
    await expect
      .poll(async () => (await app.call.ledger.get({ flow, days: 1 })).suppressed[0])
      .toMatchObject({
        ...{ sourceId: 'same', run: run?.id },
      });
    const [kept] = await app.db
      .sql`select count(*)::int as n from duplicate where trigger = ${ledger.triggers[0]?.id ?? ''}`;
    expect(kept?.n).toBeLessThanOrEqual(40);
    expect(await app.call.ledger.duplicates({ flow, days: 1 })).toEqual({ duplicates: 43 });
  });

  it('are known by their whole body where the trigger says so, and never where it says never', async () => {
    const content = await publish('By content', [start({ dedupe: 'content' }), keeps]);
    const never = await publish('Never', [start({ dedupe: 'none' }), keeps]);
    for (const hook of [content.hook, never.hook]) for (const n of [1, 1, 2]) await post(hook, { id: 'a', n });
    await app.settled();
    const counted = async (flow: string) => (await app.call.ledger.get({ flow, days: 1 })).sum;
    expect(await counted(content.flow)).toMatchObject({ duplicates: 1, tally: { received: 2 } });
    expect(await counted(never.flow)).toMatchObject({ duplicates: 0, tally: { received: 3 } });
  });
});
