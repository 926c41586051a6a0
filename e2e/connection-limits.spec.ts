import { expectDelivered, openRunOf, proofOf } from './steps/runs.ts';
import { endFailures, placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => endFailures(request));

test('a limit that is set on the page of a connection makes an order wait for its turn, and taken back lets it go', async ({
  page,
}) => {
  await openRunOf(page, (await placeOrder(page, 'Two lines, one tax')).name, 'Orders to invoices');
  await expectDelivered(page);
  await page.goto('/connections');
  await page.getByRole('table').getByRole('link', { name: 'Sandbox ledger' }).click();
  const limits = page.getByRole('region', { name: 'Limits' });
  const minute = limits.getByRole('textbox', { name: 'calls a minute' });
  await minute.fill('1');
  await minute.press('Enter');
  await expect(limits).toContainText('Set to 1 by you');

  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, 'Orders to invoices');
  await expect(page.getByRole('list', { name: 'What it waits for' })).toContainText(
    /^Waits for “Sandbox ledger”: 1 call a minute, until \d\d:\d\d:\d\d/,
  );
  await expect(proofOf(page)).toContainText('1in flight');

  await page.getByRole('list', { name: 'What it waits for' }).getByRole('link', { name: 'Connection' }).click();
  await limits.getByRole('button', { name: 'Reset' }).click();
  await expect(limits).not.toContainText('Set to');
  await page.goBack();
  await expectDelivered(page);
});

test('a ledger that fails again and again is left alone until its breaker is closed', async ({ page, request }) => {
  const failing = { failNext: { status: 500, count: 1000 } };
  expect((await request.put('/sandbox/xero/_control/failures', { data: failing })).ok()).toBe(true);
  let last = '';
  for (let orders = 0; orders < 6; orders++) last = (await placeOrder(page, 'Two lines, one tax')).name;
  await page.goto('/connections');
  await expect(page.getByRole('row').filter({ hasText: 'Sandbox ledger' })).toContainText('Breaker open');
  await page.getByRole('table').getByRole('link', { name: 'Sandbox ledger' }).click();
  await expect(page.getByRole('region', { name: 'Why it is not called' })).toContainText(
    '“Sandbox ledger” answered 500.',
  );

  await endFailures(request);
  await page.getByRole('button', { name: 'Close it now' }).click();
  await expect(page.getByRole('region', { name: 'Why it is not called' })).toBeHidden();
  await openRunOf(page, last, 'Orders to invoices');
  await expectDelivered(page);
});
