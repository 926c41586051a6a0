import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findServices } from '../../scripts/services.ts';
import { type Bench, type Measure, median } from '../measure.ts';
import { flowText, type Product, startProduct, stopProduct } from '../product.ts';
import { type Scene, sceneOf } from './scene.ts';
import { openMap, type Pane, previewTimes, scrollCost, showScene } from './screen.ts';

const fields = 2_500;
const lines = 2_000;
const frames = 120;

/** Wheel notches at an easy pace, a flick, and a thumb dragged through everything. Pixels a frame. */
const paces = { easy: 40, fast: 300, 'very fast': 1_500 };

/** The mapper in Chromium: what scrolling costs its main thread, how long it takes to open, how soon the preview follows. */
export const mapperUi: Bench = {
  name: 'mapper-ui',
  summary: `the mapper with ${2 * fields} fields and ${lines} lines: scrolling, opening, preview`,
  async run(rounds, say) {
    const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-mapper-ui-'));
    const product = await startProduct(folder, 4_788);
    const found = (await findServices()).find(({ name }) => name === 'Chromium')?.found;
    const browser = await chromium.launch({ executablePath: found?.where, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      return await measureAll(product, browser, rounds, say);
    } finally {
      await browser.close();
      await stopProduct(product);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measureAll(
  product: Product,
  browser: Browser,
  rounds: number,
  say: (line: string) => void,
): Promise<Measure[]> {
  const measures = new Map<string, Measure>();
  const keep = (name: string, unit: string, value: number, atMost?: number) => {
    const known = measures.get(name) ?? {
      name,
      unit,
      ours: [],
      yardstick: [],
      ...(atMost ? { goal: { atMost } } : {}),
    };
    known.ours.push(value);
    measures.set(name, known);
    say(`${name}: ${value.toFixed(1)} ${unit}`);
  };
  const big = await drawnFlow(product, 'Big map', sceneOf(fields, lines));
  const small = await drawnFlow(product, 'Small map', sceneOf(250, 200));
  for (let round = 0; round < rounds; round++) {
    const page = await openFlow(browser, product, big);
    keep('open, code still to be loaded', 'ms', await page.evaluate(openMap));
    await page.getByRole('button', { name: 'Back to flow' }).click();
    await page.locator('.react-flow__node[data-id=map]').waitFor();
    keep('open', 'ms', await page.evaluate(openMap), 400);
    for (const button of await page.getByRole('treeitem').first().all()) await button.click();
    await page.getByRole('tree').first().press('*');
    await page.getByRole('tree').last().press('*');
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const sides: Pane[][] = [['source'], ['target'], ['source', 'target']];
    for (const [pace, step] of Object.entries(paces)) {
      for (const panes of sides) {
        const cost = await scrollCost(page, session, panes, step, frames);
        keep(`scroll ${panes.join(' and ')}, ${pace}`, 'ms CPU per frame', cost, 8);
      }
    }
    await page.context().close();

    const other = await openFlow(browser, product, small);
    await other.evaluate(openMap);
    const times = (await previewTimes(other, 40)).sort((a, b) => a - b);
    keep('preview of 200 rows after a keystroke, median', 'ms', median(times));
    keep('preview of 200 rows after a keystroke, p95', 'ms', times[Math.floor(times.length * 0.95)] ?? 0, 50);
    await other.context().close();
  }
  return [...measures.values()];
}

interface Drawn {
  id: string;
  scene: Scene;
}

async function drawnFlow(product: Product, name: string, scene: Scene): Promise<Drawn> {
  const document = flowText(name, [
    { id: 'order', operation: 'shopify.order-placed', to: { out: ['map'] } },
    { id: 'map', operation: 'logic.map', config: { mapping: scene.mapping }, to: { out: ['invoice'] } },
    { id: 'invoice', operation: 'xero.create-invoice' },
  ]);
  const { id } = await product.call<{ id: string }>('flows.create', { name, document });
  return { id, scene };
}

async function openFlow(browser: Browser, product: Product, { id, scene }: Drawn): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await showScene(page, scene);
  await page.goto(`${product.origin}/flows/${id}`);
  await page.locator('.react-flow__node[data-id=map]').waitFor();
  return page;
}
