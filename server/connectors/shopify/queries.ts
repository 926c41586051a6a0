/** The version that every query here is written for. Quarterly; each is answered for about a year. */
export const apiVersion = '2026-10';

const lineFragment = /* GraphQL */ `fragment Line on LineItem {
  id sku name title quantity currentQuantity isGiftCard
  originalUnitPriceSet { shopMoney { amount currencyCode } }
  discountAllocations { allocatedAmountSet { shopMoney { amount currencyCode } } }
  taxLines { title rate priceSet { shopMoney { amount currencyCode } } }
}`;

export const shopQuery = /* GraphQL */ `query Shop {
  shop { name myshopifyDomain currencyCode ianaTimezone }
  currentAppInstallation { accessScopes { handle } }
}`;

/** An order whole, but for lines beyond the first fifty. */
const orderFragment = /* GraphQL */ `fragment Whole on Order {
  id legacyResourceId name createdAt updatedAt processedAt cancelledAt currencyCode taxesIncluded taxExempt test
  displayFinancialStatus email phone note poNumber tags
  customer { id legacyResourceId displayName firstName lastName defaultEmailAddress { emailAddress } }
  subtotalPriceSet { shopMoney { amount currencyCode } }
  totalPriceSet { shopMoney { amount currencyCode } }
  currentTotalPriceSet { shopMoney { amount currencyCode } }
  totalTaxSet { shopMoney { amount currencyCode } }
  totalDiscountsSet { shopMoney { amount currencyCode } }
  totalTipReceivedSet { shopMoney { amount currencyCode } }
  taxLines { title rate priceSet { shopMoney { amount currencyCode } } }
  lineItems(first: 50) {
    pageInfo { hasNextPage endCursor }
    nodes { ...Line }
  }
  shippingLines(first: 5) {
    nodes {
      title isRemoved
      originalPriceSet { shopMoney { amount currencyCode } }
      discountedPriceSet { shopMoney { amount currencyCode } }
      taxLines { title rate priceSet { shopMoney { amount currencyCode } } }
    }
  }
}
${lineFragment}`;

export const orderQuery = /* GraphQL */ `query Order($id: ID!) {
  order(id: $id) { ...Whole }
}
${orderFragment}`;

export const changedOrdersQuery = /* GraphQL */ `query ChangedOrders($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes { ...Whole }
  }
}
${orderFragment}`;

/** The lines of an order that has more than the first fifty. */
export const moreLinesQuery = /* GraphQL */ `query OrderLines($id: ID!, $after: String!) {
  order(id: $id) {
    lineItems(first: 50, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Line }
    }
  }
}
${lineFragment}`;

export const subscriptionsQuery = /* GraphQL */ `query Subscriptions($uri: String!) {
  webhookSubscriptions(first: 5, topics: [ORDERS_CREATE], uri: $uri) {
    nodes { id topic uri }
  }
}`;

export const subscribeMutation = /* GraphQL */ `mutation Subscribe($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
    webhookSubscription { id topic uri apiVersion { handle } }
    userErrors { field message }
  }
}`;
