import { z } from 'zod';
import type { Connector } from '../contract.ts';
import { getOrder, getOrderManifest } from './get-order/index.ts';
import { askShopify } from './graphql.ts';
import { orderPlaced, orderPlacedManifest } from './order-placed/index.ts';
import { ordersChanged, ordersChangedManifest } from './orders-changed/index.ts';
import { shopQuery } from './queries.ts';

export const shopify: Connector = {
  manifest: {
    id: 'shopify',
    name: 'Shopify',
    monogram: 'S',
    group: 'systems',
    connection: {
      fields: [
        {
          key: 'address',
          label: 'Shop',
          type: 'url',
          required: true,
          placeholder: 'https://your-shop.myshopify.com',
          help: 'Or sandbox:shopify for the practice shop.',
        },
        {
          key: 'clientId',
          label: 'Client id',
          type: 'text',
          help: 'Of your app in Shopify’s Dev Dashboard. Not needed with an access token.',
        },
        {
          key: 'clientSecret',
          label: 'Client secret',
          type: 'secret',
          required: true,
          help: 'Fetches access tokens, and proves that webhooks come from Shopify.',
        },
        {
          key: 'previousClientSecret',
          label: 'Previous client secret',
          type: 'secret',
          help: 'After a change of the secret Shopify may use the old one for up to an hour.',
        },
        {
          key: 'accessToken',
          label: 'Access token',
          type: 'secret',
          placeholder: 'shpat_…',
          help: 'Only for apps made in the shop’s admin before 2026: their token does not expire.',
        },
      ],
      limits: [
        // Counted in points: a standard shop gives 100 a second, and an order costs 62.
        {
          per: 'second',
          calls: 1,
          source: 'https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits',
          date: '2026-11-20',
        },
      ],
    },
    operations: [orderPlacedManifest, ordersChangedManifest, getOrderManifest],
  },

  operations: {
    'shopify.order-placed': orderPlaced,
    'shopify.orders-changed': ordersChanged,
    'shopify.get-order': getOrder,
  },

  async test(ctx) {
    const { shop, currentAppInstallation } = answer.parse(await askShopify(ctx, shopQuery));
    const scopes = new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle));
    const warning = !scopes.has('read_orders')
      ? ' The app lacks the scope read_orders, without which it sees no orders.'
      : scopes.has('read_all_orders')
        ? ''
        : ' It sees orders of the last 60 days only (read_all_orders is not granted).';
    return `Connected to ${shop.name} (${shop.myshopifyDomain}, ${shop.currencyCode}).${warning}`;
  },
};

const answer = z.object({
  shop: z.object({ name: z.string(), myshopifyDomain: z.string(), currencyCode: z.string() }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});
