import type { Locator, Page } from '@playwright/test';
import { dragFromPalette, drawEdge, nodeOf, publish, removeDrawnFlows, startFlow } from './steps/designer.ts';
import { proofOf } from './steps/runs.ts';
import { placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

test.afterEach(({ request }) => removeDrawnFlows(request));

const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });
const clockOf = (page: Page): Locator => inspector(page).getByRole('region', { name: 'Its clock' });

/** A filter that lets everything pass which has a value at this path. */
async function keepWhatHas(page: Page, path: string): Promise<void> {
  await inspector(page).getByRole('button', { name: 'Add a rule' }).click();
  await inspector(page).getByRole('textbox', { name: 'Rule 1, path' }).fill(path);
  await inspector(page).getByRole('combobox', { name: 'Rule 1, asks' }).selectOption('is not empty');
}

test('a schedule is drawn, says when it fires next, fires by hand and is paused', async ({ page }) => {
  await startFlow(page, 'By the clock');

  await test.step('its times: one of the usual, one that no clock knows, one written by hand', async () => {
    await dragFromPalette(page, 'Schedule', { x: 200, y: 200 });
    await inspector(page)
      .getByRole('combobox', { name: 'Times', exact: false })
      .first()
      .selectOption('Every day at 06:00');
    await expect(nodeOf(page, 'Schedule')).toContainText('Every day at 06:00');
    await expect(inspector(page).getByText('Every day at 06:00, by the clock of Europe/Berlin')).toBeVisible();
    const next = inspector(page).getByRole('list', { name: 'Next times' }).getByRole('listitem');
    await expect(next).toHaveCount(5);
    await expect(next.first()).toContainText(/06:00 (CET|CEST)/);

    const cron = inspector(page).getByRole('textbox', { name: 'Times, as cron' });
    await cron.fill('0 25 * * *');
    await cron.press('Enter');
    await expect(inspector(page).getByRole('alert')).toContainText(
      '“Times” of “Schedule” cannot be kept: invalid value',
    );
    await expect(next).toHaveCount(0);

    await cron.fill('30 7 * * 1-5');
    await cron.press('Enter');
    await inspector(page).getByRole('combobox', { name: 'Times, time zone' }).selectOption('America/New_York');
    await expect(next.first()).toContainText(/^(Mon|Tue|Wed|Thu|Fri) .*07:30/);
    await expect(clockOf(page)).toBeHidden();
    await expect(inspector(page).getByText('It starts by itself once the flow is published.')).toBeVisible();
  });

  await test.step('it is published with a step behind it', async () => {
    await dragFromPalette(page, 'Filter', { x: 480, y: 320 });
    await keepWhatHas(page, 'due');
    await drawEdge(page, 'Schedule', 'Filter');
    await publish(page, 1);
    await nodeOf(page, 'Schedule').click();
    await expect(clockOf(page)).toContainText('Fires by itself');
    await expect(clockOf(page)).toContainText('Fired lastnot yet');
  });

  await test.step('it is paused, goes on when it is resumed, and both are said', async () => {
    await clockOf(page).getByRole('button', { name: 'Pause' }).click();
    await expect(clockOf(page)).toContainText('Paused by you, at this computer');
    await clockOf(page).getByRole('button', { name: 'Resume' }).click();
    await expect(clockOf(page)).toContainText('Fires by itself');
  });

  await test.step('by hand it starts a run, which is there at once', async () => {
    await clockOf(page).getByRole('button', { name: 'Run now' }).click();
    await clockOf(page).getByRole('link', { name: 'Open the run' }).click();
    await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
    await expect(page.getByRole('banner').getByRole('status')).toHaveText('Done');
    await expect(proofOf(page)).toContainText('1received');
  });
});

test('a schedule of every second starts runs by itself, one for each', async ({ page, request }) => {
  await startFlow(page, 'Every second');
  await dragFromPalette(page, 'Schedule', { x: 200, y: 200 });
  await inspector(page).getByRole('textbox', { name: 'Times, as cron' }).fill('every second');
  await inspector(page).getByRole('textbox', { name: 'Times, as cron' }).press('Enter');
  await dragFromPalette(page, 'Filter', { x: 480, y: 320 });
  await keepWhatHas(page, 'due');
  await drawEdge(page, 'Schedule', 'Filter');
  await publish(page, 1);
  const flow = /flows\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
  const keys = async () => {
    const input = encodeURIComponent(JSON.stringify({ flow }));
    const answer = await (await request.get(`/api/trpc/runs.list?input=${input}`)).json();
    return (answer.result.data.runs as { keys: string[] }[]).flatMap((run) => run.keys);
  };
  await expect.poll(async () => (await keys()).length, { timeout: 20_000 }).toBeGreaterThan(3);
  await nodeOf(page, 'Schedule').click();
  await clockOf(page).getByRole('button', { name: 'Pause' }).click();
  await expect(clockOf(page)).toContainText('Paused by');
  const fired = await keys();
  expect(new Set(fired).size).toBe(fired.length);
});

test('a shop that is asked now and then: what changed comes without a call', async ({ page }) => {
  await startFlow(page, 'Asked for changes');
  await dragFromPalette(page, 'Orders changed', { x: 200, y: 200 });
  await dragFromPalette(page, 'Filter', { x: 480, y: 320 });
  await keepWhatHas(page, 'name');
  await drawEdge(page, 'Orders changed', 'Filter');
  await publish(page, 1);
  await nodeOf(page, 'Orders changed').click();
  await expect(clockOf(page)).toContainText('Looks by itself');
  await expect(clockOf(page)).toContainText('Read up to');
  const url = page.url();
  const order = await placeOrder(page, 'Two lines, one tax');
  await page.goto(url);
  await nodeOf(page, 'Orders changed').click();
  await expect(async () => {
    await clockOf(page).getByRole('button', { name: 'Look now' }).click();
    await expect(clockOf(page).getByRole('link', { name: 'Open the run' })).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await clockOf(page).getByRole('link', { name: 'Open the run' }).click();
  await expect(page.getByRole('main').getByText(order.name).first()).toBeVisible();
});
