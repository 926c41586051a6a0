import { type Fake, type FakeDeps, failureInjector, jsonResponse } from '../../fake.ts';
import { control } from './control.ts';
import { type Plan, standardPlan } from './cost-bucket.ts';
import { webhookDeliveries } from './deliveries.ts';
import { graphqlEndpoint } from './graphql-endpoint.ts';
import { orderBook, type Shop } from './shop.ts';
import { webhookSubscriptions } from './subscriptions.ts';
import { type ShopifyApp, shopifyTokens } from './tokens.ts';

export interface ShopifyFakeOptions extends Omit<ShopifyApp, 'scopes'> {
  shop?: Partial<Shop>;
  scopes?: string[];
  plan?: Plan;
}

export const sandboxShop: Shop = {
  domain: 'wheelwright-sandbox.myshopify.com',
  name: 'Wheelwright Goods',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
};

/** Oldest first; a call to any other version is answered by the oldest of these, as at the vendor's. */
export const supportedVersions = ['2026-01', '2026-04', '2026-07', '2026-10', 'unstable'];

/**
 * A Shopify shop: `/admin/oauth/access_token` and `/admin/api/{version}/graphql.json` with the vendor's costs and
 * userErrors, and signed `orders/create` webhooks, retried eight times over four hours.
 */
export function createShopifyFake(deps: FakeDeps, options: ShopifyFakeOptions): Fake {
  const shop = { ...sandboxShop, ...options.shop };
  const scopes = options.scopes ?? ['read_orders', 'read_all_orders'];
  const orders = orderBook(deps, shop);
  const tokens = shopifyTokens(deps, { ...options, scopes });
  const subscriptions = webhookSubscriptions(deps);
  const deliveries = webhookDeliveries(deps, { shop: shop.domain, clientSecret: options.clientSecret }, subscriptions);
  const failures = failureInjector(deps);
  const graphql = graphqlEndpoint(deps, options.plan ?? standardPlan);

  /** Without `read_all_orders` an order of more than 60 days is not there. */
  const visible = (created: string) =>
    scopes.includes('read_all_orders') || Date.parse(created) > deps.now() - 60 * 86_400_000;

  const sources = (apiVersion: string) => ({
    shop,
    scopes,
    subscriptions,
    apiVersion,
    orders: async () => (await orders.all()).map(({ order }) => order).filter((order) => visible(order.created_at)),
    order: async (id: string) => {
      const order = (await orders.find(id))?.order;
      return order && visible(order.created_at) ? order : undefined;
    },
  });

  const vendor = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (request.method === 'POST' && pathname === '/admin/oauth/access_token') return tokens.endpoint(request);
    const asked = graphqlPath.exec(pathname)?.[1];
    if (request.method !== 'POST' || !asked) return jsonResponse({ errors: 'Not Found' }, 404);
    if (!(await tokens.accepts(request.headers.get('x-shopify-access-token'))))
      return jsonResponse(
        { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
        401,
      );
    return graphql.answer(request, sources(answeringVersion(asked)));
  };

  return {
    name: 'shopify',
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/_control/'))
        return control(deps, { shop, orders, subscriptions, deliveries, tokens, failures }, request);
      const asked = graphqlPath.exec(pathname)?.[1];
      const response = await failures.around(
        () => vendor(request),
        (failure) => {
          if (failure.status === 500) return jsonResponse({ errors: 'Internal Server Error' }, 500);
          return asked ? graphql.throttled(failure) : jsonResponse({ errors: 'Too Many Requests' }, 429);
        },
      );
      if (asked && response.type !== 'error') response.headers.set('X-Shopify-API-Version', answeringVersion(asked));
      return response;
    },
    tick: () => deliveries.tick(),
  };
}

const graphqlPath = /^\/admin\/api\/([\w-]+)\/graphql\.json$/;

function answeringVersion(asked: string): string {
  return supportedVersions.includes(asked) ? asked : (supportedVersions[0] as string);
}
