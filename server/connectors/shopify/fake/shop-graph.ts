import { connection, inSequence, type PageArguments } from './connection.ts';
import type { OrderDocument } from './order-document.ts';
import { orderNode } from './order-node.ts';
import { type OrderSortKey, orderFilter, placedBy } from './order-search.ts';
import type { Shop } from './shop.ts';
import type { Subscription, SubscriptionInput, Subscriptions } from './subscriptions.ts';

export interface GraphSources {
  shop: Shop;
  scopes: string[];
  /** Those that the app's scopes show. */
  orders(): Promise<OrderDocument[]>;
  order(id: string): Promise<OrderDocument | undefined>;
  subscriptions: Subscriptions;
  /** The version that answers this call; new subscriptions keep it. */
  apiVersion: string;
}

type Page = PageArguments & { reverse: boolean };

/** The root of the schema: one function per field of the query and mutation types. */
export function shopGraph({ shop, scopes, orders, order, subscriptions, apiVersion }: GraphSources) {
  return {
    shop: () => ({
      id: 'gid://shopify/Shop/61402144015',
      name: shop.name,
      email: `hello@${shop.domain}`,
      url: `https://${shop.domain}`,
      myshopifyDomain: shop.domain,
      ianaTimezone: shop.timeZone,
      currencyCode: shop.currency,
      taxesIncluded: false,
    }),
    currentAppInstallation: () => ({
      id: 'gid://shopify/AppInstallation/514002931',
      accessScopes: scopes.map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    }),
    order: async ({ id }: { id: string }) => {
      const found = await order(id.replace('gid://shopify/Order/', ''));
      return found ? orderNode(found) : null;
    },
    orders: async ({ query, sortKey, reverse, ...page }: Page & { query?: string; sortKey: OrderSortKey }) => {
      const matches = orderFilter(query ?? '');
      const placed = (await orders()).filter(matches).map((each) => placedBy(sortKey, each));
      return connection(
        placed.map(({ position, node }) => ({ position, node: orderNode(node) })),
        page,
        reverse,
      );
    },
    webhookSubscription: async ({ id }: { id: string }) => {
      const found = (await subscriptions.all()).find((each) => each.id === id);
      return found ? subscriptionNode(found) : null;
    },
    webhookSubscriptions: async ({ topics, uri, reverse, ...page }: Page & { topics?: string[]; uri?: string }) => {
      const found = (await subscriptions.all()).filter(
        (each) => (!topics || topics.includes(each.topic)) && (!uri || each.uri === uri),
      );
      return connection(inSequence(found.map(subscriptionNode)), page, reverse);
    },
    webhookSubscriptionCreate: async (wanted: { topic: string; webhookSubscription: SubscriptionInput }) => {
      const made = await subscriptions.create(wanted.topic, wanted.webhookSubscription, apiVersion);
      return Array.isArray(made)
        ? { webhookSubscription: null, userErrors: made }
        : { webhookSubscription: subscriptionNode(made), userErrors: [] };
    },
    webhookSubscriptionDelete: async ({ id }: { id: string }) =>
      (await subscriptions.remove(id))
        ? { deletedWebhookSubscriptionId: id, userErrors: [] }
        : {
            deletedWebhookSubscriptionId: null,
            userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
          },
  };
}

function subscriptionNode(of: Subscription) {
  const at = `${new Date(of.createdAt).toISOString().slice(0, 19)}Z`;
  return {
    id: of.id,
    legacyResourceId: of.id.replace('gid://shopify/WebhookSubscription/', ''),
    topic: of.topic,
    uri: of.uri,
    name: of.name,
    format: of.format,
    includeFields: of.includeFields,
    apiVersion: { handle: of.apiVersion, displayName: of.apiVersion, supported: true },
    createdAt: at,
    updatedAt: at,
  };
}
