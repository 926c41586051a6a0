import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { target, targetField } from './mapper.ts';
import { expect } from './test.ts';

/** The sample flow once more, as a draft of its own. @returns its id */
export async function copySample(request: APIRequestContext, name: string): Promise<string> {
  const { document } = await sampleFlow(request);
  const made = await request.post('/api/trpc/flows.create', { data: { name, document } });
  expect(made.ok(), await made.text()).toBe(true);
  return (await made.json()).result.data.id;
}

export async function sampleFlow(request: APIRequestContext): Promise<{ id: string; document: string }> {
  const list: { id: string; name: string }[] = await ask(request, 'flows.list');
  const id = list.find((flow) => flow.name === 'Orders to invoices')?.id ?? '';
  return ask(request, 'flows.get', { id });
}

/** A question to the API. */
export async function ask<Answer>(request: APIRequestContext, path: string, input?: object): Promise<Answer> {
  const query = input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const answer = await request.get(`/api/trpc/${path}${query}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).result.data;
}

export const preview = (page: Page): Locator => page.getByRole('region', { name: 'Preview' });

/** A tab of the preview by the start of its name. */
export const previewTab = (page: Page, name: RegExp): Locator => preview(page).getByRole('tab', { name });

/** Opens the list of samples in the toolbar. */
export async function openSamples(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Sample: / }).click();
  return page.getByRole('dialog', { name: 'Samples' });
}

/** Takes away what fills a field: pressed beside its pill, which would open its expression. */
export async function clearField(page: Page, name: string): Promise<void> {
  await target(page).getByRole('searchbox').fill(name);
  await targetField(page, name).click({ position: { x: 50, y: 12 } });
  await page.keyboard.press('Delete');
}
