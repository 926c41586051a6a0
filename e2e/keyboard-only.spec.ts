import type { Page } from '@playwright/test';
import { canvas, nodeOf, publish, removeDrawnFlows } from './steps/designer.ts';
import { target, targetField } from './steps/mapper.ts';
import { expectDelivered } from './steps/runs.ts';
import { expectSameMoney, invoiceNumbered, lastOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

test('a flow is drawn, mapped, published and run without a mouse', async ({ page, request }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'New flow' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing is drawn yet')).toBeVisible();

  await test.step('the palette adds by Enter, beside what was added before', async () => {
    for (const name of ['Order placed', 'Map', 'Create invoice']) await addByPalette(page, name);
  });

  await test.step('C draws an edge', async () => {
    await walk(page, 'ArrowUp', 'Map');
    await walk(page, 'ArrowUp', 'Order placed');
    await connect(page, 'Order placed', 'Map');
    await walk(page, 'ArrowRight', 'Map');
    await connect(page, 'Map', 'Create invoice');
  });

  await test.step('Enter opens the map, M asks where a field comes from', async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('toolbar', { name: 'Mapping' })).toBeVisible();
    const picks: [to: string, from: string][] = [
      ['InvoiceNumber', 'order_number'],
      ['Contact Name', 'customer.last_name'],
      ['LineItems Description', 'line_items[].title'],
      ['LineItems UnitAmount', 'line_items[].price'],
      ['LineItems Quantity', 'line_items[].quantity'],
      ['LineItems TaxAmount', 'line_items[].tax_lines[].price'],
      ['Total', 'total_price'],
    ];
    for (const [to, from] of picks) await pick(page, to, from);
    await target(page).getByRole('searchbox').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('LineItems');
    await expect(target(page).getByRole('treeitem', { name: 'For each line_items one of LineItems' })).toBeVisible();
  });

  await test.step('Shift+M adds a field to those that are there, and one Ctrl+Z takes it out', async () => {
    await pick(page, 'Contact Name', 'customer.first_name', 'Shift+M');
    await expect(targetField(page, 'Name')).toHaveAccessibleName(
      /from customer.last_name, customer.first_name, .*Brandt Amelie$/,
    );
    await page.keyboard.press('Control+z');
    await expect(targetField(page, 'Name')).toHaveAccessibleName(/from customer.last_name, Brandt$/);
    await page.keyboard.press('Control+Shift+z');
    await expect(targetField(page, 'Name')).toHaveAccessibleName(/Brandt Amelie$/);
    await page.getByRole('button', { name: 'Back to flow' }).focus();
    await page.keyboard.press('Enter');
    await expect(nodeOf(page, 'Map')).toBeFocused();
  });

  await publish(page, 1);
  await page.keyboard.press('Control+Enter');
  const link = page.getByRole('region', { name: 'Messages from the app' }).getByRole('link', { name: 'Open the run' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expectDelivered(page);

  const order = await lastOrder(request);
  expectSameMoney(await invoiceNumbered(request, order.name.replace('#', '')), order);
});

async function addByPalette(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Find a system or step' }).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(nodeOf(page, name)).toBeFocused();
}

async function walk(page: Page, key: 'ArrowUp' | 'ArrowRight', to: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(nodeOf(page, to)).toBeFocused();
}

async function connect(page: Page, from: string, to: string): Promise<void> {
  await page.keyboard.press('c');
  await expect(page.getByRole('combobox', { name: `Connect ${from} to` })).toBeFocused();
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(canvas(page).getByRole('img', { name: `From ${from} to ${to}` })).toBeAttached();
  await expect(nodeOf(page, from)).toBeFocused();
}

/** `/` finds the target, Down goes to its row, M opens the picker, typing narrows, Enter takes. */
async function pick(page: Page, to: string, from: string, key = 'm'): Promise<void> {
  const name = to.split(' ').at(-1) ?? '';
  await target(page).getByRole('tree').focus();
  await page.keyboard.press('/');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(target(page).getByRole('tree')).toBeFocused();
  await page.keyboard.press('End');
  await expect(targetField(page, name)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press(key);
  await expect(page.getByRole('combobox', { name: `Source for ${name}` })).toBeFocused();
  await page.keyboard.type(from);
  await page.keyboard.press('Enter');
  await expect(targetField(page, name)).toHaveAccessibleName(/, from /);
}
