import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import type { Json, JsonObject } from '../json.ts';
import { checkMapping } from './check.ts';
import { compileMapping } from './compile.ts';
import { inferSchema } from './infer.ts';
import { orderToInvoice } from './order-to-invoice.ts';

const given = { now: '2025-04-03T00:00:00.000Z', zone: 'Pacific/Auckland' };
const money = (amount: string): JsonObject => ({ shop_money: { amount, currency_code: 'EUR' } });

/** An order as the shop sends it, of one line; `more` replaces fields. */
const order = (more: JsonObject = {}): JsonObject => ({
  id: 5001,
  admin_graphql_api_id: 'gid://shopify/Order/5001',
  name: '#1002',
  currency: 'EUR',
  customer: { id: 71, first_name: 'Ida', last_name: null, email: 'ida@example.com' },
  email: '',
  financial_status: 'paid',
  order_status_url: 'https://shop.example/1/orders/abc/authenticate?key=1',
  po_number: null,
  processed_at: '2025-04-02T11:31:26-05:00',
  tax_exempt: false,
  taxes_included: false,
  subtotal_price: '20.00',
  total_tax: '0.00',
  total_price: '20.00',
  total_tip_received: '0.00',
  duties_included: false,
  original_total_duties_set: null,
  original_total_additional_fees_set: null,
  total_shipping_price_set: money('0.00'),
  total_cash_rounding_payment_adjustment_set: money('0.00'),
  line_items: [line()],
  shipping_lines: [],
  ...more,
});
function line(more: JsonObject = {}): JsonObject {
  const plain = { name: 'Boots - 42', quantity: 2, price: '10.00', gift_card: false, duties: [] };
  return { ...plain, tax_lines: [], discount_allocations: [], ...more };
}

const text: JsonSchema = { type: 'string' };
const number: JsonSchema = { type: 'number' };
const date: JsonSchema = { type: 'string', format: 'date' };
const invoice: JsonSchema = {
  type: 'object',
  required: ['Type', 'Contact', 'LineItems', 'InvoiceNumber'],
  properties: {
    Type: { type: 'string', enum: ['ACCREC', 'ACCPAY'] },
    InvoiceNumber: { type: 'string', maxLength: 255 },
    Reference: text,
    Url: text,
    Contact: {
      type: 'object',
      properties: { Name: text, EmailAddress: text, ContactNumber: { type: 'string', maxLength: 50 } },
    },
    Date: date,
    DueDate: date,
    CurrencyCode: text,
    LineAmountTypes: { type: 'string', enum: ['Exclusive', 'Inclusive', 'NoTax'] },
    LineItems: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          Description: { type: 'string', minLength: 1 },
          Quantity: number,
          UnitAmount: number,
          DiscountAmount: number,
          TaxAmount: number,
          AccountCode: text,
        },
      },
    },
    Total: number,
    Status: text,
  },
};

async function invoiceOf(source: Json): Promise<JsonObject> {
  const outcome = await compileMapping(orderToInvoice, invoice).run(source, given);
  if (!outcome.ok) throw new Error(outcome.troubles.map(({ message }) => message).join(' '));
  return outcome.value as JsonObject;
}
const linesOf = async (source: JsonObject) => (await invoiceOf(source)).LineItems;

