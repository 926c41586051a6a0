import { describe, expect, it } from 'vitest';
import { hook, openShop } from './open-shop.ts';

const list = '{ webhookSubscriptions(first: 10, topics: [ORDERS_CREATE]) { nodes { id topic uri } } }';

describe('webhook subscriptions', () => {
  it('are made, listed and deleted', async () => {
    const shop = openShop();
    const { body } = await shop.subscribe({ name: 'wheelwright' });
    const made = body.data.webhookSubscriptionCreate.webhookSubscription;
    expect(made).toMatchObject({
      topic: 'ORDERS_CREATE',
      uri: hook,
      name: 'wheelwright',
      apiVersion: { handle: '2026-10' },
    });
    expect((await shop.ask(list)).body.data.webhookSubscriptions.nodes).toEqual([
      { id: made.id, topic: 'ORDERS_CREATE', uri: hook },
    ]);
    const remove =
      'mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }';
    expect((await shop.ask(remove, { id: made.id })).body.data.webhookSubscriptionDelete).toEqual({
      deletedWebhookSubscriptionId: made.id,
      userErrors: [],
    });
    expect((await shop.ask(list)).body.data.webhookSubscriptions.nodes).toEqual([]);
    expect((await shop.ask(remove, { id: made.id })).body.data.webhookSubscriptionDelete.userErrors).toEqual([
      { message: 'Webhook subscription does not exist' },
    ]);
  });

  it.each([
    ['no address', { uri: undefined }, "Address can't be blank"],
    ['an address that is none', { uri: 'somewhere' }, 'Address is invalid'],
    ['plain http abroad', { uri: 'http://example.com/hook' }, 'Address protocol http:// is not supported'],
    ['XML', { format: 'XML' }, 'The sandbox shop sends JSON only'],
  ])('are refused in userErrors for %s', async (_title, input, message) => {
    const { status, body } = await openShop().subscribe(input);
    const { webhookSubscription, userErrors } = body.data.webhookSubscriptionCreate;
    expect([status, webhookSubscription, userErrors[0].message]).toEqual([200, null, message]);
  });

  it('cannot be made twice for one topic and address', async () => {
    const shop = openShop();
    await shop.subscribe();
    const { body } = await shop.subscribe();
    expect(body.data.webhookSubscriptionCreate.userErrors[0].message).toBe(
      'Address for this topic has already been taken',
    );
  });
});
