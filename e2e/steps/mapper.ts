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

/** Draws from one row to another that are both in sight. */
export async function carry(page: Page, from: Locator, to: Locator): Promise<void> {
  await dragByMouse(page, from, to);
}

/** What is open beneath a target row. */
export const editor = (page: Page, name: string): Locator =>
  target(page).getByRole('group', { name: `Rule of ${name}` });

/** Opens the editor of a field, of the kind that is asked for. */
export async function editRow(page: Page, name: string, kind?: string): Promise<void> {
  await target(page).getByRole('searchbox').fill(name);
  await targetField(page, name).click({ position: { x: 50, y: 12 } });
  await page.keyboard.press('F2');
  if (kind) await target(page).getByRole('combobox', { name: 'Kind of rule' }).selectOption({ label: kind });
}

/** Turns the wheel over a pane until a row of it stands well in sight. */
export async function wheelTo(page: Page, pane: Locator, row: Locator, up = false): Promise<void> {
  const tree = pane.getByRole('tree');
  const seen = await tree.boundingBox();
  if (!seen) throw new Error(`${pane} is not on the screen.`);
  await tree.hover();
  await expect(async () => {
    const at = (await row.count()) > 0 ? await row.boundingBox() : null;
    if (at && at.y > seen.y && at.y + 120 < seen.y + seen.height) return;
    await page.mouse.wheel(0, up || (at && at.y <= seen.y) ? -240 : 240);
    throw new Error(`${row} is not in sight yet.`);
  }).toPass({ intervals: [60] });
}

/** Opens a row that is closed, by its arrow. */
export async function expand(row: Locator): Promise<void> {
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('[data-do="toggle"]').click();
  await expect(row).toHaveAttribute('aria-expanded', 'true');
}

/** Picks a row up and holds it at the lower edge of the other pane, until a row of that has come up into sight. The button stays down. */
export async function holdAtEdge(page: Page, from: Locator, pane: Locator, until: Locator): Promise<void> {
  const box = await pane.getByRole('tree').boundingBox();
  if (!box) throw new Error(`${pane} is not on the screen.`);
  await from.hover();
  await page.mouse.down();
  await page.mouse.move(box.x + 160, box.y + box.height - 4, { steps: 8 });
  const height = async () => ((await until.count()) > 0 ? ((await until.boundingBox())?.y ?? null) : null);
  await expect
    .poll(async () => ((await height()) ?? Infinity) + 80 < box.y + box.height, { intervals: [40] })
    .toBe(true);
  await page.mouse.move(box.x + 160, box.y + box.height / 2);
}