describe('the mapping from order to invoice', () => {
  it('makes a whole invoice, the day in the organisation’s zone', async () => {
    expect(await invoiceOf(order())).toEqual({
      Type: 'ACCREC',
      InvoiceNumber: 'SH-1002',
      Reference: '#1002',
      Url: 'https://shop.example/admin/orders/5001',
      Contact: { Name: 'Ida', EmailAddress: 'ida@example.com', ContactNumber: '71' },
      Date: '2025-04-03',
      DueDate: '2025-04-03',
      CurrencyCode: 'EUR',
      LineAmountTypes: 'Exclusive',
      LineItems: [{ Description: 'Boots - 42', Quantity: 2, UnitAmount: 10, TaxAmount: 0, AccountCode: '200' }],
      Total: 20,
      Status: 'DRAFT',
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'gives guests one contact',
      { customer: null, email: 'x@example.com' },
      { Contact: { Name: 'Shopify guest', ContactNumber: 'shopify-guest' } },
    ],
    [
      'names a customer without a name by e-mail',
      { customer: { id: 7, first_name: null, email: null }, email: 'x@example.com' },
      { Contact: { Name: 'x@example.com', EmailAddress: 'x@example.com', ContactNumber: '7' } },
    ],
    ['takes the purchase order as reference', { po_number: 'PO-9' }, { Reference: 'PO-9' }],
    ['knows prices with tax', { taxes_included: true }, { LineAmountTypes: 'Inclusive' }],
    ['knows orders without tax', { tax_exempt: true }, { LineAmountTypes: 'NoTax' }],
    ['gives orders not yet paid two weeks', { financial_status: 'pending' }, { DueDate: '2025-04-17' }],
    ['copes with an order that has no status page', { order_status_url: null }, { InvoiceNumber: 'SH-1002' }],
  ])('%s', async (_, more, expected) => {
    expect(await invoiceOf(order(more))).toMatchObject(expected);
  });

  it('adds discounts and several taxes of a line exactly, and books gift cards as owed', async () => {
    const taxes = [{ price: '0.10' }, { price: '0.20' }];
    const discounts = [{ amount: '1.005' }, { amount: '2.00' }];
    const lines = [line({ tax_lines: taxes, discount_allocations: discounts }), line({ gift_card: true })];
    expect(await linesOf(order({ line_items: lines }))).toMatchObject([
      { TaxAmount: 0.3, DiscountAmount: 3.005, AccountCode: '200' },
      { TaxAmount: 0, AccountCode: '825' },
    ]);
  });

  it('adds shipping that stands, tips, duties and fees as lines of their own', async () => {
    const shipping = {
      title: 'Post',
      price: '5.00',
      tax_lines: [{ price: '0.50' }],
      discount_allocations: [{ amount: '1.00' }],
    };
    const lines = await linesOf(
      order({
        line_items: [line({ duties: [{ ...money('3.00'), tax_lines: [{ price: '0.30' }] }] })],
        shipping_lines: [
          { ...shipping, is_removed: false },
          { ...shipping, is_removed: true },
        ],
        total_tip_received: '2.00',
        original_total_additional_fees_set: money('1.25'),
      }),
    );
    expect(lines).toMatchObject([
      { Description: 'Boots - 42' },
      { Description: 'Post', Quantity: 1, UnitAmount: 5, DiscountAmount: 1, TaxAmount: 0.5 },
      { Description: 'Tip', UnitAmount: 2, TaxAmount: 0 },
      { Description: 'Duties', UnitAmount: 3, TaxAmount: 0.3 },
      { Description: 'Additional fees', UnitAmount: 1.25, TaxAmount: 0 },
    ]);
  });

  it('adds cash rounding only if the order’s total holds it', async () => {
    const rounding = { total_cash_rounding_payment_adjustment_set: money('-0.02') };
    expect(await linesOf(order(rounding))).toHaveLength(1);
    expect(await linesOf(order({ ...rounding, total_price: '19.98' }))).toMatchObject([
      {},
      { Description: 'Cash rounding', UnitAmount: -0.02 },
    ]);
  });

  it('parks an order without name, day, currency, price or total, naming all of them', async () => {
    const broken = order({
      name: null,
      processed_at: null,
      currency: null,
      total_price: null,
      line_items: [line({ price: null })],
    });
    const outcome = await compileMapping(orderToInvoice, invoice).run(broken, given);
    expect(outcome.ok || outcome.troubles.map(({ field }) => field)).toEqual([
      'InvoiceNumber',
      'Date',
      'CurrencyCode',
      'LineItems[0].UnitAmount',
      'Total',
    ]);
  });

  it('has nothing wrong against an order and an invoice', () => {
    const sample = order({
      customer: { id: 71, first_name: 'Ida', last_name: 'B', email: 'ida@example.com' },
      line_items: [
        line({
          duties: [{ ...money('3.00'), tax_lines: [{ price: '1.00' }] }],
          tax_lines: [{ price: '1.00' }],
          discount_allocations: [{ amount: '1.00' }],
        }),
      ],
      shipping_lines: [
        {
          title: 'Post',
          price: '5.00',
          is_removed: false,
          tax_lines: [{ price: '1.00' }],
          discount_allocations: [{ amount: '1.00' }],
        },
      ],
      original_total_additional_fees_set: money('1.25'),
      original_total_duties_set: money('3.00'),
    });
    expect(checkMapping(orderToInvoice, inferSchema(sample), invoice)).toEqual([]);
  });
});
