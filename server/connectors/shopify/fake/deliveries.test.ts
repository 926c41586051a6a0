import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { retryDelayMs } from './deliveries.ts';
import { app, hook, openShop } from './open-shop.ts';

const hour = 3_600_000;
const seal = (body: string) => createHmac('sha256', app.clientSecret).update(body).digest('base64');

async function subscribed() {
  const shop = openShop();
  await shop.subscribe({ name: 'wheelwright' });
  return shop;
}

describe('a webhook', () => {
  it('carries the whole order, sealed over its bytes, and the vendor’s headers', async () => {
    const shop = await subscribed();
    const { body } = await shop.place({ sample: 'discount' });
    const [request] = shop.deps.sent;
    const text = (await request?.text()) ?? '';
    expect(request?.url).toBe(hook);
    expect(JSON.parse(text)).toMatchObject({
      name: '#1001',
      admin_graphql_api_id: `gid://shopify/Order/${body.order.id}`,
    });
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/create',
      'x-shopify-hmac-sha256': seal(text),
      'x-shopify-shop-domain': 'wheelwright-sandbox.myshopify.com',
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': body.deliveries[0].webhookId,
      'x-shopify-triggered-at': '2026-11-23T09:00:00.000Z',
      'x-shopify-name': 'wheelwright',
      'x-shopify-event-id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(body.deliveries).toMatchObject([{ state: 'delivered', status: 200, attempts: 1 }]);
  });

  it('goes to every subscription under an id of its own and one event', async () => {
    const shop = await subscribed();
    await shop.subscribe({ uri: `${hook}-2` });
    await shop.place();
    const header = (name: string) => shop.deps.sent.map(({ headers }) => headers.get(name));
    expect(new Set(header('x-shopify-webhook-id')).size).toBe(2);
    expect(new Set(header('x-shopify-event-id')).size).toBe(1);
  });

  it('is trimmed to the fields that were asked for', async () => {
    const shop = openShop();
    await shop.subscribe({ includeFields: ['id', 'name'] });
    await shop.place();
    expect(Object.keys(await shop.deps.sent[0]?.json())).toEqual(['id', 'name']);
  });

  it('tells of a changed order under orders/updated', async () => {
    const shop = openShop();
    await shop.ask(
      `mutation { webhookSubscriptionCreate(topic: ORDERS_UPDATED, webhookSubscription: { uri: "${hook}" }) { userErrors { message } } }`,
    );
    const { body } = await shop.place();
    shop.deps.clock.at += 1000;
    await shop.call('PATCH', `/_control/orders/${body.order.id}`, { note: 'changed' });
    expect(shop.deps.sent.map(({ headers }) => headers.get('x-shopify-topic'))).toEqual(['orders/updated']);
    expect(await shop.deps.sent[0]?.json()).toMatchObject({ note: 'changed', updated_at: '2026-11-23T10:00:01+01:00' });
  });

  it('is not sent for an order placed in silence', async () => {
    const shop = await subscribed();
    expect((await shop.place({ silent: true })).body.deliveries).toEqual([]);
    expect(shop.deps.sent).toEqual([]);
  });
});

describe('retries', () => {
  it('double eight times and add up to four hours', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map(retryDelayMs);
    expect(Math.round(delays.reduce((total, delay) => total + delay, 0) / 1000)).toBe(4 * 3600);
    expect(Math.round((delays[7] ?? 0) / (delays[6] ?? 1))).toBe(2);
  });

  it.each([
    ['an error', async () => new Response(null, { status: 503 })],
    ['a redirect', async () => new Response(null, { status: 302 })],
    ['nobody there', async () => Promise.reject(new Error('connection refused'))],
  ])('follow %s, with the same bytes and headers', async (_title, failing) => {
    const shop = await subscribed();
    shop.deps.receiver = failing;
    const { body } = await shop.place();
    expect(body.deliveries[0].state).toBe('pending');
    shop.deps.receiver = async () => new Response(null, { status: 204 });
    await shop.tick();
    expect(shop.deps.sent).toHaveLength(1);
    shop.deps.clock.at += retryDelayMs(1);
    await shop.tick();
    const [first, second] = shop.deps.sent;
    expect(await second?.text()).toBe(await first?.text());
    expect([...(second?.headers ?? [])]).toEqual([...(first?.headers ?? [])]);
    const log = (await shop.call('GET', '/_control/deliveries')).body.deliveries;
    expect(log[0]).toMatchObject({ state: 'delivered', attempts: [{}, { status: 204 }] });
  });

  it('count an answer after more than five seconds as none', async () => {
    const shop = await subscribed();
    shop.deps.receiver = async () => {
      shop.deps.clock.at += 5001;
      return new Response(null, { status: 200 });
    };
    expect((await shop.place()).body.deliveries[0]).toMatchObject({ state: 'pending', error: 'no answer within 5 s' });
  });

  it('delete the subscription after the eighth, four hours on', async () => {
    const shop = await subscribed();
    shop.deps.receiver = async () => new Response(null, { status: 500 });
    await shop.place();
    const subscriptions = async () => (await shop.call('GET', '/_control/state')).body.subscriptions.length;
    for (const retry of [1, 2, 3, 4, 5, 6, 7]) {
      shop.deps.clock.at += retryDelayMs(retry);
      await shop.tick();
    }
    expect([shop.deps.sent.length, await subscriptions()]).toEqual([8, 1]);
    shop.deps.clock.at += retryDelayMs(8);
    await shop.tick();
    expect([shop.deps.sent.length, await subscriptions()]).toEqual([9, 0]);
    shop.deps.clock.at += 5 * hour;
    await shop.tick();
    expect(shop.deps.sent).toHaveLength(9);
    const { body } = await shop.call('GET', '/_control/deliveries');
    expect(body.deliveries[0].state).toBe('given up');
  });
});

describe('the sandbox', () => {
  it('repeats a delivery under the same webhook id', async () => {
    const shop = await subscribed();
    const { body } = await shop.place();
    const [{ webhookId }] = body.deliveries;
    await shop.call('POST', '/_control/redeliver', { webhookId });
    expect(shop.deps.sent.map(({ headers }) => headers.get('x-shopify-webhook-id'))).toEqual([webhookId, webhookId]);
  });

  it.each(['body', 'signature'])('forges a delivery by its %s, which no seal confirms', async (how) => {
    const shop = await subscribed();
    const { body } = await shop.place();
    shop.deps.receiver = async () => new Response(null, { status: 401 });
    const forged = await shop.call('POST', '/_control/tampered', { how });
    expect(forged.body).toMatchObject({ state: 'forged', status: 401 });
    expect(forged.body.webhookId).not.toBe(body.deliveries[0].webhookId);
    const [honest, dishonest] = shop.deps.sent;
    const [was, is] = [await honest?.text(), await dishonest?.text()];
    expect(dishonest?.headers.get('x-shopify-hmac-sha256')).not.toBe(seal(is ?? ''));
    expect(is?.length).toBe(was?.length);
    expect(is === was).toBe(how === 'signature');
    shop.deps.clock.at += 5 * hour;
    await shop.tick();
    expect(shop.deps.sent).toHaveLength(2);
  });

  it('has nothing to forge before the first order', async () => {
    expect((await (await subscribed()).call('POST', '/_control/tampered')).status).toBe(409);
  });
});
