import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';
import { dragByMouse } from './pointer.ts';

/** Makes an empty flow from the home page and gives it a name. */
export async function startFlow(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'New flow' }).click();
  await expect(page.getByText('Nothing is drawn yet')).toBeVisible();
  await page.getByRole('button', { name: 'Name, needs and settings of the flow' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
}

export const canvas = (page: Page): Locator => page.getByRole('application', { name: /^Drawing of / });

/** A node by its name, whatever it is wired to. */
export const nodeOf = (page: Page, name: string): Locator =>
  canvas(page).getByRole('group', { name: new RegExp(`^${name}, `) });

/** Drags an entry of the palette to a place on the canvas. */
export async function dragFromPalette(page: Page, name: string, at: { x: number; y: number }): Promise<void> {
  const entry = page.getByRole('complementary', { name: 'Palette' }).getByRole('button', { name, exact: true });
  await entry.dragTo(canvas(page), { targetPosition: at });
  await expect(nodeOf(page, name)).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await drawingAtRest(page);
}

/** The drawing makes room for the panel that opens beside it, in a short glide. Over means: 20 frames without a move. */
async function drawingAtRest(page: Page): Promise<void> {
  await canvas(page)
    .locator('.react-flow__viewport')
    .evaluate(
      (drawing) =>
        new Promise<void>((resolve) => {
          let last = '';
          let still = 0;
          const look = () => {
            const now = getComputedStyle(drawing).transform;
            still = now === last ? still + 1 : 0;
            last = now;
            if (still < 20) requestAnimationFrame(look);
            else resolve();
          };
          look();
        }),
    );
}

/** Draws an edge from the way out of one node to the way into another. */
export async function drawEdge(page: Page, from: string, to: string): Promise<void> {
  await dragByMouse(
    page,
    nodeOf(page, from).locator('[data-port="out"]'),
    nodeOf(page, to).locator('[data-port="in"]'),
  );
  await expect(canvas(page).getByRole('img', { name: `From ${from} to ${to}` })).toBeAttached();
}

/** Publishes by its button and Enter, and waits until it says that this version is out. */
export async function publish(page: Page, version: number): Promise<void> {
  await page.getByRole('button', { name: `Publish v${version}` }).press('Enter');
  await expect(page.getByText(`Published as v${version}.`)).toBeVisible();
  await expect(page.getByRole('banner')).toContainText(`v${version} is published`);
}

/** Takes away every flow but the sample, so that no order is carried twice in the specs that follow. */
export async function removeDrawnFlows(request: APIRequestContext): Promise<void> {
  const list = await request.get('/api/trpc/flows.list');
  const flows: { id: string; name: string }[] = (await list.json()).result.data;
  for (const { id } of flows.filter(({ name }) => name !== 'Orders to invoices')) {
    const answer = await request.post('/api/trpc/flows.remove', { data: { id } });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
}
