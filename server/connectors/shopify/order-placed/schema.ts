import type { JsonSchema } from '#flow/catalog.ts';

const text = (title: string, more: Partial<JsonSchema> = {}): JsonSchema => ({ type: 'string', title, ...more });
const maybe = (title: string, more: Partial<JsonSchema> = {}): JsonSchema => text(title, { nullable: true, ...more });
const money = (title: string, description?: string): JsonSchema => text(title, { format: 'decimal', description });
const yes = (title: string): JsonSchema => ({ type: 'boolean', title });
const count = (title: string): JsonSchema => ({ type: 'integer', title });
const moment = (title: string): JsonSchema => text(title, { format: 'date-time' });
const list = (title: string, items: JsonSchema): JsonSchema => ({ type: 'array', title, items });
const object = (title: string, properties: Record<string, JsonSchema>, more: Partial<JsonSchema> = {}): JsonSchema => ({
  type: 'object',
  title,
  properties,
  ...more,
});

/** Money in the shop's own currency, which is what is booked, and in the customer's. */
const moneySet = (title: string, more: Partial<JsonSchema> = {}): JsonSchema =>
  object(
    title,
    {
      shop_money: object('In the shop’s currency', { amount: money('Amount'), currency_code: text('Currency') }),
      presentment_money: object('In the customer’s currency', {
        amount: money('Amount'),
        currency_code: text('Currency'),
      }),
    },
    more,
  );

const taxLines = list(
  'Taxes',
  object('Tax', {
    title: text('Name'),
    rate: { type: 'number', title: 'Rate', description: '0.19 is 19 %.' },
    price: money('Amount'),
    price_set: moneySet('Amount by currency'),
    channel_liable: { ...yes('Paid by the channel'), nullable: true },
  }),
);

const discountAllocations = list(
  'Discounts of this line',
  object('Discount', {
    amount: money('Amount'),
    amount_set: moneySet('Amount by currency'),
    discount_application_index: count('Which of the order’s discounts'),
  }),
);

const address = (title: string): JsonSchema =>
  object(
    title,
    {
      name: maybe('Name'),
      first_name: maybe('First name'),
      last_name: maybe('Last name'),
      company: maybe('Company'),
      address1: maybe('Address'),
      address2: maybe('Address, second line'),
      zip: maybe('Postal code'),
      city: maybe('City'),
      province: maybe('Province'),
      province_code: maybe('Province code'),
      country: maybe('Country'),
      country_code: maybe('Country code'),
      phone: maybe('Phone'),
    },
    { nullable: true },
  );

const lineItem = object('Line', {
  id: count('Id'),
  admin_graphql_api_id: text('Global id'),
  name: text('Name'),
  title: text('Title'),
  variant_title: maybe('Variant'),
  sku: maybe('SKU'),
  vendor: maybe('Vendor'),
  quantity: { ...count('Quantity'), description: 'As ordered; it stays after refunds.' },
  current_quantity: { ...count('Quantity now'), description: 'Falls to 0 after refunds.' },
  price: money('Price of one'),
  price_set: moneySet('Price by currency'),
  total_discount: money('Total discount', 'Often 0.00 although there are discounts: use the discounts of this line.'),
  discount_allocations: discountAllocations,
  tax_lines: taxLines,
  taxable: yes('Taxable'),
  gift_card: { ...yes('Gift card'), description: 'Money owed, not earned.' },
  requires_shipping: yes('Requires shipping'),
  grams: count('Weight in grams'),
  duties: list(
    'Duties',
    object('Duty', { shop_money: object('In the shop’s currency', { amount: money('Amount') }), tax_lines: taxLines }),
  ),
});

/** The order of the `orders/create` webhook: REST in shape, without a wrapper. */
export const orderSchema: JsonSchema = object('Order', {
  id: count('Id'),
  admin_graphql_api_id: text('Global id', { description: 'gid://shopify/Order/…' }),
  name: text('Order name', { description: 'What people call it: #1002.' }),
  order_number: count('Order number'),
  created_at: moment('Placed at'),
  processed_at: { ...moment('Processed at'), nullable: true },
  updated_at: moment('Changed at'),
  cancelled_at: { ...moment('Cancelled at'), nullable: true },
  currency: text('Currency'),
  presentment_currency: text('Customer’s currency'),
  financial_status: text('Payment', {
    nullable: true,
    description: 'pending, authorized, partially_paid, paid, refunded, voided',
  }),
  fulfillment_status: maybe('Fulfilment'),
  email: text('Email', { nullable: true, description: 'Can be empty.' }),
  phone: maybe('Phone'),
  note: maybe('Note'),
  po_number: maybe('Purchase order number'),
  tags: text('Tags'),
  test: yes('Test order'),
  taxes_included: yes('Prices include tax'),
  tax_exempt: yes('Exempt from tax'),
  duties_included: yes('Prices include duties'),
  customer: object(
    'Customer',
    {
      id: count('Id'),
      admin_graphql_api_id: text('Global id'),
      first_name: maybe('First name'),
      last_name: maybe('Last name'),
      email: maybe('Email'),
      phone: maybe('Phone'),
      note: maybe('Note'),
      tags: text('Tags'),
      default_address: address('Address'),
    },
    { nullable: true, description: 'Absent for guests.' },
  ),
  billing_address: address('Billing address'),
  shipping_address: address('Shipping address'),
  line_items: list('Lines', lineItem),
  shipping_lines: list(
    'Shipping',
    object('Shipping', {
      id: count('Id'),
      title: text('Title'),
      code: maybe('Code'),
      price: money('Price'),
      discounted_price: money('Price after discount'),
      discount_allocations: discountAllocations,
      tax_lines: taxLines,
      is_removed: yes('Removed'),
    }),
  ),
  tax_lines: taxLines,
  discount_codes: list(
    'Discount codes',
    object('Discount code', { code: text('Code'), amount: money('Amount'), type: text('Type') }),
  ),
  subtotal_price: money('Subtotal', 'Lines after discounts.'),
  total_line_items_price: money('Lines before discounts'),
  total_discounts: money('Discounts'),
  total_shipping_price_set: moneySet('Shipping'),
  total_tax: money('Tax'),
  total_tip_received: money('Tip'),
  total_price: money('Total'),
  total_outstanding: money('Still to pay'),
  original_total_duties_set: moneySet('Duties', { nullable: true }),
  original_total_additional_fees_set: moneySet('Additional fees', { nullable: true }),
  total_cash_rounding_payment_adjustment_set: moneySet('Cash rounding'),
  payment_gateway_names: list('Paid by', text('Gateway')),
  note_attributes: list('Attributes', object('Attribute', { name: text('Name'), value: maybe('Value') })),
  order_status_url: text('Status page', { format: 'uri' }),
});
