import { type StillDeps, stillDeps } from '../../fake.ts';
import { createShopifyFake, type ShopifyFakeOptions } from './shopify-fake.ts';

export interface OpenShop {
  deps: StillDeps;
  tick(): Promise<void>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  /** A GraphQL call at 2026-10 with the static token. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answered>;
  /** Subscribes the receiver to `orders/create`. */
  subscribe(input?: Record<string, unknown>): Promise<Answered>;
  place(body?: unknown): Promise<Answered>;
}

export interface Answered {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read the vendor's documents freely
  body: any;
}

export const app = { clientId: 'client', clientSecret: 'test_secret_key', accessToken: 'shpat_static' };
export const hook = 'http://127.0.0.1:3000/hooks/abc';

/** For tests: a fresh shop with a standing clock; webhooks reach `deps.receiver`. */
export function openShop(options: Partial<ShopifyFakeOptions> = {}): OpenShop {
  const deps = stillDeps();
  const fake = createShopifyFake(deps, { ...app, ...options });
  const call: OpenShop['call'] = async (method, path, body, headers = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fake.handle(
      new Request(`http://fake${path}`, {
        method,
        headers: { 'x-shopify-access-token': app.accessToken, ...headers },
        body: text,
      }),
    );
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const ask: OpenShop['ask'] = (query, variables) =>
    call('POST', '/admin/api/2026-10/graphql.json', { query, variables });
  return {
    deps,
    call,
    ask,
    tick: () => fake.tick(),
    subscribe: (input = {}) => ask(createSubscription, { topic: 'ORDERS_CREATE', input: { uri: hook, ...input } }),
    place: (body = {}) => call('POST', '/_control/orders', body),
  };
}

const createSubscription = `mutation ($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) {
    webhookSubscription { id topic uri name apiVersion { handle } }
    userErrors { field message }
  }
}`;
