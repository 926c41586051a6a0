import type { Page } from '@playwright/test';
import { openMap } from './mapper.ts';

/** A row that takes one field. */
const pathRow = (target: string[], ...from: string[]) => ({
  kind: 'field',
  id: target.join('-'),
  target,
  rule: { kind: 'path', from: 'item', path: from },
});
/** A row with any rule. */
export const ruleRow = (target: string[], rule: object, more: object = {}) => ({
  kind: 'field',
  id: target.join('-'),
  target,
  rule,
  ...more,
});
/** The loop of the lines. */
const linesLoop = (rows: object[], more: object = {}) => ({
  kind: 'loop',
  id: 'lines',
  target: ['LineItems'],
  from: 'root',
  over: ['line_items'],
  rows,
  ...more,
});
/** All that the ledger asks for, and what makes the money right. */
export const enough = [
  pathRow(['InvoiceNumber'], 'name'),
  pathRow(['Contact', 'Name'], 'customer', 'last_name'),
  linesLoop([
    pathRow(['Description'], 'name'),
    pathRow(['Quantity'], 'quantity'),
    pathRow(['UnitAmount'], 'price'),
    ruleRow(['TaxAmount'], { kind: 'path', from: 'item', path: ['tax_lines', '[]', 'price'], collect: 'sum' }),
  ]),
  pathRow(['Total'], 'total_price'),
];

export const bar = (page: Page) => page.getByRole('toolbar', { name: 'Mapping' });

/** Opens a flow's only map. */
export async function openOrderMap(page: Page, id: string): Promise<void> {
  await page.goto(`/flows/${id}`);
  await openMap(page, 'Order to invoice');
}
