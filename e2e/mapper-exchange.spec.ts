import { publish, removeDrawnFlows } from './steps/designer.ts';
import { ask, openSamples, preview } from './steps/kept.ts';
import { flowWithMap, savedMap, takenIn } from './steps/map-documents.ts';
import { bar, enough, openOrderMap, ruleRow } from './steps/order-map.ts';
import { expectDelivered, openRunOf } from './steps/runs.ts';
import { placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

test('columns pasted from a spreadsheet are reviewed and taken, and a CSV out and in is the same map', async ({
  page,
  request,
  context,
}) => {
  const id = await flowWithMap(request, 'From a sheet', enough);
  await openOrderMap(page, id);
  await bar(page).getByRole('button', { name: 'Table' }).click();
  const table = page.getByRole('grid', { name: 'Targets and where they come from' });

  await test.step('only what is ticked is taken, as one step', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const block = [
      ['CurrencyCode', 'currency', 'EUR', 'the shop sells in one'],
      ['Contact.EmailAddress', 'email', '', ''],
      ['Description', 'line_items[].sku', '', ''],
      ['Fax', 'phone', '', ''],
    ];
    await page.evaluate((text) => navigator.clipboard.writeText(text), block.map((line) => line.join('\t')).join('\n'));
    await table.focus();
    await page.keyboard.press('Control+v');
    const review = page.getByRole('dialog', { name: 'What this paste does' });
    await expect(review).toContainText('4 lines: 3 matched, 0 ambiguous, 1 unknown. Nothing is changed yet.');
    await review.getByRole('checkbox', { name: 'Take Description' }).uncheck();
    await review.getByRole('button', { name: 'Apply 2 rows' }).click();
    await expect(table.getByRole('row', { name: /^CurrencyCode, .*from currency, EUR/ })).toBeVisible();
    await expect(table.getByRole('row', { name: /^EmailAddress, .*from email/ })).toBeVisible();
    await expect(table.getByRole('row', { name: /^Description, .*from name/ })).toBeVisible();
    await expect.poll(async () => JSON.stringify(await savedMap(request, id))).toContain('the shop sells in one');
  });

  const before = await savedMap(request, id);
  const going = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await (await going).path();

  await table.getByRole('row', { name: /^CurrencyCode, / }).click();
  await page.keyboard.press('Delete');
  await expect.poll(() => savedMap(request, id)).not.toEqual(before);
  await page.getByLabel('CSV to import').setInputFiles(file);
  const review = page.getByRole('dialog', { name: 'What this file changes' });
  await expect(review).toContainText('1 row change');
  await review.getByRole('button', { name: 'Take the file' }).click();
  await expect.poll(() => savedMap(request, id)).toEqual(before);

  await bar(page).getByRole('button', { name: 'Trees' }).click();
  await expect(page.locator('[data-path="quiet"]')).toHaveAttribute('d', /^M/);
});

test('what the preview shows of a map with a loop, an expression, decimals and a text is what the run makes', async ({
  page,
  request,
}) => {
  const name = `Byte for byte ${Date.now()}`;
  const money = (path: string[]) => ({ from: 'item', path });
  const id = await flowWithMap(request, name, [
    ruleRow(['InvoiceNumber'], { kind: 'template', parts: ['B-', { from: 'item', path: ['name'] }] }),
    ruleRow(['Contact', 'Name'], {
      kind: 'expression',
      code: '$uppercase(customer.last_name) & ", " & customer.first_name',
    }),
    ruleRow(['Reference'], {
      kind: 'function',
      name: 'subtractMoney',
      arguments: [money(['total_price']), money(['total_tax'])],
    }),
    ...enough.slice(2),
  ]);
  await openOrderMap(page, id);
  await publish(page, 1);
  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, name);
  await expectDelivered(page);
  const run = page.url().split('/').at(-1)?.split('?')[0] ?? '';
  const made = await takenIn(request, run, 'create-invoice');
  expect(JSON.parse(made ?? '').InvoiceNumber).toBe(`B-${order.name}`);

  await openOrderMap(page, id);
  await (await openSamples(page)).getByRole('button', { name: new RegExp(`^${order.name}`) }).click();
  await expect(preview(page)).toContainText(`"B-${order.name}"`);
  await preview(page).getByRole('button', { name: 'Save as test' }).click();
  const kept = async () => {
    const { document } = await ask<{ document: string }>(request, 'flows.get', { id });
    return JSON.parse(document).tests?.[0]?.expected;
  };
  await expect.poll(kept).toBe(made);
});

test('a shared map has one name for all its flows; Esc gives up only what lies on top', async ({ page, request }) => {
  const id = await flowWithMap(request, 'Named', enough);
  await openOrderMap(page, id);
  const button = page.getByRole('button', { name: /^Map: / });
  const menu = page.getByRole('dialog', { name: 'Shared map' });
  const name = `Named ${Date.now()}`;
  await button.click();
  await menu.getByRole('textbox').fill(name);
  await menu.getByRole('button', { name: 'Share this map' }).click();
  await expect(button).toHaveAccessibleName(`Map: ${name} v1`);

  const box = menu.getByRole('textbox', { name: 'Name of the shared map' });
  await button.click();
  await box.fill('never mind');
  await box.press('Escape');
  await expect(menu).toBeHidden();
  await button.click();
  await expect(box).toHaveValue(name);
  await box.fill(`${name}, renamed`);
  await box.press('Enter');
  await expect(button).toHaveAccessibleName(`Map: ${name}, renamed v1`);

  await menu.getByRole('button', { name: 'What breaks if a field goes away?' }).click();
  const impact = page.getByRole('dialog', { name: 'What breaks if a field goes away?' });
  await impact.getByRole('combobox').fill('customer.last_name');
  await expect(impact.getByRole('row', { name: /^Named / })).toContainText('Messages are parked');
  await page.keyboard.press('Escape');
  await expect(impact).toBeHidden();
  await expect(menu).toBeVisible();
});
