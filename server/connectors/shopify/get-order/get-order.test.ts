import { describe, expect, it } from 'vitest';
import type { Json } from '#flow/json.ts';
import { Rejected, Retryable, Unauthorized } from '../../contract.ts';
import { deliver, messageOf, troubleIn } from '../../testing/bench.ts';
import { shopify } from '../index.ts';
import { type Storefront, storefront } from '../testing.ts';
import { getOrder } from './index.ts';

const get = (shop: Storefront, body: Json) => deliver(getOrder, messageOf(body), shop);

async function withOrder(options: Parameters<typeof storefront>[0] = {}): Promise<{ shop: Storefront; id: string }> {
  const shop = storefront(options);
  const { order } = await shop.control('POST', 'orders', { sample: 'discount', silent: true });
  return { shop, id: order.id };
}

const throttledBody = (requested: number, available: number) => ({
  errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
  extensions: {
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
    },
  },
});

describe('get order', () => {
  it('gives the order with its lines as plain lists, by number, text or global id', async () => {
    const { shop, id } = await withOrder();
    const bodies: Json[] = [{ id }, { id: Number(id) }, { id: 7, admin_graphql_api_id: `gid://shopify/Order/${id}` }];
    for (const body of bodies) {
      const sent = await get(shop, body);
      expect(sent.body).toMatchObject({
        name: '#1001',
        lineItems: [{ sku: 'APR-LIN-SLT' }, { sku: 'KNF-BREAD-24' }],
        shippingLines: [],
      });
    }
  });

  it('goes on until it has every line', async () => {
    const { shop, id } = await withOrder();
    const page = (hasNextPage: boolean, sku: string) => ({
      pageInfo: { hasNextPage, endCursor: 'c' },
      nodes: [{ sku }],
    });
    shop.interruptions.push(
      Response.json({ access_token: 't', expires_in: 86399 }),
      Response.json({ data: { order: { id, lineItems: page(true, 'A'), shippingLines: { nodes: [] } } } }),
      Response.json({ data: { order: { lineItems: page(false, 'B') } } }),
    );
    expect((await get(shop, { id })).body).toMatchObject({ lineItems: [{ sku: 'A' }, { sku: 'B' }] });
    expect(shop.calls.at(-1)?.body).toContain('"after":"c"');
  });

  it.each([[{}], [{ id: 'ten' }], [{ id: 'gid://shopify/Product/1' }], [null]])('does not ask for %j', async (body) => {
    const shop = storefront();
    expect(await troubleIn(get(shop, body))).toMatchObject({ name: 'Rejected', field: 'id' });
    expect(shop.calls).toEqual([]);
  });

  it('rejects an order that the shop does not show', async () => {
    expect(await troubleIn(get(storefront(), { id: '1' }))).toMatchObject({
      name: 'Rejected',
      message: 'The shop shows no order gid://shopify/Order/1.',
    });
  });
});

describe('the admin API', () => {
  it.each([200, 429])('throttled with HTTP %i waits until the bucket has filled up enough', async (status) => {
    const { shop, id } = await withOrder({ accessToken: 'shpat_x', secrets: { accessToken: 'shpat_x' } });
    shop.interruptions.push(Response.json(throttledBody(520, 31), { status }));
    const trouble = await troubleIn(get(shop, { id }));
    expect(trouble).toBeInstanceOf(Retryable);
    expect(trouble).toMatchObject({ afterSeconds: 5, maybeSent: false });
  });

  it.each<[string, object, { new (...all: never[]): Error }]>([
    ['MAX_COST_EXCEEDED', { code: 'MAX_COST_EXCEEDED' }, Rejected],
    ['ACCESS_DENIED', { code: 'ACCESS_DENIED' }, Unauthorized],
    ['INTERNAL_SERVER_ERROR', { code: 'INTERNAL_SERVER_ERROR' }, Retryable],
    ['an error of the query', {}, Rejected],
  ])('answers %s with the trouble that fits', async (_words, extensions, kind) => {
    const { shop, id } = await withOrder({ accessToken: 'shpat_x', secrets: { accessToken: 'shpat_x' } });
    shop.interruptions.push(Response.json({ errors: [{ message: 'So it is', extensions }] }));
    expect(await troubleIn(get(shop, { id }))).toBeInstanceOf(kind);
  });

  it('fetches one token for many calls, and another once it is refused', async () => {
    const { shop, id } = await withOrder();
    await get(shop, { id });
    await get(shop, { id });
    const tokens = () => shop.calls.filter(({ url }) => url.endsWith('/access_token')).length;
    expect(tokens()).toBe(1);
    await shop.control('POST', 'expire-tokens');
    await get(shop, { id });
    expect(tokens()).toBe(2);
  });

  it('takes a static token and never tries to renew it', async () => {
    const { shop, id } = await withOrder({ accessToken: 'shpat_x', secrets: { accessToken: 'shpat_x' } });
    await get(shop, { id });
    shop.connection.secrets.accessToken = 'shpat_wrong';
    expect(await troubleIn(get(shop, { id }))).toBeInstanceOf(Unauthorized);
    expect(shop.calls.some(({ url }) => url.endsWith('/access_token'))).toBe(false);
  });

  it.each([
    ['a wrong secret', { clientSecret: 'wrong' }],
    ['no secret at all', {}],
  ])('with %s cannot be used', async (_words, secrets: Record<string, string>) => {
    expect(await troubleIn(get(storefront({ secrets }), { id: '1' }))).toBeInstanceOf(Unauthorized);
  });
});

describe('test', () => {
  it('names the shop, and warns when older orders cannot be seen', async () => {
    await expect(shopify.test?.(storefront().ctx)).resolves.toBe(
      'Connected to Wheelwright Goods (wheelwright-sandbox.myshopify.com, EUR).',
    );
    await expect(shopify.test?.(storefront({ scopes: ['read_orders'] }).ctx)).resolves.toContain('last 60 days only');
    await expect(shopify.test?.(storefront({ scopes: [] }).ctx)).resolves.toContain('lacks the scope read_orders');
  });
});
