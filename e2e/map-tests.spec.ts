import { nodeOf, removeDrawnFlows } from './steps/designer.ts';
import { ask, clearField, copySample, openSamples, preview, previewTab, sampleFlow } from './steps/kept.ts';
import { openMap, target, targetField } from './steps/mapper.ts';
import { expectDelivered, openRunOf } from './steps/runs.ts';
import { placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

test('a test kept in the map refuses publishing by its name until the map is mended', async ({ page, request }) => {
  await page.goto(`/flows/${await copySample(request, 'Tested')}`);
  await openMap(page, 'Order to invoice');

  await preview(page).getByRole('button', { name: 'Save as test' }).click();
  const name = 'example of Order placed';
  await expect(preview(page).getByRole('listitem', { name: `${name}, passes` })).toBeVisible();

  await clearField(page, 'Reference');
  const failing = preview(page).getByRole('listitem', { name: `${name}, fails` });
  await expect(failing.getByRole('list', { name: 'Differences' })).toContainText('Reference');
  await expect(previewTab(page, /^Tests/)).toContainText('1 fail');

  await page.getByRole('button', { name: 'Publish v1' }).click();
  const refused = page.getByRole('dialog', { name: 'Not published yet' });
  await expect(refused).toContainText(`In “Order to invoice”, the test “${name}” fails: Reference is missing`);
  await expect(refused).toContainText('Mend the map, or open its tests');
  await refused.getByRole('button', { name: 'Back to the drawing' }).click();

  await page.getByRole('toolbar', { name: 'Mapping' }).getByRole('button', { name: /^Undo/ }).click();
  await expect(preview(page).getByRole('listitem', { name: `${name}, passes` })).toBeVisible();
  await page.getByRole('button', { name: 'Publish v1' }).click();
  await expect(page.getByText('Published as v1.')).toBeVisible();
});

test('what is expected is brought up to what the map makes now, renamed and removed', async ({ page, request }) => {
  const id = await copySample(request, 'Brought up to date');
  await page.goto(`/flows/${id}`);
  await openMap(page, 'Order to invoice');
  await preview(page).getByRole('button', { name: 'Save as test' }).click();
  await clearField(page, 'Reference');
  await preview(page).getByRole('button', { name: 'Expect this from now on' }).click();
  await expect(preview(page).getByRole('listitem', { name: /, passes$/ })).toBeVisible();
  const named = preview(page).getByRole('textbox', { name: /^Name of the test/ });
  await named.fill('without a reference');
  await named.press('Enter');
  await expect(preview(page).getByRole('listitem', { name: 'without a reference, passes' })).toBeVisible();
  await preview(page).getByRole('button', { name: 'Remove the test without a reference' }).click();
  await expect(preview(page)).toContainText('No tests yet');
});

test('samples are pasted, walked through, pinned, and the worst is found', async ({ page, request }) => {
  await page.goto(`/flows/${await copySample(request, 'Samples')}`);
  await openMap(page, 'Order to invoice');
  const bar = page.getByRole('toolbar', { name: 'Mapping' });

  await test.step('what is no JSON is refused with its line', async () => {
    const samples = await openSamples(page);
    await samples.getByRole('button', { name: 'Paste JSON' }).click();
    await samples.getByRole('textbox').fill('[{"name": "#9"},\n {"name": #10}]');
    await samples.getByRole('button', { name: 'Use it' }).click();
    await expect(samples.getByRole('alert')).toHaveText('Line 2, column 11: “#” stands where a value should be.');
    await samples.getByRole('textbox').fill('[{"name": "#9", "currency": "EUR"}, {"name": "#10"}]');
    await samples.getByRole('button', { name: 'Use it' }).click();
  });

  await expect(bar.getByRole('button', { name: 'Sample: pasted 1' })).toBeVisible();
  await expect(bar).toContainText('1 / 6');
  await expect(preview(page)).toContainText('"SH-9"');
  await bar.getByRole('button', { name: /^Next sample/ }).click();
  await expect(bar).toContainText('2 / 6');
  await expect(preview(page)).toContainText('"SH-10"');
  await bar.getByRole('button', { name: /^Sample before/ }).click();
  await expect(bar).toContainText('1 / 6');

  await test.step('the worst is the one with the most errors', async () => {
    await bar.getByRole('button', { name: 'Worst' }).click();
    await expect(bar.getByRole('button', { name: 'Sample: pasted 2' })).toBeVisible();
    await expect(previewTab(page, /^Samples/)).toContainText('1/3 pass');
  });

  await test.step('a pinned one is there after the page was left', async () => {
    await preview(page).getByRole('button', { name: 'Pin', exact: true }).click();
    await expect(bar.getByRole('button', { name: 'Sample: pinned: pasted 2' })).toBeVisible();
    await expect(page.getByText(/^Saved \d\d:\d\d/)).toBeVisible();
    await page.reload();
    await openMap(page, 'Order to invoice');
    await (await openSamples(page)).getByRole('button', { name: /^pinned: pasted 2/ }).click();
    await expect(preview(page)).toContainText('"SH-10"');
  });
});

test('what the preview shows of the last order is, byte for byte, what reached the ledger’s step', async ({
  page,
  request,
}) => {
  const order = await placeOrder(page, 'Two lines, one tax');
  await openRunOf(page, order.name, 'Orders to invoices');
  await expectDelivered(page);
  const run = page.url().split('/').at(-1)?.split('?')[0] ?? '';
  const { messages } = await ask<{ messages: { id: string }[] }>(request, 'runs.get', { id: run });
  const { steps } = await ask<{ steps: { node: string; in: string }[] }>(request, 'runs.message', {
    run,
    message: messages[0]?.id,
  });

  const { id } = await sampleFlow(request);
  const tests = async (): Promise<{ name: string; expected: string }[]> =>
    JSON.parse((await sampleFlow(request)).document).tests ?? [];
  const expected = async () => (await tests()).find(({ name }) => name === order.name)?.expected;
  await page.goto(`/flows/${id}`);
  await expect(nodeOf(page, 'Order to invoice')).toBeVisible();
  await openMap(page, 'Order to invoice');
  await (await openSamples(page)).getByRole('button', { name: new RegExp(`^${order.name}`) }).click();
  await expect(preview(page)).toContainText(order.name.replace('#', 'SH-'));
  await preview(page).getByRole('button', { name: 'Save as test' }).click();
  await expect(preview(page).getByRole('listitem', { name: `${order.name}, passes` })).toBeVisible();
  await expect.poll(expected).toBe(steps.find(({ node }) => node === 'create-invoice')?.in);

  await preview(page)
    .getByRole('button', { name: `Remove the test ${order.name}` })
    .click();
  await expect.poll(expected).toBeUndefined();
});

test('a map that two flows share is updated in one when that one wants it', async ({ page, request }) => {
  const [first, second] = [await copySample(request, 'First user'), await copySample(request, 'Second user')];
  const menu = page.getByRole('dialog', { name: 'Shared map' });
  const name = `Invoice map ${Date.now()}`;
  const button = page.getByRole('button', { name: /^Map: / });
  const saved = expect(page.getByText(/^Saved \d\d:\d\d/));

  await page.goto(`/flows/${first}`);
  await openMap(page, 'Order to invoice');
  await button.click();
  await menu.getByRole('textbox').fill(name);
  await menu.getByRole('button', { name: 'Share this map' }).click();
  await expect(button).toHaveAccessibleName(`Map: ${name} v1`);
  await saved.toBeVisible();

  await page.goto(`/flows/${second}`);
  await openMap(page, 'Order to invoice');
  await button.click();
  await menu.getByRole('button', { name: `Use ${name} version 1` }).click();
  await expect(button).toHaveAccessibleName(`Map: ${name} v1`);
  await clearField(page, 'Reference');
  await expect(button).toHaveAccessibleName(`Map: ${name} v1, changed here`);
  await page.getByRole('button', { name: 'Publish v1' }).click();
  const refused = page.getByRole('dialog', { name: 'Not published yet' });
  await expect(refused).toContainText(`uses version 1 of the shared map “${name}”, but was changed here`);
  await refused.getByRole('button', { name: 'Back to the drawing' }).click();
  await button.click();
  await menu.getByRole('button', { name: 'Save as version 2' }).click();
  await expect(button).toHaveAccessibleName(`Map: ${name} v2`);
  await page.getByRole('button', { name: 'Publish v1' }).click();
  await expect(page.getByText('Published as v1.')).toBeVisible();

  await page.goto(`/flows/${first}`);
  await openMap(page, 'Order to invoice');
  await expect(button).toHaveAccessibleName(`Map: ${name} v1, v2 is there`);
  await target(page).getByRole('searchbox').fill('Reference');
  await expect(targetField(page, 'Reference')).toHaveAccessibleName(/po_number/);
  await button.click();
  await expect(menu.getByRole('listitem').filter({ hasText: 'Second user' })).toHaveCount(2);
  await menu.getByRole('button', { name: 'Update to version 2' }).click();
  await expect(targetField(page, 'Reference')).not.toHaveAccessibleName(/po_number/);
  await button.click();
  await menu.getByRole('button', { name: 'Detach' }).click();
  await expect(button).toHaveAccessibleName('Map: Own map');
});
