import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject, parseJson, stringifyJson } from '#flow/json.ts';
import { compileMapping } from '#flow/mapping/compile.ts';
import { orderToInvoice } from '#flow/mapping/order-to-invoice.ts';
import { Rejected } from '../contract.ts';
import { deliver, messageOf, troubleIn } from '../testing/bench.ts';
import { dataFile, dataJson } from '../testing/contract-data.ts';
import { invoiceBodyCheck } from '../testing/invoice-schema.ts';
import { createInvoice, createInvoiceManifest } from '../xero/create-invoice/index.ts';
import { type Ledger, ledger } from '../xero/testing.ts';

interface Golden {
  orders: GoldenOrder[];
  xero_rounding_vector: {
    lines: { net: string; rate: string }[];
    subtotal: string;
    xero_tax: string;
    xero_total: string;
    document_level_total: string;
    expected_adjustment_line: string;
  };
}

interface GoldenOrder {
  file: string;
  currency: string;
  LineAmountTypes: string;
  expected_lines: {
    Description: string;
    Quantity: number;
    UnitAmount: string;
    DiscountAmount: string | null;
    LineAmount: string;
    TaxAmount: string;
  }[];
  expected_SubTotal: string;
  expected_TotalTax: string;
  expected_Total: string;
  has_customer: boolean;
}

const golden = dataJson<Golden>('shopify_to_xero/golden.json');
const mapping = compileMapping(orderToInvoice, createInvoiceManifest.input);
const bodyErrors = invoiceBodyCheck();
const amount = (value: unknown) => new Decimal(String(value ?? 0)).toFixed();

async function mapped(order: string): Promise<JsonObject> {
  const outcome = await mapping.run(parseJson(order), { now: '2026-11-23T09:00:00Z', zone: 'Europe/Berlin' });
  if (!outcome.ok) throw new Error(outcome.troubles.map(({ message }) => message).join(' '));
  if (!isObject(outcome.value)) throw new Error('the mapping gave no object');
  return outcome.value;
}

const orderText = (file: string) => dataFile(`shopify/orders_create/${file}`).toString('utf8');
const send = (books: Ledger, invoice: JsonObject) => deliver(createInvoice, messageOf(invoice), books);
const sentBodies = (books: Ledger) =>
  books.calls.filter(({ method }) => method === 'PUT').map(({ body }) => JSON.parse(body) as Json);

describe('an order becomes an invoice', () => {
  it.each(golden.orders)('$file: lines, tax and total as written down', async (order) => {
    const books = ledger();
    await send(books, await mapped(orderText(order.file)));
    const invoices = await books.invoices();
    expect(invoices).toHaveLength(1);
    const [invoice] = invoices;
    expect(invoice).toMatchObject({
      LineAmountTypes: order.LineAmountTypes,
      CurrencyCode: order.currency,
      Status: 'DRAFT',
    });
    const lines = invoice.LineItems.map((line: Record<string, unknown>) => ({
      Description: line.Description,
      Quantity: amount(line.Quantity),
      UnitAmount: amount(line.UnitAmount),
      DiscountAmount: amount(line.DiscountAmount),
      LineAmount: amount(line.LineAmount),
      TaxAmount: amount(line.TaxAmount),
    }));
    const expected = order.expected_lines.map((line) => ({
      Description: line.Description,
      Quantity: amount(line.Quantity),
      UnitAmount: amount(line.UnitAmount),
      DiscountAmount: amount(line.DiscountAmount),
      LineAmount: amount(line.LineAmount),
      TaxAmount: amount(line.TaxAmount),
    }));
    expect(lines).toEqual(expected);
    expect([invoice.SubTotal, invoice.TotalTax, invoice.Total].map(amount)).toEqual(
      [order.expected_SubTotal, order.expected_TotalTax, order.expected_Total].map(amount),
    );
  });

  it.each(golden.orders)('$file: what is sent is what Xero’s specification describes', async (order) => {
    const books = ledger();
    await send(books, await mapped(orderText(order.file)));
    const bodies = sentBodies(books);
    expect(bodies).toHaveLength(1);
    expect(bodies.flatMap((body) => bodyErrors(body))).toEqual([]);
  });

  it('and the check against the specification finds what is wrong', () => {
    expect(bodyErrors({ Invoices: [{ Type: 'SALE' }] })).not.toEqual([]);
    expect(bodyErrors({ Invoices: [{ LineItems: [{ Quantity: '1' }] }] })).not.toEqual([]);
  });

  it.each(golden.orders.filter(({ expected_TotalTax }) => new Decimal(expected_TotalTax).gt(0)))(
    '$file with the tax of another rate, and no TaxAmount sent, is stopped',
    async (order) => {
      const books = ledger();
      const { LineItems, ...rest } = await mapped(orderText(order.file));
      const lines = Array.isArray(LineItems) ? LineItems : [];
      const untold = lines.filter(isObject).map(({ TaxAmount, ...line }) => ({ ...line, TaxType: 'TAX001' }));
      const trouble = await troubleIn(send(books, { ...rest, LineItems: untold }));
      expect(trouble).toBeInstanceOf(Rejected);
      expect(trouble).toMatchObject({ field: 'Total', message: expect.stringContaining(order.expected_Total) });
      expect(sentBodies(books)).toEqual([]);
    },
  );
});

describe('Xero’s own rounding vector', () => {
  const vector = golden.xero_rounding_vector;
  const invoice = (Total: string): JsonObject => ({
    InvoiceNumber: 'VECTOR-1',
    Contact: { Name: 'Vector' },
    LineItems: vector.lines.map(({ net }, index) => ({
      Description: `Line ${index + 1}`,
      Quantity: 1,
      UnitAmount: net,
      AccountCode: '200',
      TaxType: 'OUTPUT',
    })),
    Total,
  });

  it('comes out as published when the totals are equal', async () => {
    const books = ledger();
    await send(books, invoice(vector.xero_total));
    const [made] = await books.invoices();
    expect([made.SubTotal, made.TotalTax, made.Total].map(amount)).toEqual(
      [vector.subtotal, vector.xero_tax, vector.xero_total].map(amount),
    );
  });

  it('gets a line for the cent by which rounding as a whole differs', async () => {
    const books = ledger();
    await send(books, invoice(vector.document_level_total));
    const [made] = await books.invoices();
    expect(made.LineItems).toHaveLength(vector.lines.length + 1);
    expect(amount(made.LineItems.at(-1).LineAmount)).toBe(amount(vector.expected_adjustment_line));
    expect(amount(made.Total)).toBe(amount(vector.document_level_total));
    expect(bodyErrors(JSON.parse(stringifyJson(sentBodies(books)[0] ?? null)))).toEqual([]);
  });
});
