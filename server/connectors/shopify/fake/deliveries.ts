import { createHmac } from 'node:crypto';
import { type FakeDeps, oneAtATime, randomUuid } from '../../fake.ts';
import type { OrderDocument } from './order-document.ts';
import { type Subscription, type Subscriptions, wireTopic } from './subscriptions.ts';

/** One webhook on its way to one address; retries repeat its headers and body to the byte. */
export interface Delivery {
  webhookId: string;
  eventId: string;
  topic: string;
  subscriptionId: string;
  uri: string;
  orderName: string;
  headers: Record<string, string>;
  attempts: Attempt[];
  /** `given up`: the eighth retry failed too, and the subscription was deleted. `forged`: sent on purpose with a broken seal. */
  state: 'pending' | 'delivered' | 'given up' | 'forged';
}

export interface Attempt {
  /** Milliseconds since 1970. */
  at: number;
  status?: number;
  /** When nobody answered, or too late. */
  error?: string;
  /** Sent once more on purpose; no retry, and not counted as one. */
  again?: true;
}

export interface Deliveries {
  /** Sends to every subscription of the topic and waits for the first attempt of each. */
  emit(topic: string, order: OrderDocument): Promise<Delivery[]>;
  /** Makes the retries that are due. */
  tick(): Promise<void>;
  /** Sends an earlier delivery once more under its own webhook id, as the vendor may do at any time. */
  repeat(webhookId: string): Promise<Delivery | undefined>;
  /** Sends the last delivery as a stranger might: under a fresh id, with one byte of the body changed or the seal of another key. */
  forge(how: 'body' | 'signature'): Promise<Delivery | undefined>;
  all(): Promise<Delivery[]>;
  pending(): Promise<number>;
}

export interface Sender {
  shop: string;
  clientSecret: string;
}

const timeoutMs = 5000;
const retries = 8;

/** Eight delays that double and add up to four hours: 56 seconds, 113 seconds … 2 hours. */
export function retryDelayMs(retry: number): number {
  return Math.round((4 * 3_600_000 * 2 ** (retry - 1)) / (2 ** retries - 1));
}

