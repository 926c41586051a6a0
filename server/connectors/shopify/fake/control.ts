import { z } from 'zod';
import { type FailureInjector, type FakeDeps, jsonResponse, readJson } from '../../fake.ts';
import type { Deliveries, Delivery } from './deliveries.ts';
import { type OrderDocument, orderDocument } from './order-document.ts';
import { sampleOrders, samples } from './orders/samples.ts';
import type { Orders, PlacedOrder, Shop } from './shop.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Tokens } from './tokens.ts';

export interface Controlled {
  shop: Shop;
  orders: Orders;
  subscriptions: Subscriptions;
  deliveries: Deliveries;
  tokens: Tokens;
  failures: FailureInjector;
}

/** The sandbox's own verbs under `/_control/`; none of them is the vendor's. */
export async function control(deps: FakeDeps, fake: Controlled, request: Request): Promise<Response> {
  const [verb, argument] = new URL(request.url).pathname.replace(/^\/_control\//, '').split('/');
  switch (`${request.method} ${verb}`) {
    case 'GET state':
      return jsonResponse(await state(fake));
    case 'GET samples':
      return jsonResponse({ samples: sampleOrders });
    case 'POST orders':
      return place(fake, await readJson(request));
    case 'GET orders':
      return argument
        ? one(fake, argument)
        : jsonResponse({ orders: (await fake.orders.all()).map(summary).reverse() });
    case 'PATCH orders':
      return change(fake, argument ?? '', await readJson(request));
    case 'GET deliveries':
      return jsonResponse({ deliveries: (await fake.deliveries.all()).reverse() });
    case 'POST redeliver':
      return redeliver(fake, await readJson(request));
    case 'POST tampered':
      return tampered(fake, await readJson(request));
    case 'POST expire-tokens':
      await fake.tokens.expireAll();
      return jsonResponse({ expired: true });
    case 'POST tick':
      await fake.deliveries.tick();
      return jsonResponse({ pending: await fake.deliveries.pending() });
    case 'POST reset':
      await deps.store.clear();
      return jsonResponse(await state(fake));
    case 'GET failures':
    case 'PUT failures':
    case 'DELETE failures':
      return fake.failures.control(request);
    default:
      return jsonResponse({ message: `The sandbox has no verb ${request.method} /_control/${verb}.` }, 404);
  }
}

async function state({ shop, orders, subscriptions, deliveries, failures }: Controlled) {
  return {
    name: 'shopify',
    shop: shop.domain,
    currency: shop.currency,
    orders: (await orders.all()).length,
    subscriptions: (await subscriptions.all()).map(({ id, topic, uri, name }) => ({ id, topic, uri, name })),
    deliveriesPending: await deliveries.pending(),
    failures: await failures.settings(),
  };
}

const placing = z.object({
  sample: z.string().default('plain'),
  /** Top-level fields of the order that shall differ from the sample. */
  overrides: z.record(z.string(), z.unknown()).default({}),
  /** A whole REST order, placed as it is; then no sample. */
  order: orderDocument.optional(),
  /** True: the order is there, but no webhook tells of it. */
  silent: z.boolean().default(false),
});

async function place({ orders, deliveries }: Controlled, body: unknown): Promise<Response> {
  const wanted = placing.safeParse(body ?? {});
  if (!wanted.success) return jsonResponse({ message: z.prettifyError(wanted.error) }, 400);
  const { sample: key, overrides, silent } = wanted.data;
  const sample = samples.find((each) => each.key === key);
  // The order as it came: the schema only names what the fake reads.
  const given = wanted.data.order && (body as { order: OrderDocument }).order;
  if (!given && !sample) {
    const known = sampleOrders.map((each) => each.key).join(', ');
    return jsonResponse({ message: `There is no sample order '${key}'. There are: ${known}.` }, 400);
  }
  const order = given ? await orders.place(given) : sample && (await orders.placeSample(sample, overrides));
  if (!order) throw new Error('neither an order nor a sample, though one was found before');
  const sent = silent ? [] : await deliveries.emit('ORDERS_CREATE', order);
  return jsonResponse({ order: summary({ sample: given ? undefined : key, order }), deliveries: sent.map(brief) }, 201);
}

async function one({ orders }: Controlled, id: string): Promise<Response> {
  const placed = await orders.find(id);
  return placed ? jsonResponse(placed.order) : jsonResponse({ message: `There is no order ${id}.` }, 404);
}

async function change({ orders, deliveries }: Controlled, id: string, body: unknown): Promise<Response> {
  const changes = z.record(z.string(), z.unknown()).safeParse(body);
  if (!changes.success) return jsonResponse({ message: 'Send the fields to change as a JSON object.' }, 400);
  const order = await orders.change(id, changes.data);
  if (!order) return jsonResponse({ message: `There is no order ${id}.` }, 404);
  const sent = await deliveries.emit('ORDERS_UPDATED', order);
  return jsonResponse({ order: summary({ order }), deliveries: sent.map(brief) });
}

async function redeliver({ deliveries }: Controlled, body: unknown): Promise<Response> {
  const wanted = z.object({ webhookId: z.string() }).safeParse(body);
  if (!wanted.success) return jsonResponse({ message: 'Name the delivery: { "webhookId": "…" }.' }, 400);
  const sent = await deliveries.repeat(wanted.data.webhookId);
  if (!sent) return jsonResponse({ message: `There is no delivery ${wanted.data.webhookId}.` }, 404);
  return jsonResponse(brief(sent));
}

async function tampered({ deliveries }: Controlled, body: unknown): Promise<Response> {
  const wanted = z.object({ how: z.enum(['body', 'signature']).default('body') }).safeParse(body ?? {});
  if (!wanted.success) return jsonResponse({ message: 'how must be body or signature.' }, 400);
  const sent = await deliveries.forge(wanted.data.how);
  if (!sent)
    return jsonResponse({ message: 'Nothing was delivered yet that could be forged: place an order first.' }, 409);
  return jsonResponse(brief(sent));
}

function summary({ sample, order }: PlacedOrder) {
  const customer = order.customer && [order.customer.first_name, order.customer.last_name].filter(Boolean).join(' ');
  return {
    id: String(order.id),
    name: order.name,
    total: order.total_price,
    tax: order.total_tax,
    currency: order.currency,
    customer: customer || null,
    created_at: order.created_at,
    sample: sample ?? null,
  };
}

/** A delivery and how its last attempt went. */
function brief({ webhookId, topic, uri, state: stands, attempts }: Delivery) {
  const { status = null, error = null } = attempts.at(-1) ?? {};
  return { webhookId, topic, uri, state: stands, attempts: attempts.length, status, error };
}
