import type { Page } from '@playwright/test';
import { publish, removeDrawnFlows } from './steps/designer.ts';
import { ask, clearField, openSamples, preview } from './steps/kept.ts';
import { flowWithMap, savedMap, takenIn } from './steps/map-documents.ts';
import {
  carry,
  editor,
  editRow,
  expand,
  holdAtEdge,
  openMap,
  source,
  sourceField,
  target,
  targetField,
  wheelTo,
} from './steps/mapper.ts';
import { expectDelivered, openRunOf } from './steps/runs.ts';
import { expectSameMoney, invoiceNumbered, placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

const path = (target: string[], ...from: string[]) => ({
  kind: 'field',
  id: target.join('-'),
  target,
  rule: { kind: 'path', from: 'item', path: from },
});
const rule = (target: string[], rule: object, more: object = {}) => ({
  kind: 'field',
  id: target.join('-'),
  target,
  rule,
  ...more,
});
const lines = (rows: object[], more: object = {}) => ({
  kind: 'loop',
  id: 'lines',
  target: ['LineItems'],
  from: 'root',
  over: ['line_items'],
  rows,
  ...more,
});
/** All that the ledger asks for, and what makes the money right. */
const enough = [
  path(['InvoiceNumber'], 'name'),
  path(['Contact', 'Name'], 'customer', 'last_name'),
  lines([
    path(['Description'], 'name'),
    path(['Quantity'], 'quantity'),
    path(['UnitAmount'], 'price'),
    rule(['TaxAmount'], { kind: 'path', from: 'item', path: ['tax_lines', '[]', 'price'], collect: 'sum' }),
  ]),
  path(['Total'], 'total_price'),
];

const bar = (page: Page) => page.getByRole('toolbar', { name: 'Mapping' });

async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/flows/${id}`);
  await openMap(page, 'Order to invoice');
}

test('an order becomes an invoice by mouse alone, from an empty map', async ({ page, request }) => {
  const name = `By mouse ${Date.now()}`;
  await open(page, await flowWithMap(request, name));

  await test.step('a line is drawn either way', async () => {
    await carry(page, sourceField(page, 'name'), targetField(page, 'InvoiceNumber'));
    await expect(targetField(page, 'InvoiceNumber')).toHaveAccessibleName(/from name, #1042$/);
    await carry(page, targetField(page, 'Name'), sourceField(page, 'email'));
    await expect(targetField(page, 'Name')).toHaveAccessibleName(/from email, /);
  });

  await test.step('what is out of sight is reached by holding the line at the edge', async () => {
    const total = sourceField(page, 'total_price');
    await holdAtEdge(page, targetField(page, 'Total'), source(page), total);
    await total.hover();
    await page.mouse.up();
    await expect(targetField(page, 'Total')).toHaveAccessibleName(/from total_price, 273\.82$/);
  });

  await test.step('a line drawn between lists makes their loop, and says so', async () => {
    await wheelTo(page, source(page), sourceField(page, 'line_items'), true);
    await expand(sourceField(page, 'line_items'));
    await carry(page, sourceField(page, 'line_items[].name'), targetField(page, 'Description'));
    await expect(page.getByText('A loop was made: for each of “line_items” one element of “LineItems”.')).toBeVisible();
    await expect(target(page).getByRole('treeitem', { name: 'For each line_items one of LineItems' })).toBeVisible();
    await expect(targetField(page, 'Description')).toHaveAccessibleName(/from name, Oak stool - Natural$/);
    const rest: [from: string, to: string][] = [
      ['line_items[].quantity', 'Quantity'],
      ['line_items[].price', 'UnitAmount'],
      ['line_items[].tax_lines[].price', 'TaxAmount'],
    ];
    for (const [from, to] of rest) {
      if (to === 'TaxAmount') {
        await wheelTo(page, source(page), sourceField(page, 'line_items[].tax_lines'));
        await expand(sourceField(page, 'line_items[].tax_lines'));
      }
      await wheelTo(page, source(page), sourceField(page, from));
      await carry(page, sourceField(page, from), targetField(page, to));
      await expect(targetField(page, to)).toHaveAccessibleName(/, from /);
    }
    await expect(targetField(page, 'TaxAmount')).toHaveAccessibleName(/sum, 22\.06$/);
  });

  await test.step('one gesture is one step back', async () => {
    await bar(page).getByRole('button', { name: /^Undo/ }).click();
    await expect(targetField(page, 'TaxAmount')).toHaveAccessibleName(/not mapped/);
    await bar(page).getByRole('button', { name: /^Redo/ }).click();
    await expect(targetField(page, 'TaxAmount')).toHaveAccessibleName(/sum, 22\.06$/);
  });

  await expect(target(page).getByRole('button', { name: 'Required 5/5' })).toBeVisible();

  await publish(page, 1);
  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, name);
  await expectDelivered(page);
  expectSameMoney(await invoiceNumbered(request, order.name), order);
});

test('a lookup table is filled from the samples, and says what becomes of what it does not know', async ({
  page,
  request,
}) => {
  const id = await flowWithMap(request, 'Looked up', enough);
  await open(page, id);
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

test('a required field that is not mapped keeps the flow from being published, and F8 goes to it', async ({
  page,
  request,
}) => {
  const [number, ...rest] = enough;
  await open(page, await flowWithMap(request, 'Not complete', rest));
  await target(page).getByRole('tree').press('End');
  await page.getByRole('button', { name: 'Publish v1' }).click();
  const refused = page.getByRole('dialog', { name: 'Not published yet' });
  await expect(refused.getByRole('list', { name: 'Problems' })).toContainText('InvoiceNumber');
  await refused.getByRole('button', { name: 'Back to the drawing' }).click();

  await target(page).getByRole('tree').focus();
  await page.keyboard.press('F8');
  await expect(target(page).getByRole('tree')).toBeFocused();
  await expect(targetField(page, 'InvoiceNumber')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('m');
  await page.keyboard.type('order_number');
  await page.keyboard.press('Enter');
  await expect(targetField(page, 'InvoiceNumber')).toHaveAccessibleName(/from order_number, 1042$/);
  await publish(page, 1);
  expect(number).toBeDefined();
});

test('the page loaded again has everything: loop, texts, tables, notes, what is left out; and it can be undone', async ({
  page,
  request,
}) => {
  const id = await flowWithMap(request, 'Kept', [
    ...enough.slice(1),
    rule(
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
  await open(page, id);

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

test('columns pasted from a spreadsheet are reviewed and taken, and a CSV out and in is the same map', async ({
  page,
  request,
  context,
}) => {
  const id = await flowWithMap(request, 'From a sheet', enough);
  await open(page, id);
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
    rule(['InvoiceNumber'], { kind: 'template', parts: ['B-', { from: 'item', path: ['name'] }] }),
    rule(['Contact', 'Name'], {
      kind: 'expression',
      code: '$uppercase(customer.last_name) & ", " & customer.first_name',
    }),
    rule(['Reference'], {
      kind: 'function',
      name: 'subtractMoney',
      arguments: [money(['total_price']), money(['total_tax'])],
    }),
    ...enough.slice(2),
  ]);
  await open(page, id);
  await publish(page, 1);
  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, name);
  await expectDelivered(page);
  const run = page.url().split('/').at(-1)?.split('?')[0] ?? '';
  const made = await takenIn(request, run, 'create-invoice');
  expect(JSON.parse(made ?? '').InvoiceNumber).toBe(`B-${order.name}`);

  await open(page, id);
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
  await open(page, id);
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
