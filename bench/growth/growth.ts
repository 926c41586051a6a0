import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '#server/postgres/launch.ts';
import { closeLab, type Lab, openLab, shoot } from '../ingest/lab.ts';
import { mappingDocument } from '../ingest/order.ts';
import type { Bench, Measure } from '../measure.ts';
import { connectSink, flowText, publishFlow, startProduct, stopProduct } from '../product.ts';
import { fillHistory } from './fill.ts';

/**
 * Whether a long history slows what comes in: the same load on databases that hold 1,000 to 1,000,000 finished runs, in
 * turn, each beside that with 1,000. Only one product runs at a time; what is measured adds the same to each.
 * `GROWTH=1000,10000 npm run bench -- growth` for other sizes.
 */
export const growth: Bench = {
  name: 'growth',
  summary: 'orders delivered per second and accept time with 1k to 1M finished runs in history',
  async run(rounds, say) {
    const sizes = (process.env.GROWTH ?? '1000,10000,100000,1000000').split(',').map(Number);
    const lab = await openLab();
    const sites: Site[] = [];
    try {
      for (const runs of sizes) {
        const began = performance.now();
        sites.push(await makeSite(lab, runs));
        say(`${words(runs)} runs of history written in ${Math.round((performance.now() - began) / 1000)} s`);
      }
      const measures = new Map(sizes.map((runs) => [runs, measuresOf(runs)]));
      for (let round = 1; round <= rounds; round++) {
        const shots = new Map<number, { perSecond: number; p50: number }>();
        for (const site of sites) shots.set(site.runs, await shootAt(lab, site));
        const first = shots.get(sizes[0] ?? 0);
        for (const [runs, shot] of shots) {
          const { speed, accept } = measures.get(runs) as ReturnType<typeof measuresOf>;
          speed.ours.push(shot.perSecond);
          accept.ours.push(shot.p50);
          if (first) {
            speed.yardstick.push(first.perSecond);
            accept.yardstick.push(first.p50);
          }
        }
        say(
          `round ${round}: ${[...shots].map(([runs, shot]) => `${words(runs)} ${Math.round(shot.perSecond)}/s`).join(', ')}`,
        );
      }
      const all = [...measures.values()];
      return [...all.map(({ speed }) => speed), ...all.map(({ accept }) => accept)];
    } finally {
      closeLab(lab);
      for (const { folder } of sites) rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A data folder with a published flow and so much history. */
interface Site {
  runs: number;
  folder: string;
  /** Path of the hook. */
  hook: string;
}

const port = 3951;
const words = (runs: number) => (runs >= 1e6 ? `${runs / 1e6}M` : `${runs / 1e3}k`);

function measuresOf(runs: number): { speed: Measure; accept: Measure } {
  const none = { ours: [], yardstick: [] };
  return {
    speed: {
      name: `delivered, ${words(runs)} in history, c=64`,
      unit: '/s',
      ...structuredClone(none),
      goal: { atLeast: 0.9 },
    },
    accept: {
      name: `accept p50, ${words(runs)} in history, c=64`,
      unit: 'ms',
      ...structuredClone(none),
      goal: { atMost: 1.1 },
    },
  };
}

async function makeSite(lab: Lab, runs: number): Promise<Site> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wheelwright-growth-'));
  const product = await startProduct(folder, port);
  const connection = await connectSink(product, lab.sink);
  const drawn = [
    {
      id: 'hook',
      operation: 'webhook.received',
      config: { verification: 'none', idPath: 'id', keyPath: 'name' },
      to: { out: ['map'] },
    },
    { id: 'map', operation: 'logic.map', config: { mapping: mappingDocument }, to: { out: ['send'] } },
    { id: 'send', operation: 'http.request', config: { method: 'POST', url: '/', repeats: 'keyed' }, connection },
  ];
  const { id, hook } = await publishFlow(product, 'Bench', flowText('Bench', drawn));
  await stopProduct(product);
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres') });
  await fillHistory(postgres.url, id, runs);
  await postgres.stop();
  return { runs, folder, hook: new URL(hook).pathname };
}

/** Started anew each time, and warmed up; a checkpoint of another's load is not paid here. */
async function shootAt(lab: Lab, { folder, hook }: Site): Promise<{ perSecond: number; p50: number }> {
  const product = await startProduct(folder, port);
  try {
    const contender = { urls: [`${product.origin}${hook}`], cpu: () => 0 };
    await shoot(lab, contender, 2000, { connections: 32 });
    return await shoot(lab, contender, 6000, { connections: 64 });
  } finally {
    await stopProduct(product);
  }
}
