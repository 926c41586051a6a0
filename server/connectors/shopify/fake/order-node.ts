import { Decimal } from 'decimal.js';
import { connection, inSequence, type PageArguments } from './connection.ts';
import { cents } from './money.ts';
import type { Allocation, DocumentMoneySet, LineItem, OrderDocument, ShippingLine, TaxLine } from './order-document.ts';

/** The REST order as the GraphQL schema sees it; functions are fields that take arguments. */
export function orderNode(order: OrderDocument) {
  const both = (amount: string) => moneyBagOf(amount, order);
  return {
    id: order.admin_graphql_api_id,
    legacyResourceId: String(order.id),
    name: order.name,
    number: order.number,
    confirmationNumber: order.confirmation_number,
    createdAt: utc(order.created_at),
    updatedAt: utc(order.updated_at),
    processedAt: utc(order.processed_at ?? order.created_at),
    cancelledAt: utc(order.cancelled_at),
    closedAt: utc(order.closed_at),
    currencyCode: order.currency,
    presentmentCurrencyCode: order.presentment_currency,
    taxesIncluded: order.taxes_included,
    taxExempt: order.tax_exempt,
    test: order.test,
    displayFinancialStatus: order.financial_status.toUpperCase(),
    email: order.email,
    phone: order.phone,
    note: order.note,
    poNumber: order.po_number,
    tags: order.tags.split(', ').filter(Boolean),
    customAttributes: order.note_attributes.map(({ name, value }) => ({ key: name, value })),
    discountCodes: order.discount_codes.map(({ code }) => code),
    statusPageUrl: order.order_status_url,
    customer: order.customer && customerNode(order.customer),
    billingAddress: addressNode(order.billing_address),
    shippingAddress: addressNode(order.shipping_address),
    taxLines: order.tax_lines.map(taxLineNode),
    subtotalPriceSet: moneyBag(order.subtotal_price_set),
    totalPriceSet: moneyBag(order.total_price_set),
    totalTaxSet: moneyBag(order.total_tax_set),
    totalDiscountsSet: moneyBag(order.total_discounts_set),
    totalShippingPriceSet: moneyBag(order.total_shipping_price_set),
    totalTipReceivedSet: both(order.total_tip_received),
    originalTotalPriceSet: moneyBag(order.total_price_set),
    currentSubtotalPriceSet: moneyBag(order.current_subtotal_price_set),
    currentTotalPriceSet: moneyBag(order.current_total_price_set),
    currentTotalTaxSet: moneyBag(order.current_total_tax_set),
    currentTotalDiscountsSet: moneyBag(order.current_total_discounts_set),
    lineItems: (page: PageArguments & { reverse: boolean }) =>
      connection(inSequence(order.line_items.map((line) => lineItemNode(line, order))), page, page.reverse),
    shippingLines: (page: PageArguments & { reverse: boolean; includeRemovals: boolean }) => {
      const shown = order.shipping_lines.filter((line) => page.includeRemovals || !line.is_removed);
      return connection(inSequence(shown.map((line) => shippingLineNode(line, order))), page, page.reverse);
    },
  };
}

function lineItemNode(line: LineItem, order: OrderDocument) {
  const { shop_money, presentment_money } = line.price_set;
  const times = ({ amount, currency_code }: typeof shop_money) => ({
    amount: cents(new Decimal(amount).times(line.quantity)),
    currency_code,
  });
  return {
    id: line.admin_graphql_api_id,
    sku: line.sku,
    title: line.title,
    name: line.name,
    variantTitle: line.variant_title,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
    isGiftCard: line.gift_card,
    taxable: line.taxable,
    requiresShipping: line.requires_shipping,
    originalUnitPriceSet: moneyBag(line.price_set),
    originalTotalSet: moneyBag({ shop_money: times(shop_money), presentment_money: times(presentment_money) }),
    totalDiscountSet: moneyBag(line.total_discount_set),
    discountAllocations: line.discount_allocations.map((each) => allocationNode(each, order)),
    taxLines: ({ first }: { first?: number }) =>
      line.tax_lines.slice(0, first ?? line.tax_lines.length).map(taxLineNode),
  };
}

function shippingLineNode(line: ShippingLine, order: OrderDocument) {
  return {
    id: `gid://shopify/ShippingLine/${line.id}`,
    title: line.title,
    code: line.code,
    isRemoved: line.is_removed,
    originalPriceSet: moneyBag(line.price_set),
    discountedPriceSet: moneyBag(line.discounted_price_set),
    discountAllocations: line.discount_allocations.map((each) => allocationNode(each, order)),
    taxLines: line.tax_lines.map(taxLineNode),
  };
}

function customerNode(customer: NonNullable<OrderDocument['customer']>) {
  const { first_name, last_name, email } = customer;
  return {
    id: customer.admin_graphql_api_id,
    legacyResourceId: String(customer.id),
    displayName: [first_name, last_name].filter(Boolean).join(' ') || email || 'Customer',
    firstName: first_name,
    lastName: last_name,
    defaultEmailAddress: email ? { emailAddress: email } : null,
  };
}

function addressNode(address: Record<string, unknown> | null) {
  return (
    address && {
      name: address.name,
      firstName: address.first_name,
      lastName: address.last_name,
      company: address.company,
      address1: address.address1,
      address2: address.address2,
      zip: address.zip,
      city: address.city,
      province: address.province,
      provinceCode: address.province_code,
      country: address.country,
      countryCodeV2: address.country_code,
      phone: address.phone,
    }
  );
}

function taxLineNode({ title, rate, price_set }: TaxLine) {
  const ratePercentage = new Decimal(rate).times(100).toNumber();
  return { title, rate, ratePercentage, channelLiable: false, priceSet: moneyBag(price_set) };
}

function allocationNode({ amount, amount_set }: Allocation, order: OrderDocument) {
  return { allocatedAmountSet: amount_set ? moneyBag(amount_set) : moneyBagOf(amount, order) };
}

function moneyBag({ shop_money, presentment_money }: DocumentMoneySet) {
  const money = ({ amount, currency_code }: typeof shop_money) => ({ amount, currencyCode: currency_code });
  return { shopMoney: money(shop_money), presentmentMoney: money(presentment_money) };
}

/** For amounts the document gives in the shop's currency only: the buyer's side follows from the order's own rate. */
function moneyBagOf(amount: string, { total_price_set, currency, presentment_currency }: OrderDocument) {
  const { shop_money, presentment_money } = total_price_set;
  const rate = Number(shop_money.amount) === 0 ? 1 : new Decimal(presentment_money.amount).dividedBy(shop_money.amount);
  return moneyBag({
    shop_money: { amount, currency_code: currency },
    presentment_money: { amount: cents(new Decimal(amount).times(rate)), currency_code: presentment_currency },
  });
}

function utc(time: string | null): string | null {
  return time && `${new Date(time).toISOString().slice(0, 19)}Z`;
}
