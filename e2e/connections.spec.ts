import type { Page } from '@playwright/test';
import { listen } from './steps/heard.ts';
import { expect, test } from './steps/test.ts';

test('the sandbox connections are tested at a press, and say whom they reached', async ({ page }) => {
  for (const [name, words] of [
    ['Sandbox ledger', /^Connected to .+ \(EUR, Europe\/Berlin\)\.$/],
    ['Sandbox shop', /^Connected to .+ \(wheelwright-sandbox\.myshopify\.com, EUR\)\./],
  ] as const) {
    await page.goto('/connections');
    await page.getByRole('table').getByRole('link', { name, exact: true }).click();
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    const about = page.getByRole('complementary', { name: 'About this connection' });
    await expect(about).toContainText('Works');
    await expect(about.getByText(words)).toBeVisible();
  }
});

test('a form that is not right says what is missing, in words, and keeps nothing', async ({ page }) => {
  await newConnection(page, 'Xero');
  const save = page.getByRole('button', { name: 'Save and test' });
  await expect(save).toBeDisabled();

  await page.getByRole('textbox', { name: 'Name' }).fill('Half a connection');
  await save.click();
  const alert = page.locator('form').getByRole('alert');
  await expect(alert).toContainText('“Half a connection” has no client id. Fill it in under “Client id”.');
  await expect(alert).toContainText('“Half a connection” has no client secret. Fill it in under “Client secret”.');

  await page.getByRole('textbox', { name: 'Address' }).fill('ftp://xero.example');
  await save.click();
  await expect(alert).toContainText('The address must start with https://');

  await page.goto('/connections');
  await expect(page.getByRole('table').getByRole('link', { name: 'Sandbox ledger' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Half a connection' })).toHaveCount(0);
});

test('a secret goes in and never comes back, to the page or in any answer', async ({ page }) => {
  const secret = 'the-secret-that-is-typed-8f41c2';
  const heard = listen(page);
  await newConnection(page, 'Xero');
  await page.getByRole('textbox', { name: 'Name' }).fill('Ledger with a secret');
  await page.getByRole('textbox', { name: 'Address' }).fill('https://127.0.0.1');
  await page.getByRole('textbox', { name: 'Client id' }).fill('somebody-else');
  await page.getByRole('textbox', { name: 'Client secret' }).fill(secret);
  await page.getByRole('button', { name: 'Save and test' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Ledger with a secret' })).toBeVisible();
  const about = page.getByRole('complementary', { name: 'About this connection' });
  await expect(about).toContainText('Fails');
  await expect(about).toContainText('127.0.0.1 is an address inside this machine');
  await expect(page.getByText('set', { exact: true })).toBeVisible();

  for (const path of [page.url(), '/connections', '/']) {
    await page.goto(path);
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    expect(await page.content()).not.toContain(secret);
  }
  const said = await heard.all();
  expect(said.filter((words) => words.includes('Ledger with a secret'))).not.toEqual([]);
  expect(said.filter((words) => words.includes(secret))).toEqual([]);

  await test.step('it is removed again', async () => {
    await page.goto('/connections');
    await page.getByRole('link', { name: 'Ledger with a secret' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText('“Ledger with a secret” is removed')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Ledger with a secret' })).toHaveCount(0);
  });
});

async function newConnection(page: Page, system: string): Promise<void> {
  await page.goto('/connections');
  await page.getByRole('link', { name: 'New connection' }).click();
  await page.getByRole('link', { name: system, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`New connection to ${system}`);
}
