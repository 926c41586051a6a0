import { expectDelivered, openTab, stepOf } from './steps/runs.ts';
import { expectSameMoney, invoiceNumbered, lastOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test('the sample runs from the home page, and its order stands in the ledger to the cent', async ({
  page,
  request,
}) => {
  await page.goto('/');
  const sample = page.getByRole('listitem', { name: 'Orders to invoices' });
  await sample.getByRole('button', { name: 'Run' }).click();
  await expect(sample.getByRole('status')).toContainText('Done');
  await expect(sample.getByRole('link', { name: /delivered$/ })).toBeVisible();

  const order = await lastOrder(request);
  const number = order.name.replace('#', 'SH-');
  await expect(sample.getByRole('status')).toContainText(order.name);

  await sample.getByRole('link', { name: 'Open the run' }).click();
  await expectDelivered(page);
  await stepOf(page, 'Order to invoice').click();
  await expect(await openTab(page, 'Input')).toContainText(`"${order.name}"`);
  await stepOf(page, 'Create invoice').click();
  await expect(await openTab(page, 'Input')).toContainText(`"${number}"`);
  await expect(await openTab(page, 'Sent')).toContainText(`"${number}"`);
  await expect(await openTab(page, 'Output')).toContainText('"InvoiceID"');

  await page.goto(`/sandbox/ledger#${number}`);
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: number, expanded: true }) });
  await expect(row).toContainText(order.tax);
  await expect(row).toContainText(order.total);
  const lines = page.getByRole('table').getByRole('table');
  await expect(lines.getByRole('row')).toHaveCount(3);
  await expect(lines).toContainText('Oak stool');
  await expect(lines).toContainText('Clip lamp');

  const invoice = await invoiceNumbered(request, number);
  expectSameMoney(invoice, order);
  expect(invoice.Status).toBe('DRAFT');
  expect(invoice.LineItems.map((line) => [line.Quantity, line.UnitAmount])).toEqual([
    [1, 89],
    [2, 34.9],
  ]);
});
