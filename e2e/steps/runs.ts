import { expect, type Locator, type Page } from '@playwright/test';

/** The run of an order in a flow, by its key on the list of runs. */
export async function openRunOf(page: Page, key: string, flow: string): Promise<void> {
  await page.goto(`/runs?key=${encodeURIComponent(key)}`);
  await page.getByRole('row').filter({ hasText: key }).getByRole('link', { name: flow, exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
}

/** The equation at the head of a run, in words as it stands there. */
export const proofOf = (page: Page): Locator => page.getByText(/^\d+received=/);

/** One delivered of one received, and nothing else anywhere. */
export async function expectDelivered(page: Page): Promise<void> {
  await expect(proofOf(page)).toHaveText('1received=1delivered+0filtered+0parked+0in flightNothing lost');
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Done');
}

/** A step in the drawing of the run. Its name tells how it stands and what passed. */
export const stepOf = (page: Page, name: string): Locator => page.getByRole('link', { name: new RegExp(`^${name}, `) });

/** What passed through the chosen step: the lines of a tab, opened. */
export async function openTab(page: Page, name: 'Input' | 'Output' | 'Sent' | 'Trouble'): Promise<Locator> {
  await page.getByRole('tab', { name }).click();
  return page.getByRole('tabpanel');
}
