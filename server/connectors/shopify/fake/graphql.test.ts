import { describe, expect, it } from 'vitest';
import { openShop } from './open-shop.ts';

const path = '/admin/api/2026-10/graphql.json';
const names = (body: { data: { orders: { nodes: { name: string }[] } } }) =>
  body.data.orders.nodes.map(({ name }) => name);

async function withOrders(...keys: string[]) {
  const shop = openShop();
  for (const sample of keys) {
    await shop.place({ sample });
    shop.deps.clock.at += 60_000;
  }
  return shop;
}

describe('the admin API', () => {
  it('shows an order with its money, discounts and taxes', async () => {
    const shop = openShop();
    const { body: placed } = await shop.place({ sample: 'discount' });
    const { body } = await shop.ask(
      `query ($id: ID!) { order(id: $id) { name createdAt displayFinancialStatus taxesIncluded
        customer { displayName defaultEmailAddress { emailAddress } }
        currentTotalPriceSet { shopMoney { amount currencyCode } }
        lineItems(first: 5) { pageInfo { hasNextPage } nodes { sku quantity
          discountAllocations { allocatedAmountSet { shopMoney { amount } } }
          taxLines { title rate priceSet { shopMoney { amount } } } } } } }`,
      { id: `gid://shopify/Order/${placed.order.id}` },
    );
    expect(body.data.order).toMatchObject({
      name: '#1001',
      createdAt: '2026-11-23T09:00:00Z',
      displayFinancialStatus: 'PAID',
      customer: { displayName: 'Bram de Wit', defaultEmailAddress: { emailAddress: 'bram.dewit@example.com' } },
      currentTotalPriceSet: { shopMoney: { amount: '176.35', currencyCode: 'EUR' } },
    });
    expect(body.data.order.lineItems.nodes[0]).toEqual({
      sku: 'APR-LIN-SLT',
      quantity: 1,
      discountAllocations: [{ allocatedAmountSet: { shopMoney: { amount: '4.50' } } }],
      taxLines: [{ title: 'BTW', rate: 0.21, priceSet: { shopMoney: { amount: '8.49' } } }],
    });
  });

  it.each([
    'plain',
    'discount',
    'two-rates',
    'county',
    'guest',
    'tax-included',
    'half-cents',
    'gift-card',
    'shipping',
    'free',
    'tip',
  ])('can show every field of the sample %s', async (sample) => {
    const shop = await withOrders(sample);
    const { body } = await shop.ask(`{ orders(first: 1) { nodes {
        id legacyResourceId number tags note poNumber email phone discountCodes statusPageUrl customAttributes { key value }
        billingAddress { name countryCodeV2 } shippingAddress { zip city } taxLines { ratePercentage }
        totalPriceSet { presentmentMoney { amount currencyCode } } totalTipReceivedSet { shopMoney { amount } }
        totalShippingPriceSet { shopMoney { amount } }
        lineItems(first: 9) { nodes { originalTotalSet { shopMoney { amount } } isGiftCard variantTitle } }
        shippingLines(first: 3) { nodes { id title originalPriceSet { shopMoney { amount } }
          discountedPriceSet { shopMoney { amount } } taxLines { rate } } } } } }`);
    expect(body.errors).toBeUndefined();
    expect(body.data.orders.nodes).toHaveLength(1);
  });

  it('answers null for an order that is not there', async () => {
    expect((await openShop().ask('{ order(id: "gid://shopify/Order/1") { id } }')).body.data).toEqual({ order: null });
  });

  it.each([
    [`updated_at:>='2026-11-23T09:01:00Z'`, ['#1002', '#1003']],
    [`updated_at:>'2026-11-23T09:01:00Z' AND updated_at:<='2026-11-23T09:02:00Z'`, ['#1003']],
    ['name:#1002', ['#1002']],
    ['-financial_status:paid', ['#1003']],
  ])('searches by %s', async (query, found) => {
    const shop = await withOrders('plain', 'discount', 'two-rates');
    const { body } = await shop.ask(
      'query ($q: String) { orders(first: 9, query: $q, sortKey: UPDATED_AT) { nodes { name } } }',
      { q: query },
    );
    expect(names(body)).toEqual(found);
  });

  it('refuses a search it does not understand', async () => {
    const { body } = await openShop().ask('{ orders(first: 1, query: "udpated_at:>2026") { nodes { id } } }');
    expect(body.errors[0].message).toContain('udpated_at');
  });

  it.each([
    [false, ['#1001', '#1002'], ['#1003']],
    [true, ['#1003', '#1002'], ['#1001']],
  ])('gives pages that fit together (reverse: %s)', async (reverse, first, second) => {
    const shop = await withOrders('plain', 'discount', 'two-rates');
    const query = `query ($after: String, $reverse: Boolean) { orders(first: 2, after: $after, reverse: $reverse, sortKey: UPDATED_AT) {
      nodes { name } pageInfo { hasNextPage endCursor } } }`;
    const one = await shop.ask(query, { reverse });
    expect([names(one.body), one.body.data.orders.pageInfo.hasNextPage]).toEqual([first, true]);
    const two = await shop.ask(query, { reverse, after: one.body.data.orders.pageInfo.endCursor });
    expect([names(two.body), two.body.data.orders.pageInfo.hasNextPage]).toEqual([second, false]);
  });

  it('keeps a cursor good while the order it stands on moves to the end', async () => {
    const shop = await withOrders('plain', 'discount', 'two-rates');
    const query =
      'query ($after: String) { orders(first: 1, after: $after, sortKey: UPDATED_AT) { nodes { name id } pageInfo { endCursor } } }';
    const one = await shop.ask(query);
    await shop.call('PATCH', `/_control/orders/${one.body.data.orders.nodes[0].id.split('/').pop()}`, { note: 'x' });
    expect(names((await shop.ask(query, { after: one.body.data.orders.pageInfo.endCursor })).body)).toEqual(['#1002']);
  });

  it.each([
    ['no page size', '{ orders { nodes { id } } }', 'you must provide one of first or last'],
    ['a page above 250', '{ orders(first: 251) { nodes { id } } }', 'between 0 and 250'],
    ['a field the vendor does not have', '{ shop { nickname } }', 'Cannot query field "nickname"'],
    ['a query that is none', '{ shop {', 'Syntax Error'],
  ])('tells %s in errors with HTTP 200', async (_title, query, message) => {
    const { status, body } = await openShop().ask(query);
    expect(status).toBe(200);
    expect(body.errors[0].message).toContain(message);
  });

  it('hides orders of more than sixty days from read_orders alone', async () => {
    const shop = openShop({ scopes: ['read_orders'] });
    await shop.place({ overrides: { created_at: '2026-09-01T00:00:00+02:00' } });
    await shop.place();
    expect(names((await shop.ask('{ orders(first: 9) { nodes { name } } }')).body)).toEqual(['#1002']);
    expect(
      (await shop.ask('{ currentAppInstallation { accessScopes { handle } } }')).body.data.currentAppInstallation
        .accessScopes,
    ).toEqual([{ handle: 'read_orders' }]);
  });
});

