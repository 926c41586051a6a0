import { type APIRequestContext, expect, type Page } from '@playwright/test';

/** An order as the sandbox shop lists it. Amounts are decimal strings. */
export interface Order {
  id: string;
  name: string;
  total: string;
  tax: string;
}

/** An invoice as the vendor's own answer has it, the parts compared here. */
export interface Invoice {
  InvoiceNumber: string;
  Status: string;
  Total: number;
  TotalTax: number;
  Contact: { Name: string };
  LineItems: { Description: string; Quantity: number; UnitAmount: number; TaxAmount: number }[];
}

/** What the shop has sold, newest first. */
export async function ordersOf(request: APIRequestContext): Promise<Order[]> {
  return (await read<{ orders: Order[] }>(request, '/sandbox/shopify/_control/orders')).orders;
}

/** The shop's last order. @throws when it has sold nothing yet */
export async function lastOrder(request: APIRequestContext): Promise<Order> {
  const [order] = await ordersOf(request);
  if (!order) throw new Error('The sandbox shop has sold nothing yet.');
  return order;
}

/** What the ledger holds, read at the ledger itself. */
export async function invoicesOf(request: APIRequestContext): Promise<Invoice[]> {
  return (await read<{ invoices: Invoice[] }>(request, '/sandbox/xero/_control/invoices')).invoices;
}

/** The one invoice of this number. */
export async function invoiceNumbered(request: APIRequestContext, number: string): Promise<Invoice> {
  const found = (await invoicesOf(request)).filter((invoice) => invoice.InvoiceNumber === number);
  expect(found, `invoices numbered ${number}`).toHaveLength(1);
  return found[0] as Invoice;
}

/** The ledger's amounts are the order's, to the cent. */
export function expectSameMoney(invoice: Invoice, order: Order): void {
  expect({ total: invoice.Total, tax: invoice.TotalTax }).toEqual({
    total: Number(order.total),
    tax: Number(order.tax),
  });
}

/** Presses Place beside a sample on the shop's page, and gives the order that the shop then lists first. */
export async function placeOrder(page: Page, sample: string): Promise<Order> {
  await page.goto('/sandbox/shop');
  await page.getByRole('button', { name: `Place ${sample}` }).click();
  await expect(page.getByRole('link', { name: 'Its run' })).toBeVisible();
  return lastOrder(page.request);
}

/** An archived account takes no lines any more. */
export async function setAccount(
  request: APIRequestContext,
  code: string,
  status: 'ACTIVE' | 'ARCHIVED',
): Promise<void> {
  const answer = await request.put(`/sandbox/xero/_control/accounts/${code}`, { data: { status } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** Both systems behave again. */
export async function endFailures(request: APIRequestContext): Promise<void> {
  for (const system of ['shopify', 'xero']) {
    expect((await request.delete(`/sandbox/${system}/_control/failures`)).ok()).toBe(true);
  }
}

async function read<T>(request: APIRequestContext, path: string): Promise<T> {
  const answer = await request.get(path);
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
  return (await answer.json()) as T;
}
