import type { Locator, Page } from '@playwright/test';
import { expect, test } from './steps/test.ts';

const patterns = ['Point-to-point', 'Hub-and-spoke', 'Event-driven', 'Batch ETL'] as const;

test('the question on the home page is answered there and compared in full on the next', async ({ page }) => {
  await page.goto('/');
  const question = page.getByRole('region', { name: 'How should I connect these systems?' });
  await question.getByRole('combobox', { name: 'Number of systems' }).selectOption('5 systems');
  await question.getByRole('combobox', { name: 'Who talks to whom' }).selectOption('all talk to each other');
  await question.getByRole('textbox', { name: 'Events a day' }).fill('12000');
  await question.getByRole('combobox', { name: 'How soon a change must show' }).selectOption('5 minutes');
  await expect(question).toContainText('Hub-and-spoke, EUR 3,000–5,500 to build.');
  await expect(question).toContainText('Point-to-point needs 10 connections (5 × 4 / 2), EUR 4,000–8,000.');
  await question.getByRole('link', { name: 'Compare all four' }).click();

  await expect(page).toHaveURL(/\/estimate\?systems=5&talk=mesh&events=12000&fresh=5$/);
  await expect(await cell(page, 'Build price, EUR', 'Hub-and-spoke')).toContainText('3,000–5,500');
  await expect(await cell(page, 'Verdict', 'Hub-and-spoke')).toContainText('recommended');
  await expect(await cell(page, 'Counted as', 'Point-to-point')).toContainText('10 connections');
  await expect(await cell(page, 'Build price, EUR', 'Point-to-point')).toContainText('4,000–8,000');
  await expect(await cell(page, 'The 6th system adds', 'Point-to-point')).toContainText('5 connections');
  await expect(await cell(page, 'Build price, EUR', 'Event-driven')).toContainText('3,000–6,000');

  await test.step('five minutes rule batch out, whatever it costs', async () => {
    await expect(await cell(page, 'Verdict', 'Batch ETL')).toContainText('Does not fit');
    await expect(await cell(page, 'Verdict', 'Batch ETL')).toContainText('5 minutes');
    const ink = await (await cell(page, 'Its limit', 'Event-driven')).evaluate((one) => getComputedStyle(one).color);
    await expect(await cell(page, 'Build price, EUR', 'Batch ETL')).not.toHaveCSS('color', ink);
  });

  await test.step('a day lets it in again', async () => {
    await page.getByRole('combobox', { name: 'A change must show' }).selectOption('within 1 day');
    await expect(await cell(page, 'Verdict', 'Batch ETL')).not.toContainText('Does not fit');
  });
});

test('a drawing carries its price in one quiet line', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Orders to invoices', exact: true }).first().click();
  const foot = page.getByRole('contentinfo');
  await expect(foot).toContainText('Point-to-point, 1 connection: EUR 400–800');
  await foot.getByRole('link', { name: 'Compare patterns' }).click();
  await expect(page.getByRole('banner')).toContainText('Orders to invoices');
  await expect(await cell(page, 'Build price, EUR', 'Point-to-point')).toContainText('400–800');
});

/** What the comparison says of a pattern. The columns stand in the order of the recommendation. */
async function cell(page: Page, row: string, pattern: (typeof patterns)[number]): Promise<Locator> {
  const table = page.getByRole('table').filter({ has: page.getByRole('rowheader', { name: 'Verdict' }) });
  const heads = table.getByRole('columnheader');
  await expect(heads).toHaveText([/./, /./, /./, /./]);
  const column = (await heads.allInnerTexts()).findIndex((words) => words.trim() === pattern);
  return table
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: row }) })
    .getByRole('cell')
    .nth(column);
}
