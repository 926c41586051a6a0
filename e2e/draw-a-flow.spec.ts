import { dragFromPalette, drawEdge, publish, removeDrawnFlows, startFlow } from './steps/designer.ts';
import { drawLine, openMap, target } from './steps/mapper.ts';
import { expectDelivered, openRunOf } from './steps/runs.ts';
import { expectSameMoney, invoiceNumbered, placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

test('a flow drawn and mapped by mouse carries the next order to the ledger', async ({ page, request }) => {
  await startFlow(page, 'Drawn by hand');

  await test.step('three nodes, two edges', async () => {
    await dragFromPalette(page, 'Order placed', { x: 160, y: 200 });
    await dragFromPalette(page, 'Map', { x: 420, y: 200 });
    await dragFromPalette(page, 'Create invoice', { x: 640, y: 380 });
    await drawEdge(page, 'Order placed', 'Map');
    await drawEdge(page, 'Map', 'Create invoice');
  });

  await test.step('it is not published while required fields are not mapped', async () => {
    await page.getByRole('button', { name: 'Publish v1' }).click();
    const refused = page.getByRole('dialog', { name: 'Not published yet' });
    await expect(refused.getByRole('list', { name: 'Problems' })).toContainText('InvoiceNumber');
    await refused.getByRole('button', { name: 'Back to the drawing' }).click();
  });

  await test.step('each line fills its field from the sample order at once', async () => {
    await openMap(page, 'Map');
    const lines: [from: string, to: string, shown: string][] = [
      ['name', 'InvoiceNumber', '#1042'],
      ['customer.first_name', 'Contact Name', 'Amelie'],
      ['line_items[].name', 'LineItems Description', 'Oak stool - Natural'],
      ['line_items[].quantity', 'LineItems Quantity', '2'],
      ['line_items[].price', 'LineItems UnitAmount', '64.5'],
      ['line_items[].tax_lines[].price', 'LineItems TaxAmount', 'sum, 22.06'],
      ['total_price', 'Total', '273.82'],
    ];
    for (const [from, to, shown] of lines) {
      await expect(await drawLine(page, from, to)).toHaveAccessibleName(new RegExp(`, ${shown}$`));
    }
    await target(page).getByRole('searchbox').fill('LineItems');
    await expect(target(page).getByRole('treeitem', { name: 'For each line_items one of LineItems' })).toBeVisible();
    await page.getByRole('button', { name: 'Back to flow' }).click();
  });

  await publish(page, 1);
  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, 'Drawn by hand');
  await expectDelivered(page);

  const invoice = await invoiceNumbered(request, order.name);
  expectSameMoney(invoice, order);
  expect(invoice.Contact.Name).toBe('Amelie');
  expect(invoice.LineItems.map((line) => [line.Description, line.Quantity, line.UnitAmount])).toEqual([
    ['Oak stool - Natural', 1, 89],
    ['Clip lamp - Signal red', 2, 34.9],
  ]);
  await invoiceNumbered(request, order.name.replace('#', 'SH-'));
});
