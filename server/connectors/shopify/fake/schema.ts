import { buildSchema } from 'graphql';

/**
 * The part of the vendor's 2026-10 schema that the fake speaks: every type, field, argument and nullability is the
 * vendor's, only fewer. A query that this schema accepts, the vendor accepts.
 */
export const schema = buildSchema(/* GraphQL */ `
  schema { query: QueryRoot mutation: Mutation }

  scalar DateTime
  scalar Decimal
  scalar UnsignedInt64
  scalar URL

  enum CurrencyCode { AUD CAD CHF CZK DKK EUR GBP HUF JPY NOK NZD PLN RON SEK USD }
  enum CountryCode { AT AU BE CA CH CZ DE DK ES FI FR GB HU IE IT JP LU NL NO NZ PL PT RO SE US }
  enum OrderSortKeys { CREATED_AT ID ORDER_NUMBER PROCESSED_AT TOTAL_PRICE UPDATED_AT }
  enum OrderDisplayFinancialStatus { AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED }
  enum WebhookSubscriptionTopic { ORDERS_CANCELLED ORDERS_CREATE ORDERS_PAID ORDERS_UPDATED REFUNDS_CREATE }
  enum WebhookSubscriptionFormat { JSON XML }

  type QueryRoot {
    shop: Shop!
    currentAppInstallation: AppInstallation!
    order(id: ID!): Order
    orders(
      after: String
      before: String
      first: Int
      last: Int
      query: String
      reverse: Boolean = false
      sortKey: OrderSortKeys = PROCESSED_AT
    ): OrderConnection!
    webhookSubscription(id: ID!): WebhookSubscription
    webhookSubscriptions(
      after: String
      before: String
      first: Int
      last: Int
      reverse: Boolean = false
      topics: [WebhookSubscriptionTopic!]
      uri: String
    ): WebhookSubscriptionConnection!
  }

  type Mutation {
    webhookSubscriptionCreate(
      topic: WebhookSubscriptionTopic!
      webhookSubscription: WebhookSubscriptionInput!
    ): WebhookSubscriptionCreatePayload
    webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
  }

  type Shop {
    id: ID!
    name: String!
    email: String!
    url: URL!
    myshopifyDomain: String!
    ianaTimezone: String!
    currencyCode: CurrencyCode!
    taxesIncluded: Boolean!
  }

  type AppInstallation { id: ID! accessScopes: [AccessScope!]! }
  type AccessScope { handle: String! description: String! }

  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type UserError { field: [String!] message: String! }

  type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
  type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
  type TaxLine { title: String! rate: Float ratePercentage: Float channelLiable: Boolean priceSet: MoneyBag! }
  type DiscountAllocation { allocatedAmountSet: MoneyBag! }
  type Attribute { key: String! value: String }

  type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! pageInfo: PageInfo! }
  type OrderEdge { cursor: String! node: Order! }

  type Order {
    id: ID!
    legacyResourceId: UnsignedInt64!
    name: String!
    number: Int!
    confirmationNumber: String
    createdAt: DateTime!
    updatedAt: DateTime!
    processedAt: DateTime!
    cancelledAt: DateTime
    closedAt: DateTime
    currencyCode: CurrencyCode!
    presentmentCurrencyCode: CurrencyCode!
    taxesIncluded: Boolean!
    taxExempt: Boolean!
    test: Boolean!
    displayFinancialStatus: OrderDisplayFinancialStatus
    email: String
    phone: String
    note: String
    poNumber: String
    tags: [String!]!
    customAttributes: [Attribute!]!
    discountCodes: [String!]!
    statusPageUrl: URL!
    customer: Customer
    billingAddress: MailingAddress
    shippingAddress: MailingAddress
    taxLines: [TaxLine!]!
    subtotalPriceSet: MoneyBag
    totalPriceSet: MoneyBag!
    totalTaxSet: MoneyBag
    totalDiscountsSet: MoneyBag
    totalShippingPriceSet: MoneyBag!
    totalTipReceivedSet: MoneyBag!
    originalTotalPriceSet: MoneyBag!
    currentSubtotalPriceSet: MoneyBag!
    currentTotalPriceSet: MoneyBag!
    currentTotalTaxSet: MoneyBag!
    currentTotalDiscountsSet: MoneyBag!
    lineItems(after: String, before: String, first: Int, last: Int, reverse: Boolean = false): LineItemConnection!
    shippingLines(
      after: String
      before: String
      first: Int
      includeRemovals: Boolean = false
      last: Int
      reverse: Boolean = false
    ): ShippingLineConnection!
  }

  type Customer {
    id: ID!
    legacyResourceId: UnsignedInt64!
    displayName: String!
    firstName: String
    lastName: String
    defaultEmailAddress: CustomerEmailAddress
  }
  type CustomerEmailAddress { emailAddress: String! }

  type MailingAddress {
    name: String
    firstName: String
    lastName: String
    company: String
    address1: String
    address2: String
    zip: String
    city: String
    province: String
    provinceCode: String
    country: String
    countryCodeV2: CountryCode
    phone: String
  }

  type LineItemConnection { edges: [LineItemEdge!]! nodes: [LineItem!]! pageInfo: PageInfo! }
  type LineItemEdge { cursor: String! node: LineItem! }

  type LineItem {
    id: ID!
    sku: String
    title: String!
    name: String!
    variantTitle: String
    vendor: String
    quantity: Int!
    currentQuantity: Int!
    isGiftCard: Boolean!
    taxable: Boolean!
    requiresShipping: Boolean!
    originalUnitPriceSet: MoneyBag!
    originalTotalSet: MoneyBag!
    totalDiscountSet: MoneyBag!
    discountAllocations: [DiscountAllocation!]!
    taxLines(first: Int): [TaxLine!]!
  }

  type ShippingLineConnection { edges: [ShippingLineEdge!]! nodes: [ShippingLine!]! pageInfo: PageInfo! }
  type ShippingLineEdge { cursor: String! node: ShippingLine! }

  type ShippingLine {
    id: ID
    title: String!
    code: String
    isRemoved: Boolean!
    originalPriceSet: MoneyBag!
    discountedPriceSet: MoneyBag!
    discountAllocations: [DiscountAllocation!]!
    taxLines: [TaxLine!]!
  }

  type WebhookSubscriptionConnection { edges: [WebhookSubscriptionEdge!]! nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
  type WebhookSubscriptionEdge { cursor: String! node: WebhookSubscription! }
  type ApiVersion { handle: String! displayName: String! supported: Boolean! }

  type WebhookSubscription {
    id: ID!
    legacyResourceId: UnsignedInt64!
    topic: WebhookSubscriptionTopic!
    uri: String!
    name: String
    format: WebhookSubscriptionFormat!
    includeFields: [String!]!
    apiVersion: ApiVersion!
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  input WebhookSubscriptionInput {
    uri: String
    format: WebhookSubscriptionFormat
    includeFields: [String!]
    name: String
  }

  type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
  type WebhookSubscriptionDeletePayload { deletedWebhookSubscriptionId: ID userErrors: [UserError!]! }
`);