export function webhookDeliveries(deps: FakeDeps, sender: Sender, subscriptions: Subscriptions): Deliveries {
  const { store } = deps;
  const alone = oneAtATime();
  let ticking = false;

  const seal = (body: string, secret: string) => createHmac('sha256', secret).update(body).digest('base64');
  const keep = (delivery: Delivery) => store.put('delivery', delivery.webhookId, JSON.stringify(delivery));
  const find = async (webhookId: string): Promise<Delivery | undefined> => {
    const kept = await store.get('delivery', webhookId);
    return kept && JSON.parse(kept);
  };

  const due = async (): Promise<Record<string, number>> => JSON.parse((await store.get('control', 'due')) ?? '{}');
  /** When to try again; undefined when there is nothing left to try. */
  const schedule = (webhookId: string, at: number | undefined) =>
    alone(async () => {
      const { [webhookId]: _, ...others } = await due();
      await store.put('control', 'due', JSON.stringify(at === undefined ? others : { ...others, [webhookId]: at }));
    });

  const send = async ({ uri, headers }: Delivery, body: string): Promise<Attempt> => {
    const at = deps.now();
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await deps.send(new Request(uri, { method: 'POST', headers, body, redirect: 'manual', signal }));
      await response.body?.cancel();
      return deps.now() - at > timeoutMs ? { at, error: 'no answer within 5 s' } : { at, status: response.status };
    } catch (cause) {
      return { at, error: cause instanceof Error ? cause.message : String(cause) };
    }
  };

  const attempt = async (delivery: Delivery): Promise<Delivery> => {
    const made = await send(delivery, (await store.get('delivery-body', delivery.webhookId)) ?? '');
    const next: Delivery = { ...delivery, attempts: [...delivery.attempts, made] };
    const tries = next.attempts.filter(({ again }) => !again).length;
    if (arrived(made)) next.state = 'delivered';
    else if (tries > retries) next.state = 'given up';
    if (next.state === 'given up') await subscriptions.remove(delivery.subscriptionId);
    await keep(next);
    await schedule(next.webhookId, next.state === 'pending' ? deps.now() + retryDelayMs(tries) : undefined);
    return next;
  };

  const prepare = async (topic: string, order: OrderDocument, to: Subscription, eventId: string): Promise<Delivery> => {
    const body = JSON.stringify(to.includeFields.length ? only(order, to.includeFields) : order);
    const webhookId = randomUuid(deps.random);
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'X-Shopify-Topic': wireTopic(topic),
      'X-Shopify-Hmac-Sha256': seal(body, sender.clientSecret),
      'X-Shopify-Shop-Domain': sender.shop,
      'X-Shopify-API-Version': to.apiVersion,
      'X-Shopify-Webhook-Id': webhookId,
      'X-Shopify-Event-Id': eventId,
      'X-Shopify-Triggered-At': new Date(deps.now()).toISOString(),
      ...(to.name ? { 'X-Shopify-Name': to.name } : {}),
    };
    const { id: subscriptionId, uri } = to;
    const delivery: Delivery = {
      webhookId,
      eventId,
      topic: wireTopic(topic),
      subscriptionId,
      uri,
      orderName: order.name,
      headers,
      attempts: [],
      state: 'pending',
    };
    await store.put('delivery-body', webhookId, body);
    await keep(delivery);
    // Should the process die before the first attempt is over, the retry comes as if that attempt had failed.
    await schedule(webhookId, deps.now() + retryDelayMs(1));
    return delivery;
  };

  return {
    async emit(topic, order) {
      const eventId = randomUuid(deps.random);
      const receivers = (await subscriptions.all()).filter((each) => each.topic === topic);
      const prepared: Delivery[] = [];
      for (const each of receivers) prepared.push(await prepare(topic, order, each, eventId));
      return Promise.all(prepared.map(attempt));
    },
    async tick() {
      if (ticking) return;
      ticking = true;
      try {
        for (const [webhookId, at] of Object.entries(await due())) {
          if (at > deps.now()) continue;
          const delivery = await find(webhookId);
          if (delivery) await attempt(delivery);
        }
      } finally {
        ticking = false;
      }
    },
    async repeat(webhookId) {
      const delivery = await find(webhookId);
      if (!delivery || delivery.state === 'forged') return undefined;
      const made = await send(delivery, (await store.get('delivery-body', webhookId)) ?? '');
      const next: Delivery = { ...delivery, attempts: [...delivery.attempts, { ...made, again: true }] };
      await keep(next);
      return next;
    },
    async forge(how) {
      const last = (await store.list('delivery'))
        .map(({ body }): Delivery => JSON.parse(body))
        .findLast(({ state }) => state !== 'forged');
      const body = last && (await store.get('delivery-body', last.webhookId));
      if (!last || !body) return undefined;
      const webhookId = randomUuid(deps.random);
      const headers: Record<string, string> = { ...last.headers, 'X-Shopify-Webhook-Id': webhookId };
      if (how === 'signature') headers['X-Shopify-Hmac-Sha256'] = seal(body, `not ${sender.clientSecret}`);
      const forged: Delivery = { ...last, webhookId, headers, attempts: [], state: 'forged' };
      const made = await send(forged, how === 'body' ? oneByteOff(body) : body);
      const kept = { ...forged, attempts: [made] };
      await keep(kept);
      return kept;
    },
    all: async () => (await store.list('delivery')).map(({ body }) => JSON.parse(body)),
    pending: async () => Object.keys(await due()).length,
  };
}

function arrived({ status }: Attempt): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function only(order: OrderDocument, fields: string[]) {
  return Object.fromEntries(Object.entries(order).filter(([field]) => fields.includes(field)));
}

/** The first digit of the total is another one: the forgery that pays. */
function oneByteOff(body: string): string {
  const place = body.indexOf('"total_price":"') + '"total_price":"'.length;
  const digit = (Number(body[place]) + 1) % 10 || 1;
  return body.slice(0, place) + digit + body.slice(place + 1);
}
