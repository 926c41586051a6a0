import { publish, removeDrawnFlows } from './steps/designer.ts';
import { flowWithMap } from './steps/map-documents.ts';
import { carry, expand, holdAtEdge, source, sourceField, target, targetField, wheelTo } from './steps/mapper.ts';
import { bar, enough, openOrderMap } from './steps/order-map.ts';
import { expectDelivered, openRunOf } from './steps/runs.ts';
import { expectSameMoney, invoiceNumbered, placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

test('an order becomes an invoice by mouse alone, from an empty map', async ({ page, request }) => {
  const name = `By mouse ${Date.now()}`;
  await openOrderMap(page, await flowWithMap(request, name));

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

  await test.step('what is put on a mapped row asks what is meant, and Esc leaves all as it was', async () => {
    const menu = page.getByRole('menu', { name: 'name on Name' });
    const drop = () => carry(page, sourceField(page, 'name'), targetField(page, 'Name'));
    await wheelTo(page, source(page), sourceField(page, 'name'), true);
    await drop();
    await expect(menu.getByRole('menuitem')).toContainText(['Replace', 'Add to it', 'First non-empty']);
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(targetField(page, 'Name')).toHaveAccessibleName(/from email, /);
    const meant: [down: number, shown: RegExp][] = [
      [0, /from name, #1042$/],
      [1, /from email, name, .*@\S+ #1042$/],
      [2, /from email, name, .*@\S+$/],
    ];
    for (const [down, shown] of meant) {
      await drop();
      await expect(menu).toBeFocused();
      for (let step = 0; step < down; step++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(targetField(page, 'Name')).toHaveAccessibleName(shown);
      await page.keyboard.press('Control+z');
      await expect(targetField(page, 'Name')).toHaveAccessibleName(/from email, /);
      await expect(targetField(page, 'Name')).not.toHaveAccessibleName(/#1042/);
    }
  });

  await test.step('an object on an object is mapped by name, once it is reviewed', async () => {
    await wheelTo(page, source(page), sourceField(page, 'customer'));
    await carry(page, sourceField(page, 'customer'), target(page).getByRole('treeitem', { name: /^Contact, / }));
    const menu = page.getByRole('menu', { name: 'customer on Contact' });
    await expect(menu.getByRole('menuitem')).toContainText(['By name: 2 fields', 'As a whole']);
    await page.keyboard.press('Enter');
    const review = page.getByRole('listbox', { name: 'Suggested lines' });
    await expect(review.getByRole('option')).toHaveCount(2);
    await expect(review.getByRole('option', { name: /^customer.email to Contact.EmailAddress, 9\d %/ })).toBeVisible();
    await expect(targetField(page, 'EmailAddress')).toHaveAccessibleName(/not mapped/);
    await page.keyboard.press('Control+Enter');
    await expect(targetField(page, 'EmailAddress')).toHaveAccessibleName(/from customer.email, .*@/);
    await expect(targetField(page, 'ContactNumber')).toHaveAccessibleName(/not mapped/);
    await review.press('Escape');
  });

  await expect(target(page).getByRole('button', { name: 'Required 5/5' })).toBeVisible();

  await publish(page, 1);
  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, name);
  await expectDelivered(page);
  expectSameMoney(await invoiceNumbered(request, order.name), order);
});

test('a required field that is not mapped keeps the flow from being published, and F8 goes to it', async ({
  page,
  request,
}) => {
  const [number, ...rest] = enough;
  await openOrderMap(page, await flowWithMap(request, 'Not complete', rest));
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
