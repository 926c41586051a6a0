import { expect, type Locator, type Page } from '@playwright/test';
import { nodeOf } from './designer.ts';
import { dragByMouse } from './pointer.ts';

/** Opens the map of a node. */
export async function openMap(page: Page, node: string): Promise<void> {
  await nodeOf(page, node).dblclick();
  await expect(page.getByRole('toolbar', { name: 'Mapping' })).toBeVisible();
}

export const source = (page: Page): Locator => page.getByRole('region', { name: /^Source, / });
export const target = (page: Page): Locator => page.getByRole('region', { name: /^Target, / });

/** A field that comes in, by its whole path: `line_items[].price`. */
export const sourceField = (page: Page, path: string): Locator =>
  page.locator(`[data-side="source"][data-key="${path}"]`);

/** A field that goes out, by its own name. Where several have it, narrow the list first. */
export const targetField = (page: Page, name: string): Locator =>
  target(page).getByRole('treeitem', { name: new RegExp(`^${name}, `) });

/** Finds both fields and draws a line between them. `to` is in words: `Contact Name`. */
export async function drawLine(page: Page, from: string, to: string): Promise<Locator> {
  await source(page).getByRole('searchbox').fill(from);
  await target(page).getByRole('searchbox').fill(to);
  const field = targetField(page, to.split(' ').at(-1) ?? '');
  await dragByMouse(page, sourceField(page, from), field);
  return field;
}
