import type { CDPSession, Page } from '@playwright/test';
import type { Scene } from './scene.ts';

/** Gives the page a catalog in which one trigger gives, and one action takes, what the scene says. */
export async function showScene(page: Page, { source, sample, target }: Scene): Promise<void> {
  await page.route('**/api/trpc/**', async (route) => {
    if (!route.request().url().includes('catalog.get')) return route.continue();
    const answer = await route.fetch();
    const body = await answer.json();
    for (const one of [body].flat()) {
      for (const connector of one.result?.data?.connectors ?? []) {
        for (const operation of connector.operations) {
          if (operation.id === 'shopify.order-placed') Object.assign(operation, { output: source, sample });
          if (operation.id === 'xero.create-invoice') Object.assign(operation, { input: target });
        }
      }
    }
    await route.fulfill({ response: answer, json: body });
  });
}

/** What the main thread did meanwhile, in milliseconds of its own CPU time: what else runs on the machine counts little. */
export async function mainThreadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

export type Pane = 'source' | 'target';

/**
 * Scrolls panes by `step` pixels a frame, to and fro, as a wheel or a thumb that is dragged would.
 * @returns main-thread milliseconds per frame
 */
export async function scrollCost(
  page: Page,
  session: CDPSession,
  panes: Pane[],
  step: number,
  frames: number,
): Promise<number> {
  await page.evaluate(scroll, { panes, step, frames: 10 });
  const before = await mainThreadMs(session);
  await page.evaluate(scroll, { panes, step, frames });
  return ((await mainThreadMs(session)) - before) / frames;
}

/** Runs in the page. */
async function scroll({ panes, step, frames }: { panes: Pane[]; step: number; frames: number }): Promise<void> {
  const boxes = panes.map((pane) => document.querySelector(`[data-area=${pane}] [role=tree]`));
  let way = 1;
  for (let frame = 0; frame < frames; frame++) {
    for (const box of boxes) {
      if (!box) throw new Error('The mapper is not open.');
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) way = -1;
      else if (box.scrollTop === 0) way = 1;
      box.scrollTop += way * step;
    }
    await new Promise(requestAnimationFrame);
  }
}

/** From the key that opens the map to both trees and their lines drawn, in milliseconds on the clock. Runs in the page. */
export async function openMap(): Promise<number> {
  const node = document.querySelector<HTMLElement>('.react-flow__node[data-id=map]');
  if (!node) throw new Error('The flow has no map.');
  node.focus();
  const began = performance.now();
  node.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }));
  const isDrawn = () =>
    document.querySelectorAll('[data-area=source] [data-key]').length > 10 &&
    document.querySelectorAll('[data-area=target] [data-key]').length > 10 &&
    (document.querySelector('[data-path=quiet]')?.getAttribute('d') ?? '') !== '';
  while (!isDrawn()) {
    if (performance.now() - began > 20_000) throw new Error('The mapper did not open.');
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
}

/** Types constants into one row and waits for each in the preview. @returns milliseconds of each */
export async function previewTimes(page: Page, times: number): Promise<number[]> {
  const found: number[] = [];
  await page
    .getByRole('region', { name: /^Target, / })
    .getByRole('treeitem', { name: /^field_0, / })
    .click();
  await page.keyboard.press('F2');
  const box = page.getByRole('textbox', { name: 'Expression of field_0' });
  await box.fill('"a"');
  for (let round = 0; round < times; round++) {
    const text = `round ${round}`;
    found.push(await box.evaluate(typeAndWait, text));
  }
  await page.keyboard.press('Escape');
  return found;
}

/** Runs in the page. */
async function typeAndWait(element: Element, text: string): Promise<number> {
  const box = element as HTMLTextAreaElement;
  const began = performance.now();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(box, JSON.stringify(text));
  box.dispatchEvent(new Event('input', { bubbles: true }));
  const preview = document.querySelector('[data-area=preview]');
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (preview?.textContent?.includes(text)) return resolve();
      if (performance.now() - began > 5_000) reject(new Error('The preview did not follow.'));
      else requestAnimationFrame(look);
    };
    look();
  });
  return performance.now() - began;
}
