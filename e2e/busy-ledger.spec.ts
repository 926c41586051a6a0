import { expectDelivered, openRunOf, proofOf } from './steps/runs.ts';
import { endFailures, expectSameMoney, invoiceNumbered, placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => endFailures(request));

test('a busy ledger makes an order wait, and it is delivered once the ledger takes calls again', async ({
  page,
  request,
}) => {
  await test.step('the ledger is told to be busy', async () => {
    await page.goto('/sandbox/ledger');
    const form = page.getByRole('region', { name: 'Failures of the sandbox ledger' });
    await form.getByRole('spinbutton', { name: 'Fail so many in a hundred' }).fill('100');
    await form.getByRole('combobox', { name: 'Fail so many in a hundred, answer' }).selectOption('429 too many calls');
    await form.getByRole('button', { name: 'Apply' }).click();
    await expect(form).toContainText('It fails 100 % of all calls with 429');
  });

  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, 'Orders to invoices');
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Waiting');
  await expect(proofOf(page)).toHaveText('1received=0delivered+0filtered+0parked+1in flightNothing lost');

  await test.step('the ledger has time again', async () => {
    const other = await page.context().newPage();
    await other.goto('/sandbox/ledger');
    await other.getByRole('button', { name: 'Back to normal' }).click();
    await expect(other.getByText('It behaves')).toBeVisible();
    await other.close();
  });
  await expectDelivered(page);
  expectSameMoney(await invoiceNumbered(request, order.name.replace('#', 'SH-')), order);
});
