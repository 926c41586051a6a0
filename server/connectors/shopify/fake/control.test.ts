import { describe, expect, it } from 'vitest';
import { openShop } from './open-shop.ts';
import { sampleOrders } from './orders/samples.ts';

describe('the sandbox shop', () => {
  it('numbers its orders on from #1001 and lists the newest first', async () => {
    const shop = openShop();
    await shop.place();
    await shop.place({ sample: 'guest', overrides: { po_number: 'PO-9' } });
    const { body } = await shop.call('GET', '/_control/orders');
    expect(body.orders).toEqual([
      {
        id: expect.any(String),
        name: '#1002',
        total: '99.00',
        tax: '16.50',
        currency: 'EUR',
        customer: null,
        created_at: '2026-11-23T10:00:00+01:00',
        sample: 'guest',
      },
      expect.objectContaining({ name: '#1001', customer: 'Amelie Brandt', sample: 'plain' }),
    ]);
    expect((await shop.call('GET', `/_control/orders/${body.orders[0].id}`)).body.po_number).toBe('PO-9');
  });

  it('places a given order exactly as it is', async () => {
    const shop = openShop();
    const { body } = await shop.place();
    const order = {
      ...(await shop.call('GET', `/_control/orders/${body.order.id}`)).body,
      id: 7,
      name: '#7',
      x_unknown: [1],
    };
    await shop.subscribe();
    expect((await shop.place({ order })).body.order).toMatchObject({ id: '7', name: '#7', sample: null });
    expect(await shop.deps.sent[0]?.text()).toBe(JSON.stringify(order));
  });

  it.each([
    [{ sample: 'nothing' }, "There is no sample order 'nothing'. There are: plain, discount"],
    [{ order: { id: 7 } }, 'order.name'],
  ])('refuses to place %o and says why', async (wanted, message) => {
    const { status, body } = await openShop().place(wanted);
    expect(status).toBe(400);
    expect(body.message).toContain(message);
  });

  it('offers its samples', async () => {
    const { body } = await openShop().call('GET', '/_control/samples');
    expect(body.samples).toEqual(sampleOrders);
  });

  it('tells how it stands and starts over', async () => {
    const shop = openShop();
    await shop.subscribe();
    await shop.place();
    expect((await shop.call('GET', '/_control/state')).body).toMatchObject({
      name: 'shopify',
      orders: 1,
      deliveriesPending: 0,
      subscriptions: [{ topic: 'ORDERS_CREATE' }],
    });
    expect((await shop.call('POST', '/_control/reset')).body).toMatchObject({ orders: 0, subscriptions: [] });
    expect((await shop.place()).body.order.name).toBe('#1001');
  });
});
