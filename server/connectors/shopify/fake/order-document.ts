import { z } from 'zod';

const money = z.object({ amount: z.string(), currency_code: z.string() });
const moneySet = z.object({ shop_money: money, presentment_money: money });
const taxLine = z.object({ title: z.string(), rate: z.number(), price: z.string(), price_set: moneySet });
const allocation = z.object({ amount: z.string(), amount_set: moneySet.optional() });
const address = z.record(z.string(), z.unknown());

/**
 * The REST order of a webhook, as far as the fake itself reads it. Read to check, and keep the original: what is not
 * named here would be lost. Money is in the shop's currency, but for the `_set` fields, which have both.
 */
export const orderDocument = z.looseObject({
  id: z.number(),
  admin_graphql_api_id: z.string(),
  name: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  processed_at: z.string().nullable(),
  currency: z.string(),
  presentment_currency: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  note: z.string().nullable(),
  note_attributes: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
  po_number: z.string().nullable(),
  tags: z.string(),
  financial_status: z.string(),
  fulfillment_status: z.string().nullable(),
  confirmation_number: z.string().nullable(),
  taxes_included: z.boolean(),
  tax_exempt: z.boolean(),
  test: z.boolean(),
  cancelled_at: z.string().nullable(),
  closed_at: z.string().nullable(),
  order_status_url: z.string(),
  total_price: z.string(),
  total_tax: z.string(),
  total_tip_received: z.string(),
  current_subtotal_price_set: moneySet,
  current_total_price_set: moneySet,
  current_total_tax_set: moneySet,
  current_total_discounts_set: moneySet,
  subtotal_price_set: moneySet,
  total_discounts_set: moneySet,
  total_price_set: moneySet,
  total_shipping_price_set: moneySet,
  total_tax_set: moneySet,
  discount_codes: z.array(z.object({ code: z.string() })),
  tax_lines: z.array(taxLine),
  customer: z
    .object({
      id: z.number(),
      admin_graphql_api_id: z.string(),
      email: z.string().nullable(),
      first_name: z.string().nullable(),
      last_name: z.string().nullable(),
      phone: z.string().nullable(),
    })
    .nullable(),
  billing_address: address.nullable(),
  shipping_address: address.nullable(),
  line_items: z.array(
    z.object({
      admin_graphql_api_id: z.string(),
      title: z.string(),
      name: z.string(),
      variant_title: z.string().nullable(),
      vendor: z.string().nullable(),
      sku: z.string().nullable(),
      quantity: z.number(),
      current_quantity: z.number(),
      gift_card: z.boolean(),
      taxable: z.boolean(),
      requires_shipping: z.boolean(),
      price_set: moneySet,
      total_discount_set: moneySet,
      tax_lines: z.array(taxLine),
      discount_allocations: z.array(allocation),
    }),
  ),
  shipping_lines: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      code: z.string().nullable(),
      is_removed: z.boolean(),
      price_set: moneySet,
      discounted_price_set: moneySet,
      tax_lines: z.array(taxLine),
      discount_allocations: z.array(allocation),
    }),
  ),
});

export type OrderDocument = z.infer<typeof orderDocument>;
export type LineItem = OrderDocument['line_items'][number];
export type ShippingLine = OrderDocument['shipping_lines'][number];
export type TaxLine = OrderDocument['tax_lines'][number];
export type Allocation = LineItem['discount_allocations'][number];
export type DocumentMoneySet = OrderDocument['total_price_set'];
