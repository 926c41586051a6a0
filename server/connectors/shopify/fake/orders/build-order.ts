import { createHash } from 'node:crypto';
import { type Currencies, cents, moneySet, sum } from '../money.ts';
import type { OrderDocument } from '../order-document.ts';
import { shopTime } from '../shop-time.ts';
import { type ChargeAmounts, type OrderAmounts, orderAmounts, type TaxAmount } from './amounts.ts';
import type { SampleAddress, SampleCustomer, SampleLine, SampleOrder, SampleShipping } from './sample-order.ts';

export interface Placing {
  /** 1 for the shop's first order, which is named #1001. */
  sequence: number;
  /** Milliseconds since 1970. */
  at: number;
  shop: string;
  currency: string;
  timeZone: string;
}

/** The whole REST order of an `orders/create` webhook. The same sample, sequence and moment give the same document. */
export function buildOrder(sample: SampleOrder, placing: Placing): OrderDocument {
  const { sequence, shop, currency } = placing;
  const amounts = orderAmounts(sample);
  const currencies: Currencies = {
    shop: currency,
    presentment: sample.presentment?.currency ?? currency,
    rate: sample.presentment?.rate ?? '1',
  };
  const money = (amount: string) => moneySet(amount, currencies);
  const id = 5_620_114_000_000 + sequence * 32_768;
  const token = digest(`${shop} order ${id}`);
  const at = shopTime(placing.at, placing.timeZone);
  const paid = (sample.financialStatus ?? 'paid') === 'paid';
  const number = 1000 + sequence;
  const address = sample.shipTo
    ? { ...postalAddress(sample.shipTo, sample.customer?.phone), latitude: null, longitude: null }
    : null;
  const email = sample.customer?.email ?? '';
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    app_id: 580111,
    browser_ip: '203.0.113.24',
    buyer_accepts_marketing: false,
    cancel_reason: null,
    cancelled_at: null,
    cart_token: digest(`cart ${id}`),
    checkout_id: id + 17_000_000_000,
    checkout_token: digest(`checkout ${id}`),
    client_details: null,
    closed_at: null,
    confirmation_number: token.slice(0, 9).toUpperCase(),
    confirmed: true,
    contact_email: email || null,
    created_at: at,
    currency,
    current_subtotal_price: amounts.subtotal,
    current_subtotal_price_set: money(amounts.subtotal),
    current_total_additional_fees_set: null,
    current_total_discounts: amounts.discount,
    current_total_discounts_set: money(amounts.discount),
    current_total_duties_set: null,
    current_total_price: amounts.total,
    current_total_price_set: money(amounts.total),
    current_total_tax: amounts.tax,
    current_total_tax_set: money(amounts.tax),
    customer_locale: 'en-DE',
    device_id: null,
    discount_codes: discountCodes(sample, amounts),
    duties_included: false,
    email,
    estimated_taxes: false,
    financial_status: sample.financialStatus ?? 'paid',
    fulfillment_status: null,
    landing_site: '/',
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: 'MTYwMjE0NDAxNQ',
    merchant_of_record_app_id: null,
    name: `#${number}`,
    note: sample.orderNote ?? null,
    note_attributes: sample.noteAttributes ?? [],
    number: sequence,
    order_number: number,
    order_status_url: `https://${shop}/${id}/orders/${token}/authenticate?key=${digest(`key ${id}`)}`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: amounts.total === '0.00' ? [] : [sample.gateway ?? 'shopify_payments'],
    phone: null,
    po_number: sample.poNumber ?? null,
    presentment_currency: currencies.presentment,
    processed_at: at,
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: 'web',
    source_url: null,
    subtotal_price: amounts.subtotal,
    subtotal_price_set: money(amounts.subtotal),
    tags: sample.tags ?? '',
    tax_exempt: false,
    tax_lines: amounts.taxes.map((tax) => taxLine(tax, currencies)),
    taxes_included: sample.taxesIncluded ?? false,
    test: false,
    token,
    total_cash_rounding_payment_adjustment_set: money('0.00'),
    total_cash_rounding_refund_adjustment_set: money('0.00'),
    total_discounts: amounts.discount,
    total_discounts_set: money(amounts.discount),
    total_line_items_price: amounts.lineTotal,
    total_line_items_price_set: money(amounts.lineTotal),
    total_outstanding: paid ? '0.00' : amounts.total,
    total_price: amounts.total,
    total_price_set: money(amounts.total),
    total_shipping_price_set: money(sample.shipping?.price ?? '0.00'),
    total_tax: amounts.tax,
    total_tax_set: money(amounts.tax),
    total_tip_received: amounts.tip,
    total_weight: sample.lines.reduce((grams, line) => grams + line.grams * line.quantity, 0),
    updated_at: at,
    user_id: null,
    billing_address: address,
    customer: sample.customer ? orderCustomer(sample.customer, sample.shipTo, at, currency) : null,
    discount_applications: discountApplications(sample),
    fulfillments: [],
    line_items: sample.lines.map((line, index) =>
      lineItem(line, amounts.lines[index] as ChargeAmounts, 14_310_000_000_000 + sequence * 64 + index, currencies),
    ),
    payment_terms: null,
    refunds: [],
    shipping_address: address,
    shipping_lines: sample.shipping
      ? [shippingLine(sample.shipping, amounts.shipping as ChargeAmounts, 4_870_000_000_000 + sequence, currencies)]
      : [],
  };
}

