import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Rejected } from '../../contract.ts';
import { benchOf, hookRequest, troubleIn } from '../../testing/bench.ts';
import { clientSecret, storefront } from '../testing.ts';
import { orderPlaced } from './index.ts';

const hook = 'http://127.0.0.1:3000/hooks/abc';
const body = '{"id":450789469,"name":"#1002","total_price":"19.90"}\r\n';
const seal = (text: string, secret = clientSecret) => createHmac('sha256', secret).update(text).digest('base64');

const headers = {
  'x-shopify-topic': 'orders/create',
  'x-shopify-hmac-sha256': seal(body),
  'x-shopify-shop-domain': 'goods.myshopify.com',
  'x-shopify-api-version': '2026-10',
  'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
  'x-shopify-triggered-at': '2026-11-23T08:59:58.123456Z',
};
const { ctx } = benchOf({
  answer: async () => new Response(),
  connection: { secrets: { clientSecret, previousClientSecret: 'old' } },
});
const receive = (text: string | Uint8Array, sent: Record<string, string>, method = 'POST', at = ctx) =>
  orderPlaced.receive?.(hookRequest(text, sent, method), at);

describe('receive', () => {
  it('accepts a sealed delivery: its id, the order’s name, and the text as it came', () => {
    expect(receive(body, headers)).toEqual({
      kind: 'messages',
      messages: [
        {
          sourceId: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
          key: '#1002',
          headers: { type: 'orders/create', source: 'https://goods.myshopify.com', time: '2026-11-23T08:59:58.123Z' },
          body,
        },
      ],
    });
  });

  it('accepts the header names of Shopify’s newer events', () => {
    const events = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.slice(2), value]));
    expect(receive(body, events)).toMatchObject({ kind: 'messages' });
  });

  it('accepts the secret before the present one', () => {
    expect(receive(body, { ...headers, 'x-shopify-hmac-sha256': seal(body, 'old') })).toMatchObject({
      kind: 'messages',
    });
  });

  it.each<[string, string | Uint8Array, Record<string, string | undefined>, number, RegExp]>([
    ['no seal', body, { 'x-shopify-hmac-sha256': undefined }, 401, /Hmac-Sha256 is missing/],
    ['the seal of another secret', body, { 'x-shopify-hmac-sha256': seal(body, 'other') }, 401, /does not fit/],
    ['an empty secret’s seal', body, { 'x-shopify-hmac-sha256': seal(body, '') }, 401, /does not fit/],
    [
      'a seal in hexadecimal',
      body,
      { 'x-shopify-hmac-sha256': Buffer.from(seal(body), 'base64').toString('hex') },
      401,
      /does not fit/,
    ],
    ['other line ends', body.replace('\r\n', '\n'), {}, 401, /does not fit/],
    ['another order of keys', '{"name":"#1002","id":450789469,"total_price":"19.90"}\r\n', {}, 401, /does not fit/],
    ['no topic', body, { 'x-shopify-topic': undefined }, 400, /Topic is missing/],
    ['no shop', body, { 'x-shopify-shop-domain': undefined }, 400, /Shop-Domain is missing/],
    ['no version', body, { 'x-shopify-api-version': undefined }, 400, /API-Version is missing/],
    ['no id', body, { 'x-shopify-webhook-id': undefined }, 400, /Webhook-Id is missing/],
    ['another topic', body, { 'x-shopify-topic': 'products/update' }, 400, /takes orders\/create/],
    [
      'a body that is no JSON',
      '{"id":',
      { 'x-shopify-hmac-sha256': seal('{"id":') },
      400,
      /ends before it is complete/,
    ],
  ])('refuses %s', (_words, text, changed, status, reason) => {
    const sent = Object.fromEntries(
      Object.entries({ ...headers, ...changed }).filter(([, value]) => value !== undefined),
    );
    expect(receive(text, sent as Record<string, string>)).toEqual({
      kind: 'refused',
      status,
      reason: expect.stringMatching(reason),
    });
  });

  it('refuses everything while it has no secret, also what is sealed with none', () => {
    const open = benchOf({ answer: async () => new Response(), connection: { secrets: { clientSecret: '' } } });
    expect(receive(body, { ...headers, 'x-shopify-hmac-sha256': seal(body, '') }, 'POST', open.ctx)).toMatchObject({
      status: 401,
    });
  });

  it('refuses everything but POST', () => {
    expect(receive(body, headers, 'GET')).toMatchObject({ status: 405 });
  });

  it('refuses what another shop of the same app has sent', () => {
    const ours = benchOf({
      answer: async () => new Response(),
      connection: { address: 'https://ours.myshopify.com', secrets: { clientSecret } },
    });
    expect(receive(body, headers, 'POST', ours.ctx)).toMatchObject({ status: 401 });
    const same = { ...headers, 'x-shopify-shop-domain': 'ours.myshopify.com' };
    expect(receive(body, same, 'POST', ours.ctx)).toMatchObject({ kind: 'messages' });
  });
});

describe('subscribe', () => {
  it('makes one subscription however often it is asked', async () => {
    const shop = storefront();
    await orderPlaced.subscribe?.(hook, shop.ctx);
    await orderPlaced.subscribe?.(hook, shop.ctx);
    expect((await shop.control('GET', 'state')).subscriptions).toMatchObject([{ topic: 'ORDERS_CREATE', uri: hook }]);
  });

  it('makes it again when the shop has dropped it', async () => {
    const shop = storefront();
    await orderPlaced.subscribe?.(hook, shop.ctx);
    await shop.control('POST', 'reset');
    await orderPlaced.subscribe?.(hook, shop.ctx);
    expect((await shop.control('GET', 'state')).subscriptions).toHaveLength(1);
  });

  it('tells what Shopify says of an address it does not take', async () => {
    const trouble = await troubleIn(orderPlaced.subscribe?.('not an address', storefront().ctx) ?? Promise.resolve());
    expect(trouble).toBeInstanceOf(Rejected);
    expect(trouble).toMatchObject({ status: 200, vendor: expect.any(String) });
  });
});

describe('rehearse', () => {
  it('places an order whose webhook the trigger accepts', async () => {
    const shop = storefront();
    const done = await orderPlaced.rehearse?.(hook, shop.ctx, 'discount');
    expect(done).toMatchObject({ key: '#1001', words: expect.stringContaining('#1001') });
    const [sent] = shop.deps.sent;
    if (!sent) throw new Error('no webhook was sent');
    const raw = new Uint8Array(await sent.arrayBuffer());
    expect(receive(raw, Object.fromEntries(sent.headers), 'POST', shop.ctx)).toMatchObject({
      messages: [{ key: '#1001' }],
    });
  });

  it('names a sample that the shop does not have', async () => {
    const trouble = await troubleIn(orderPlaced.rehearse?.(hook, storefront().ctx, 'none') ?? Promise.resolve());
    expect(trouble).toMatchObject({ name: 'Rejected', vendor: expect.stringContaining("no sample order 'none'") });
  });

  it('says so when this hook refuses the webhook', async () => {
    const shop = storefront();
    shop.deps.receiver = async () => new Response('', { status: 401 });
    const trouble = await troubleIn(orderPlaced.rehearse?.(hook, shop.ctx) ?? Promise.resolve());
    expect(trouble).toMatchObject({
      name: 'Rejected',
      message: expect.stringContaining('refused its webhook with 401'),
    });
  });
});
