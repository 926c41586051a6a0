import type { Locator, Page } from '@playwright/test';

/** Presses on the middle of one thing, moves to the middle of the other as a hand does, and lets go there. Waits first until both stand still. */
export async function dragByMouse(page: Page, from: Locator, to: Locator): Promise<void> {
  await to.hover();
  await from.hover();
  await page.mouse.down();
  const start = await middleOf(from);
  const end = await middleOf(to);
  await page.mouse.move(start.x + 8, start.y, { steps: 2 });
  await page.mouse.move(end.x, end.y, { steps: 10 });
  await page.mouse.up();
}

async function middleOf(thing: Locator): Promise<{ x: number; y: number }> {
  const box = await thing.boundingBox();
  if (!box) throw new Error(`${thing} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
