import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openShop } from './open-shop.ts';
import { queryCost } from './query-cost.ts';

const orders = (first: number) =>
  `{ orders(first: ${first}) { nodes { name lineItems(first: 20) { nodes { sku taxLines { rate } } } } } }`;

describe('the cost of a query', () => {
  it.each([
    ['{ shop { name } }', 1],
    ['{ orders(first: 10) { nodes { name } } }', 12],
    ['{ orders(first: 10) { edges { cursor node { name customer { id } } } pageInfo { hasNextPage } } }', 22],
    [orders(10), 2 + 10 * (1 + 2 + 20)],
    ['query ($n: Int) { orders(first: $n) { nodes { ...o } } } fragment o on Order { customer { id } }', 2 + 7 * 2],
    ['mutation { webhookSubscriptionDelete(id: "1") { deletedWebhookSubscriptionId } }', 10],
  ])('%s is %i', (query, cost) => {
    expect(queryCost(parse(query), { n: 7 })).toBe(cost);
  });
});

describe('the cost bucket', () => {
  it('tells what was asked, what it came to and what is left', async () => {
    const shop = openShop();
    await shop.place();
    const { body } = await shop.ask(orders(10));
    expect(body.extensions.cost).toEqual({
      requestedQueryCost: 232,
      actualQueryCost: 2 + 1 + 2 + 2,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1993, restoreRate: 100 },
    });
  });

  it('throttles with HTTP 200 until the clock has refilled it', async () => {
    const shop = openShop({ plan: { restoreRate: 10, maximumAvailable: 15 } });
    expect(
      (await shop.ask('mutation { webhookSubscriptionDelete(id: "1") { deletedWebhookSubscriptionId } }')).status,
    ).toBe(200);
    const query = '{ orders(first: 8) { nodes { id } } }';
    const throttled = await shop.ask(query);
    expect([throttled.status, throttled.body]).toEqual([
      200,
      {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: {
            requestedQueryCost: 10,
            actualQueryCost: null,
            throttleStatus: { maximumAvailable: 15, currentlyAvailable: 5, restoreRate: 10 },
          },
        },
      },
    ]);
    shop.deps.clock.at += 1000;
    expect((await shop.ask(query)).body.data).toBeDefined();
  });

  it('refuses what costs more than a thousand, however full it is', async () => {
    const { status, body } = await openShop().ask(orders(50));
    expect([status, body.errors[0].extensions.code, body.data]).toEqual([200, 'MAX_COST_EXCEEDED', undefined]);
  });
});

describe('injected failures', () => {
  it.each([
    [{ status: 429, count: 1, retryAfterSeconds: 3 }, 200],
    [{ status: 429, count: 1, problem: 'http' }, 429],
  ])('throttle in the vendor’s own words: %o', async (failNext, status) => {
    const shop = openShop();
    await shop.call('PUT', '/_control/failures', { failNext });
    const throttled = await shop.ask('{ shop { name } }');
    expect([throttled.status, throttled.body.errors[0].extensions.code]).toEqual([status, 'THROTTLED']);
    expect((await shop.ask('{ shop { name } }')).body.data.shop.name).toBe('Wheelwright Goods');
  });

  it('break with a 500', async () => {
    const shop = openShop();
    await shop.call('PUT', '/_control/failures', { failRate: { status: 500, percent: 100 } });
    expect((await shop.ask('{ shop { name } }')).status).toBe(500);
    expect((await shop.place()).status).toBe(201);
  });
});