function lineItem(line: SampleLine, amounts: ChargeAmounts, id: number, currencies: Currencies) {
  return {
    id,
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    attributed_staffs: [],
    current_quantity: line.quantity,
    fulfillable_quantity: line.quantity,
    fulfillment_service: line.giftCard ? 'gift_card' : 'manual',
    fulfillment_status: null,
    gift_card: line.giftCard ?? false,
    grams: line.grams,
    name: line.variant ? `${line.title} - ${line.variant}` : line.title,
    price: line.price,
    price_set: moneySet(line.price, currencies),
    product_exists: true,
    product_id: stableNumber(`product ${line.title}`),
    properties: [],
    quantity: line.quantity,
    requires_shipping: !line.giftCard,
    sku: line.sku,
    taxable: line.taxes.length > 0,
    title: line.title,
    total_discount: '0.00',
    total_discount_set: moneySet('0.00', currencies),
    variant_id: stableNumber(`variant ${line.title} ${line.variant}`),
    variant_inventory_management: line.giftCard ? null : 'shopify',
    variant_title: line.variant ?? null,
    vendor: line.vendor,
    tax_lines: amounts.taxes.map((tax) => taxLine(tax, currencies)),
    duties: [],
    discount_allocations: allocations(amounts, currencies),
  };
}

function shippingLine(shipping: SampleShipping, amounts: ChargeAmounts, id: number, currencies: Currencies) {
  return {
    id,
    carrier_identifier: null,
    code: shipping.code,
    current_discounted_price_set: moneySet(amounts.net, currencies),
    discounted_price: amounts.net,
    discounted_price_set: moneySet(amounts.net, currencies),
    is_removed: false,
    phone: null,
    price: shipping.price,
    price_set: moneySet(shipping.price, currencies),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    title: shipping.title,
    tax_lines: amounts.taxes.map((tax) => taxLine(tax, currencies)),
    discount_allocations: allocations(amounts, currencies),
  };
}

function allocations(amounts: ChargeAmounts, currencies: Currencies) {
  return amounts.allocations.map(({ amount, discount }) => ({
    amount,
    amount_set: moneySet(amount, currencies),
    discount_application_index: discount,
  }));
}

function taxLine({ title, rate, amount }: TaxAmount, currencies: Currencies) {
  return { channel_liable: false, price: amount, price_set: moneySet(amount, currencies), rate: Number(rate), title };
}

function discountCodes(sample: SampleOrder, amounts: OrderAmounts) {
  const given = [...amounts.lines, ...(amounts.shipping ? [amounts.shipping] : [])].flatMap((each) => each.allocations);
  return (sample.discounts ?? []).map(({ code, kind, on }, index) => {
    const amount = cents(sum(given.filter(({ discount }) => discount === index).map((each) => each.amount)));
    return { code, amount, type: on === 'shipping' ? 'shipping' : kind };
  });
}

function discountApplications(sample: SampleOrder) {
  return (sample.discounts ?? []).map(({ code, kind, value, on }) => ({
    target_type: on === 'shipping' ? 'shipping_line' : 'line_item',
    type: 'discount_code',
    value: cents(value),
    value_type: kind,
    allocation_method: on === 'shipping' ? 'each' : 'across',
    target_selection: 'all',
    code,
  }));
}

function postalAddress(of: SampleAddress, phone?: string) {
  const names = of.name.split(' ');
  return {
    first_name: names[0] ?? null,
    address1: of.address1,
    phone: phone ?? null,
    city: of.city,
    zip: of.zip,
    province: of.province?.name ?? null,
    country: of.country.name,
    last_name: names.slice(1).join(' ') || null,
    address2: null,
    company: of.company ?? null,
    name: of.name,
    country_code: of.country.code,
    province_code: of.province?.code ?? null,
  };
}

function orderCustomer(of: SampleCustomer, home: SampleAddress | undefined, at: string, currency: string) {
  const id = 8_214_000_000_000 + of.id;
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
    email: of.email,
    created_at: at,
    updated_at: at,
    first_name: of.firstName,
    last_name: of.lastName,
    state: 'disabled',
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    phone: of.phone ?? null,
    email_marketing_consent: { state: 'not_subscribed', opt_in_level: 'single_opt_in', consent_updated_at: null },
    sms_marketing_consent: null,
    tags: '',
    currency,
    tax_exemptions: [],
    ...(home
      ? {
          default_address: {
            id: id + 1,
            customer_id: id,
            ...postalAddress(home, of.phone),
            country_name: home.country.name,
            default: true,
          },
        }
      : {}),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Thirteen digits, always the same for the same text. */
function stableNumber(text: string): number {
  return 8_000_000_000_000 + (Number.parseInt(digest(text).slice(0, 10), 16) % 900_000_000_000);
}
