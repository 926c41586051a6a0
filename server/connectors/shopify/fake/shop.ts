import { type FakeDeps, oneAtATime } from '../../fake.ts';
import type { OrderDocument } from './order-document.ts';
import { buildOrder } from './orders/build-order.ts';
import type { SampleOrder } from './orders/sample-order.ts';
import { shopTime } from './shop-time.ts';

export interface Shop {
  /** `*.myshopify.com` */
  domain: string;
  name: string;
  currency: string;
  /** IANA name. */
  timeZone: string;
}

export interface PlacedOrder {
  /** Key of the sample it was made from. */
  sample?: string;
  order: OrderDocument;
}

export interface Orders {
  /** Oldest first. */
  all(): Promise<PlacedOrder[]>;
  find(id: string): Promise<PlacedOrder | undefined>;
  /** A new order from a sample, numbered on; `overrides` replace top-level fields. */
  placeSample(sample: SampleOrder, overrides: Record<string, unknown>): Promise<OrderDocument>;
  /** An order exactly as given, with its own id and name. */
  place(order: OrderDocument): Promise<OrderDocument>;
  /** Changes top-level fields and moves `updated_at`. */
  change(id: string, changes: Record<string, unknown>): Promise<OrderDocument | undefined>;
}

export function orderBook(deps: FakeDeps, shop: Shop): Orders {
  const { store } = deps;
  const alone = oneAtATime();
  const keep = (placed: PlacedOrder) => store.put('order', String(placed.order.id), JSON.stringify(placed));
  const find = async (id: string): Promise<PlacedOrder | undefined> => {
    const kept = await store.get('order', id);
    return kept && JSON.parse(kept);
  };

  return {
    all: async () => (await store.list('order')).map(({ body }) => JSON.parse(body)),
    find,
    placeSample: (sample, overrides) =>
      alone(async () => {
        const sequence = Number((await store.get('control', 'order-count')) ?? 0) + 1;
        await store.put('control', 'order-count', String(sequence));
        const placing = {
          sequence,
          at: deps.now(),
          shop: shop.domain,
          currency: shop.currency,
          timeZone: shop.timeZone,
        };
        const order: OrderDocument = { ...buildOrder(sample, placing), ...overrides };
        await keep({ sample: sample.key, order });
        return order;
      }),
    async place(order) {
      await keep({ order });
      return order;
    },
    change: (id, changes) =>
      alone(async () => {
        const placed = await find(id);
        if (!placed) return undefined;
        const order = { ...placed.order, updated_at: shopTime(deps.now(), shop.timeZone), ...changes };
        await keep({ ...placed, order });
        return order;
      }),
  };
}