describe('versions and tokens', () => {
  it.each([
    ['2026-10', '2026-10'],
    ['unstable', 'unstable'],
    ['2024-01', '2026-01'],
  ])('a call to %s is answered by %s', async (asked, answered) => {
    const { headers } = await openShop().call('POST', `/admin/api/${asked}/graphql.json`, {
      query: '{ shop { name } }',
    });
    expect(headers.get('x-shopify-api-version')).toBe(answered);
  });

  it('a wrong token is refused', async () => {
    const { status } = await openShop().call(
      'POST',
      path,
      { query: '{ shop { name } }' },
      { 'x-shopify-access-token': 'shpat_wrong' },
    );
    expect(status).toBe(401);
  });

  it('a fetched token lasts a day', async () => {
    const shop = openShop({ accessToken: undefined });
    const form = { grant_type: 'client_credentials', client_id: 'client', client_secret: 'test_secret_key' };
    const { body } = await shop.call('POST', '/admin/oauth/access_token', form, { 'content-type': 'application/json' });
    expect(body).toMatchObject({ scope: 'read_orders,read_all_orders', expires_in: 86_399 });
    const ask = () =>
      shop.call('POST', path, { query: '{ shop { name } }' }, { 'x-shopify-access-token': body.access_token });
    shop.deps.clock.at += 86_399_999;
    expect((await ask()).status).toBe(200);
    shop.deps.clock.at += 1;
    expect((await ask()).status).toBe(401);
  });

  it('a wrong secret gets no token', async () => {
    const form = 'grant_type=client_credentials&client_id=client&client_secret=wrong';
    expect((await openShop().call('POST', '/admin/oauth/access_token', form)).status).toBe(401);
  });

  it.each(['', '{"query":', '{"variables":{}}'])('a body such as %j is a bad request', async (body) => {
    expect((await openShop().call('POST', path, body)).status).toBe(400);
  });
});
