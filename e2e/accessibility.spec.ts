import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { canvas } from './steps/designer.ts';
import { openMap } from './steps/mapper.ts';
import { openRunOf, proofOf } from './steps/runs.ts';
import { placeOrder } from './steps/sandbox.ts';
import { expect, test } from './steps/test.ts';

// A trace would record every page whole, twice; the rule and the place say enough.
test.use({ trace: 'off' });

/** What is looked at, and how one gets there. Each comes to rest with something of its own in sight. */
const places: Record<string, (page: Page) => Promise<void>> = {
  home: async (page) => {
    await page.goto('/');
    await expect(page.getByRole('listitem', { name: 'Orders to invoices' })).toBeVisible();
  },
  designer: openSample,
  'designer with a node open': async (page) => {
    await openSample(page);
    await canvas(page)
      .getByRole('group', { name: /^Create invoice, / })
      .click();
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  },
  mapper: async (page) => {
    await openSample(page);
    await openMap(page, 'Order to invoice');
    await expect(page.getByText(/^Guard:/)).toContainText('total');
  },
  runs: async (page) => {
    const order = await placeOrder(page, 'Two lines, one tax');
    await page.goto('/runs');
    await expect(page.getByRole('row').filter({ hasText: order.name })).toContainText('Done');
  },
  'a run': async (page) => {
    const order = await placeOrder(page, 'Two lines, one tax');
    await openRunOf(page, order.name, 'Orders to invoices');
    await expect(proofOf(page)).toContainText('1delivered');
  },
  parked: async (page) => {
    await page.goto('/parked');
    await expect(page.getByRole('banner')).toContainText('Parked');
    await expect(page.getByRole('main')).not.toBeEmpty();
  },
  estimate: async (page) => {
    await page.goto('/estimate?systems=5&talk=mesh&events=12000&fresh=5');
    await expect(page.getByRole('rowheader', { name: 'Verdict' })).toBeVisible();
  },
  connections: async (page) => {
    await page.goto('/connections');
    await expect(page.getByRole('table').getByRole('link', { name: 'Sandbox ledger' })).toBeVisible();
  },
  'a connection': async (page) => {
    await page.goto('/connections');
    await page.getByRole('table').getByRole('link', { name: 'Sandbox ledger' }).click();
    await expect(page.getByRole('button', { name: 'Test', exact: true })).toBeVisible();
  },
  'sandbox shop': async (page) => {
    await page.goto('/sandbox/shop');
    await expect(page.getByRole('button', { name: 'Place Two lines, one tax' })).toBeVisible();
  },
  'sandbox ledger': async (page) => {
    await page.goto('/sandbox/ledger');
    await expect(page.getByRole('region', { name: 'Failures of the sandbox ledger' })).toContainText('It behaves');
  },
};

for (const [place, go] of Object.entries(places)) {
  test(`${place} shuts nobody out, by day or by night`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await go(page);
    expect(await graveViolations(new AxeBuilder({ page }))).toEqual([]);
    const paper = await backgroundOf(page);

    // Between the two only colours differ.
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => backgroundOf(page)).not.toBe(paper);
    expect(await graveViolations(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([]);
  });
}

test('nothing but the app’s own scripts and fonts may be loaded', async ({ page, request }) => {
  const policy = (await request.get('/')).headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe-eval');
  await page.goto('/');
  await expect(page.getByRole('listitem', { name: 'Orders to invoices' })).toBeVisible();
  const fonts = await page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').length);
  expect(fonts).toBeGreaterThan(0);
});

async function openSample(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('heading', { name: 'Orders to invoices' }).getByRole('link').click();
  await expect(canvas(page).getByRole('group')).toHaveCount(3);
}

const backgroundOf = (page: Page): Promise<string> =>
  page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);

async function graveViolations(axe: AxeBuilder): Promise<{ rule: string; at: string[] }[]> {
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ rule: id, at: nodes.map(({ html }) => html.slice(0, 200)) }));
}
