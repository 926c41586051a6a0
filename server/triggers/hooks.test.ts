import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalFlow, emptyFlow } from '#flow/flow.ts';
import { type App, openApp } from '../testing/app.ts';

let app: App;
let generic: string;
beforeAll(async () => {
  app = await openApp();
  generic = await webhookFlow({ verification: 'none', keyPath: 'name' });
});
afterAll(() => app.close());

/** A published flow that receives and does nothing more. @returns the address of its hook */
async function webhookFlow(config: Record<string, string>, connection?: string): Promise<string> {
  const flow = emptyFlow(`Hook ${crypto.randomUUID()}`);
  flow.nodes.push(
    { id: 'start', operation: 'webhook.received', name: 'Start', config, connection },
    { id: 'keep', operation: 'logic.filter', name: 'Keep', config: { rules: [{ path: 'keep', is: 'is true' }] } },
  );
  flow.edges.push({ id: 'e', from: { node: 'start', port: 'out' }, to: { node: 'keep', port: 'in' } });
  const { id } = await app.call.flows.create({ name: flow.name, document: canonicalFlow(flow) });
  const published = await app.call.flows.publish({ id, revision: 1 });
  if (!published.ok) throw new Error(JSON.stringify(published.problems));
  return (await app.call.flows.get({ id })).triggers[0]?.hookUrl ?? '';
}

type Sent = string | Uint8Array<ArrayBuffer>;

async function post(url: string, body: Sent, headers: Record<string, string> = {}, method = 'POST') {
  const reply = await fetch(url, { method, headers, body: method === 'GET' ? undefined : body });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Record<string, unknown> };
}

const order = '{ "id": 1,\r\n  "name":"#77", "note": "Grüße €", "total_price": "90071992547409931.10" }';
let deliveries = 0;

/** As Shopify would deliver it. */
function sealed(body: Sent, more: Record<string, string> = {}, secret = app.api.sandbox.credentials.clientSecret) {
  return {
    'X-Shopify-Topic': 'orders/create',
    'X-Shopify-Hmac-Sha256': createHmac('sha256', secret).update(body).digest('base64'),
    'X-Shopify-Shop-Domain': 'wheelwright-sandbox.myshopify.com',
    'X-Shopify-API-Version': '2026-10',
    'X-Shopify-Webhook-Id': `delivery-${++deliveries}`,
    ...more,
  };
}

const stored = async () =>
  (await app.db.sql`select id, body, raw, key, source_id from message order by received_at`) ?? [];

describe('a webhook of Shopify', () => {
  it('is stored byte for byte, with its key and source id, before it is answered', async () => {
    const { status, body } = await post(app.sample.hook, order, sealed(order, { 'X-Shopify-Webhook-Id': 'first' }));
    expect({ status, body }).toEqual({
      status: 200,
      body: { accepted: 1, duplicates: 0, messages: [expect.any(String)] },
    });
    expect((await stored()).at(-1)).toMatchObject({ body: order, key: '#77', source_id: 'first' });
  });

  const bytes = (text: string) => new TextEncoder().encode(text);
  it.each<[number, string, () => [Sent, Record<string, string>, string?]]>([
    [401, 'without a signature', () => [order, { ...sealed(order), 'X-Shopify-Hmac-Sha256': '' }]],
    [401, 'whose body was changed on the way', () => [order.replace('#77', '#78'), sealed(order)]],
    [401, 'with one more byte', () => [`${order} `, sealed(order)]],
    [401, 'signed with another secret', () => [order, sealed(order, {}, 'guessed')]],
    [401, 'with a signature that is none', () => [order, { ...sealed(order), 'X-Shopify-Hmac-Sha256': 'AAAA' }]],
    [400, 'that is no JSON', () => ['{"id": 1,', sealed('{"id": 1,')]],
    [400, 'that is empty', () => ['', sealed('')]],
    [400, 'that is not UTF-8', () => [new Uint8Array([0x22, 0xff, 0x22]), sealed(new Uint8Array([0x22, 0xff, 0x22]))]],
    [400, 'of another topic', () => [order, sealed(order, { 'X-Shopify-Topic': 'orders/paid' })]],
    [400, 'without an id', () => [order, sealed(order, { 'X-Shopify-Webhook-Id': '' })]],
    [405, 'that was put', () => [order, sealed(order), 'PUT']],
    [405, 'that was only asked for', () => ['', {}, 'GET']],
    [413, 'of more than 5 MB', () => [bytes(`"${'x'.repeat(5 * 1024 * 1024)}"`), {}]],
  ])('is refused with %i %s, and nothing is stored', async (status, _words, make) => {
    const before = (await stored()).length;
    const [body, headers, method] = make();
    const reply = await post(app.sample.hook, body, headers, method);
    expect(reply).toMatchObject({ status, body: { error: expect.stringMatching(/\w+ \w+.*\./) } });
    expect(await stored()).toHaveLength(before);
  });

  it('that comes again is answered 200, and is one message and one run', async () => {
    const before = (await stored()).length;
    const headers = sealed(order, { 'X-Shopify-Webhook-Id': 'twice' });
    const replies = [await post(app.sample.hook, order, headers)];
    replies.push(...(await Promise.all([1, 2, 3].map(() => post(app.sample.hook, order, headers)))));
    expect(replies.map((reply) => [reply.status, reply.body.accepted, reply.body.duplicates])).toEqual([
      [200, 1, 0],
      [200, 0, 1],
      [200, 0, 1],
      [200, 0, 1],
    ]);
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body.messages))).size).toBe(1);
    expect(await stored()).toHaveLength(before + 1);
    const [counted] = await app.db.sql`select sum(duplicates)::int as n from tally`;
    expect(counted).toEqual({ n: 3 });
  });

  it('is proven by the secret that the connection holds now', async () => {
    const draft = { id: app.sample.shop, name: 'Sandbox shop', address: '', settings: {} };
    await app.call.connections.update({ ...draft, secrets: { clientSecret: 'the next one' } });
    expect((await post(app.sample.hook, order, sealed(order))).status).toBe(401);
    expect((await post(app.sample.hook, order, sealed(order, {}, 'the next one'))).status).toBe(200);
    const { clientSecret } = app.api.sandbox.credentials;
    await app.call.connections.update({ ...draft, secrets: { clientSecret } });
    expect((await post(app.sample.hook, order, sealed(order))).status).toBe(200);
  });
});

