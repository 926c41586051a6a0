import type { Json, JsonObject } from '#flow/json.ts';

const money = (amount: string): JsonObject => ({
  shop_money: { amount, currency_code: 'EUR' },
  presentment_money: { amount, currency_code: 'EUR' },
});

const line = (id: number, name: string, quantity: number, price: string, tax: string[]): JsonObject => ({
  id,
  name,
  sku: `SKU-${id}`,
  quantity,
  price,
  gift_card: false,
  taxable: true,
  tax_lines: tax.map((amount) => ({ price: amount, rate: 0.2, title: 'VAT', price_set: money(amount) })),
  discount_allocations: [],
  duties: [],
  price_set: money(price),
  total_discount: '0.00',
});

/** An order as a shop sends it, of three lines; some 150 values, none of them beyond a double. */
export const order: JsonObject = {
  id: 5001,
  admin_graphql_api_id: 'gid://shopify/Order/5001',
  name: '#1002',
  created_at: '2025-04-02T11:31:26-05:00',
  processed_at: '2025-04-02T11:31:26-05:00',
  currency: 'EUR',
  email: 'ida@example.com',
  financial_status: 'paid',
  customer: { id: 71, first_name: 'Ida', last_name: 'Berg', email: 'ida@example.com', tags: '' },
  billing_address: { name: 'Ida Berg', address1: 'Ring 1', zip: '1010', city: 'Wien', country_code: 'AT' },
  shipping_address: { name: 'Ida Berg', address1: 'Ring 1', zip: '1010', city: 'Wien', country_code: 'AT' },
  order_status_url: 'https://shop.example/1/orders/abc/authenticate?key=1',
  po_number: null,
  tax_exempt: false,
  taxes_included: false,
  subtotal_price: '89.95',
  total_tax: '17.99',
  total_price: '107.94',
  total_tip_received: '0.00',
  duties_included: false,
  original_total_duties_set: null,
  original_total_additional_fees_set: null,
  total_shipping_price_set: money('0.00'),
  total_cash_rounding_payment_adjustment_set: money('0.00'),
  tax_lines: [{ price: '17.99', rate: 0.2, title: 'VAT' }],
  line_items: [
    line(1, 'Boots - 42', 2, '19.99', ['4.00', '4.00']),
    line(2, 'Laces - red', 3, '6.65', ['3.99']),
    line(3, 'Polish', 1, '30.02', ['6.00']),
  ] as Json,
  shipping_lines: [],
};
