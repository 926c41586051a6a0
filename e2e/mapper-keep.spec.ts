import { removeDrawnFlows } from './steps/designer.ts';
import { clearField, openSamples, preview } from './steps/kept.ts';
import { flowWithMap, savedMap } from './steps/map-documents.ts';
import { editor, editRow, openMap, target, targetField } from './steps/mapper.ts';
import { bar, enough, openOrderMap, ruleRow } from './steps/order-map.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

test('a lookup table is filled from the samples, and says what becomes of what it does not know', async ({
  page,
  request,
}) => {
  const id = await flowWithMap(request, 'Looked up', enough);
  await openOrderMap(page, id);
  await test.step('a second order, with a status that the first has not', async () => {
    const samples = await openSamples(page);
    await samples.getByRole('button', { name: 'Paste JSON' }).click();
    const other = { name: '#7', financial_status: 'voided', total_price: '0', customer: { last_name: 'Roth' } };
    await samples.getByRole('textbox').fill(JSON.stringify({ ...other, line_items: [] }));
    await samples.getByRole('button', { name: 'Use it' }).click();
    await bar(page).getByRole('button', { name: 'Sample: pasted' }).click();
    await page
      .getByRole('dialog', { name: 'Samples' })
      .getByRole('button', { name: /^example of Order placed/ })
      .click();
  });

  await editRow(page, 'Reference', 'lookup table');
  const table = editor(page, 'Reference');
  await table.getByRole('combobox', { name: 'Field that is looked up for Reference' }).fill('financial_status');
  await table.getByRole('button', { name: 'Fill from samples' }).click();
  await expect(table.getByRole('textbox', { name: /^Value \d/ })).toHaveCount(3);
  await expect(table.getByRole('textbox', { name: 'Value 1' })).toHaveValue('voided');
  await expect(table.getByRole('textbox', { name: 'Value 2' })).toHaveValue('paid');
  await table.getByRole('textbox', { name: 'becomes 2' }).fill('Settled');
  await expect(table.getByRole('status')).toHaveText('"Settled"');
  await table.getByRole('button', { name: 'Take line 1 out' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(targetField(page, 'Reference')).toHaveAccessibleName(/table of 1, Settled, 1 of 2 samples fail/);

  await test.step('the sample that misses the table is one press away', async () => {
    await preview(page)
      .getByRole('list', { name: 'On other samples' })
      .getByRole('button', { name: /^Reference ?1 of 2 samples fail/ })
      .click();
    await expect(bar(page).getByRole('button', { name: 'Sample: pasted' })).toBeVisible();
    await expect(preview(page)).toContainText('would be parked');
    await expect(preview(page).getByRole('list', { name: 'Errors and remarks' })).toContainText(
      '1 of 2 samples fail here.',
    );
  });

  const misses: [choice: string, shown: RegExp][] = [
    ['keep', /table of 1, voided$/],
    ['missing', /table of 1, not sent$/],
    ['default', /table of 1, Ask us$/],
  ];
  for (const [choice, shown] of misses) {
    await editRow(page, 'Reference');
    await table.getByRole('combobox', { name: 'Not in the table' }).selectOption(choice);
    if (choice === 'default') await table.getByRole('textbox', { name: 'Default of the table' }).fill('Ask us');
    await page.keyboard.press('Control+Enter');
    await expect(targetField(page, 'Reference')).toHaveAccessibleName(shown);
  }
  await expect(preview(page)).not.toContainText('would be parked');
});

test('the page loaded again has everything: loop, texts, tables, notes, what is left out; and it can be undone', async ({
  page,
  request,
}) => {
  const id = await flowWithMap(request, 'Kept', [
    ...enough.slice(1),
    ruleRow(
      ['CurrencyCode'],
      {
        kind: 'value-map',
        from: 'item',
        path: ['currency'],
        entries: [{ in: 'EUR', out: 'CHF' }],
        otherwise: { do: 'keep' },
        'a later version': true,
      },
      { 'said by a later version': [1.5] },
    ),
  ]);
  await openOrderMap(page, id);

  await editRow(page, 'InvoiceNumber', 'text with fields');
  await editor(page, 'InvoiceNumber').getByRole('textbox', { name: 'Text of InvoiceNumber' }).fill('K-{{name}}');
  await page.keyboard.press('Control+Enter');
  await expect(targetField(page, 'InvoiceNumber')).toHaveAccessibleName(/K-#1042$/);
  await page.keyboard.press('F2');
  const note = 'As the bookkeeper asked.';
  await target(page).getByRole('textbox', { name: 'Note' }).fill(note);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');

  await target(page).getByRole('searchbox').fill('Url');
  await targetField(page, 'Url').click({ position: { x: 50, y: 12 } });
  await page.keyboard.press('Delete');
  await page.keyboard.type('nobody opens it');
  await page.keyboard.press('Enter');
  await expect(targetField(page, 'Url')).toHaveAccessibleName(/left out on purpose: nobody opens it/);

  await target(page).getByRole('searchbox').fill('');
  const loop = target(page).getByRole('treeitem', { name: /^For each line_items one of LineItems/ });
  await loop.click();
  await page.keyboard.press('F2');
  await target(page).getByRole('combobox', { name: 'LineItems: sort by' }).fill('price desc');
  await page.keyboard.press('Enter');
  await target(page).getByRole('textbox', { name: 'LineItems: at most' }).fill('20');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');

  await expect.poll(async () => JSON.stringify(await savedMap(request, id))).toContain('"limit":20');
  const before = await savedMap(request, id);
  expect(JSON.stringify(before)).toContain('said by a later version');
  expect(before.ignored).toEqual([{ target: ['Url'], note: 'nobody opens it' }]);

  await page.reload();
  await openMap(page, 'Order to invoice');
  await expect(targetField(page, 'InvoiceNumber')).toHaveAccessibleName(/K-#1042$/);
  await expect(targetField(page, 'CurrencyCode')).toHaveAccessibleName(/from currency, table of 1, CHF$/);
  await expect(targetField(page, 'Url')).toHaveAccessibleName(/left out on purpose: nobody opens it/);
  await editRow(page, 'InvoiceNumber');
  await expect(editor(page, 'InvoiceNumber').getByRole('textbox', { name: 'Text of InvoiceNumber' })).toHaveValue(
    'K-{{name}}',
  );
  await expect(target(page).getByRole('textbox', { name: 'Note' })).toHaveValue(note);
  await page.keyboard.press('Escape');
  await target(page).getByRole('searchbox').fill('');
  await loop.click();
  await page.keyboard.press('F2');
  await expect(target(page).getByRole('combobox', { name: 'LineItems: sort by' })).toHaveValue('price desc');
  await expect(target(page).getByRole('textbox', { name: 'LineItems: at most' })).toHaveValue('20');
  await page.keyboard.press('Escape');
  expect(await savedMap(request, id)).toEqual(before);

  await clearField(page, 'Total');
  await expect.poll(async () => JSON.stringify(await savedMap(request, id))).not.toContain('total_price');
  await page.keyboard.press('Control+z');
  await expect.poll(() => savedMap(request, id)).toEqual(before);
});