describe('an address under /hooks', () => {
  it.each(['nobody-listens-here', '', '..%2f..%2fapi%2ftrpc', "' or true --"])(
    'that leads nowhere is 404: %j',
    async (path) => {
      const reply = await post(`${app.origin}/hooks/${path}`, '{}');
      expect(reply).toMatchObject({ status: 404, body: { error: expect.stringContaining('no flow') } });
    },
  );

  it('takes a body of exactly 5 MB, and not one byte more', async () => {
    const limit = 5 * 1024 * 1024;
    expect((await post(generic, `"${'x'.repeat(limit - 2)}"`)).status).toBe(200);
    expect((await post(generic, `"${'x'.repeat(limit - 1)}"`)).status).toBe(413);
  });

  it('stores nothing of a body that never ends', async () => {
    const before = (await stored()).length;
    const part = Buffer.alloc(1024 * 1024, 'x');
    const status = await new Promise<number>((resolve) => {
      const sending = request(generic, { method: 'POST' }, (reply) => resolve(reply.statusCode ?? 0));
      sending.on('error', () => resolve(0));
      const more = () => sending.write(part, () => !sending.destroyed && more());
      more();
    });
    expect([0, 413]).toContain(status);
    expect(await stored()).toHaveLength(before);
    expect((await post(generic, '{}')).status).toBe(200);
  });
});

describe('a generic webhook', () => {
  it('is proven by the signature that its connection and node say', async () => {
    const { id } = await app.call.connections.create({
      ...{ name: 'Partner', connector: 'webhook', address: '', settings: {}, secrets: { secret: 'between us' } },
    });
    const hook = await webhookFlow({ verification: 'hmac', header: 'x-hub-signature-256', prefix: 'sha256=' }, id);
    const body = '{"name":"é"}\n';
    const signed = (secret: string) => ({
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    });
    expect((await post(hook, body, signed('between us'))).status).toBe(200);
    expect((await stored()).at(-1)).toMatchObject({ body });
    expect((await post(hook, body, signed('guessed'))).status).toBe(401);
    expect((await post(hook, body)).status).toBe(401);
    expect((await post(hook, `${body} `, signed('between us'))).status).toBe(401);
  });

  it('is found again by its business key', async () => {
    await post(generic, '{"name":"parcel 9"}');
    await app.settled();
    expect((await app.call.runs.list({ key: 'parcel 9' })).runs).toHaveLength(1);
  });
});

describe('while the database is away', () => {
  it.each([
    ['whose hook is remembered', () => {}],
    ['whose hook has to be looked up', () => app.api.outside.forget('')],
  ])('a webhook %s is answered 503 with Retry-After, and taken when it comes again', async (words, prepare) => {
    await post(app.sample.hook, order, sealed(order));
    const headers = sealed(order, { 'X-Shopify-Webhook-Id': words });
    const back = await app.loseDatabase();
    prepare();
    const during = await post(app.sample.hook, order, headers);
    await back();
    expect(during).toMatchObject({
      status: 503,
      body: { error: expect.stringMatching(/Send it again|does not answer/) },
    });
    expect(Number(during.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(app.logged.some((line) => line.includes('could not be taken'))).toBe(true);
    expect(app.logged.join('\n')).not.toContain(new URL(app.sample.hook).pathname.split('/').at(-1));
    let after = during; // as Shopify does; each connection of the pool learns by failing once that it was cut
    for (let tries = 0; tries < 20 && after.status === 503; tries++)
      after = await post(app.sample.hook, order, headers);
    expect(after).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 0 } });
  });
});
