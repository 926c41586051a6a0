import { describe, expect, it } from 'vitest';
import type { Json } from '#flow/json.ts';
import { type PollContext, Rejected, Retryable, Unauthorized } from '../../contract.ts';
import { troubleIn } from '../../testing/bench.ts';
import { type Storefront, storefront } from '../testing.ts';
import { readChangedOrders } from './read.ts';

const seconds = 1000;
const minutes = 60_000;

/** All pages of one poll, and the checkpoint that the last of them leaves. */
async function poll(shop: Storefront, checkpoint?: Json, mostPages = 99) {
  const ctx: PollContext = { ...shop.ctx, checkpoint };
  const read = { keys: [] as string[], ids: [] as string[], bodies: [] as string[], pages: 0, checkpoint };
  for await (const batch of readChangedOrders(ctx)) {
    read.keys.push(...batch.messages.map((message) => message.key ?? ''));
    read.ids.push(...batch.messages.map((message) => message.sourceId ?? ''));
    read.bodies.push(...batch.messages.map((message) => message.body));
    read.checkpoint = batch.checkpoint;
    if (++read.pages >= mostPages) break;
  }
  return read;
}

async function place(shop: Storefront, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await shop.control('POST', 'orders', { sample: 'plain', silent: true });
}

describe('orders that changed', () => {
  it('are those since the first poll, each whole and once, a second after they were written', async () => {
    const shop = storefront();
    await place(shop, 1);
    shop.deps.clock.at += 5 * minutes;
    const first = await poll(shop);
    expect(first.keys).toEqual([]);
    await place(shop, 1);
    expect((await poll(shop, first.checkpoint)).keys).toEqual([]);
    shop.deps.clock.at += 2 * seconds;
    const second = await poll(shop, first.checkpoint);
    expect(second.keys).toEqual(['#1002']);
    expect(JSON.parse(second.bodies[0] ?? '')).toMatchObject({
      name: '#1002',
      lineItems: [{ title: 'Oak stool' }, { title: 'Clip lamp' }],
    });
  });

  it('are read page by page though many changed in one second, and from the page where reading was cut', async () => {
    const shop = storefront({ config: { since: '2026-11-01' } });
    await place(shop, 24);
    shop.deps.clock.at += 2 * minutes;
    const cut = await poll(shop, undefined, 2);
    expect(cut.keys).toHaveLength(10);
    await place(shop, 1);
    shop.deps.clock.at += 2 * minutes;
    const rest = await poll(shop, cut.checkpoint);
    expect([...cut.keys, ...rest.keys]).toEqual(Array.from({ length: 24 }, (_, i) => `#${1001 + i}`));
    expect((await poll(shop, rest.checkpoint)).keys).toContain('#1025');
  });

  it('come again under another source id when they change again, and under the same one in an overlap', async () => {
    const shop = storefront({ config: { since: '2026-11-01' } });
    const { order } = await shop.control('POST', 'orders', { sample: 'plain', silent: true });
    shop.deps.clock.at += 2 * minutes;
    const first = await poll(shop);
    shop.deps.clock.at += 1 * minutes;
    const overlap = await poll(shop, first.checkpoint);
    expect(overlap.ids).toEqual(first.ids);
    await shop.control('PATCH', `orders/${order.id}`, { note: 'Leave it at the door' });
    shop.deps.clock.at += 2 * minutes;
    const changed = await poll(shop, overlap.checkpoint);
    expect(changed.ids).not.toEqual(first.ids);
    expect(JSON.parse(changed.bodies[0] ?? '')).toMatchObject({ note: 'Leave it at the door' });
  });

  it('wait a minute in a real shop, where what was written last is not shown at once', async () => {
    const shop = storefront({ config: { since: '2026-11-01' } });
    shop.connection.sandbox = false;
    await place(shop, 1);
    shop.deps.clock.at += 59 * seconds;
    const early = await poll(shop);
    expect(early.keys).toEqual([]);
    shop.deps.clock.at += 2 * seconds;
    expect((await poll(shop, early.checkpoint)).keys).toEqual(['#1001']);
  });

  it('cost no more than a query may', async () => {
    const shop = storefront({ config: { since: '2026-11-01' } });
    await place(shop, 10);
    shop.deps.clock.at += 2 * minutes;
    expect((await poll(shop)).keys).toHaveLength(10);
  });

  it.each([
    [429, Retryable],
    [500, Retryable],
    [401, Unauthorized],
    [400, Rejected],
  ])('after %i say what is wrong', async (status, kind) => {
    const shop = storefront({ config: { since: '2026-11-01' }, secrets: { accessToken: 'shpat_1' } });
    shop.deps.clock.at += 2 * minutes;
    shop.interruptions.push(new Response('{}', { status, headers: { 'retry-after': '7' } }));
    const trouble = await troubleIn(poll(shop));
    expect(trouble).toBeInstanceOf(kind);
    if (status === 429) expect(trouble).toMatchObject({ afterSeconds: 7 });
  });

  it('begin with a date or not at all', async () => {
    const trouble = await troubleIn(poll(storefront({ config: { since: 'last week' } })));
    expect(trouble).toMatchObject({ field: 'since', wayOut: expect.stringContaining('2026-11-01') });
  });
});
