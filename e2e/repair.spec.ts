import { expectDelivered, openRunOf, openTab, proofOf } from './steps/runs.ts';
import { expectSameMoney, invoiceNumbered, invoicesOf, placeOrder, setAccount } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => setAccount(request, '200', 'ACTIVE'));

test('what the ledger refuses is parked with its words, repaired there and delivered by Retry', async ({
  page,
  request,
}) => {
  await setAccount(request, '200', 'ARCHIVED');
  const order = await placeOrder(page, 'Two lines, one tax');
  const number = order.name.replace('#', 'SH-');

  await openRunOf(page, order.name, 'Orders to invoices');
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Done, 1 parked');
  await expect(proofOf(page)).toHaveText('1received=0delivered+0filtered+1parked+0in flightNothing lost');

  const trouble = (await openTab(page, 'Trouble')).getByRole('region', { name: 'Trouble' });
  await expect(trouble).toContainText(`Xero refuses invoice ${number}`);
  await expect(trouble.getByText('Xero said').locator('xpath=following-sibling::dd[1]')).toContainText(
    "400 Account code '200' has been archived",
  );
  await expect(trouble).toContainText('LineItems[0].AccountCode');
  await expect(trouble).toContainText('or the settings in Xero, then retry.');
  expect((await invoicesOf(request)).map((invoice) => invoice.InvoiceNumber)).not.toContain(number);

  await test.step('it stands among the parked, too', async () => {
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Parked/ })
      .click();
    await expect(page.getByRole('row').filter({ hasText: order.name })).toContainText('Xero refuses');
    await page.goBack();
  });

  await setAccount(request, '200', 'ACTIVE');
  await page.getByRole('banner').getByRole('button', { name: 'Retry 1 message' }).click();
  await expectDelivered(page);
  expectSameMoney(await invoiceNumbered(request, number), order);
});
