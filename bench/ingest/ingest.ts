import type { Bench, Measure } from '../measure.ts';
import { cells } from './cells.ts';
import { startOurs, startYardstick } from './contenders.ts';
import { closeLab, openLab, shoot } from './lab.ts';

/** Orders before the first round, of each contender: a server that has run for a while is what is compared. */
const warmUp = 24_000;

/**
 * Webhook → map → HTTP sink: the product as `npm start` runs it (web and worker apart, everything journaled, fsync on)
 * against the yardstick, in turn. Delivered per second counts from the first request until the sink has everything.
 */
export const ingest: Bench = {
  name: 'ingest',
  summary: 'orders delivered per second, accept time, CPU per order',
  async run(rounds, say) {
    const lab = await openLab();
    const [ours, yardstick, bare] = [
      await startOurs(lab.sink),
      await startYardstick(lab.sink, true),
      await startYardstick(lab.sink, false),
    ];
    try {
      for (const contender of [ours, yardstick, bare]) await shoot(lab, contender, warmUp, { connections: 64 });
      const measures: Measure[] = [];
      for (const [connections, total, goal] of [
        [64, 12_000, 0.9],
        [16, 8000, 0.8],
      ] as const) {
        const speed: Measure = {
          name: `delivered, c=${connections}`,
          unit: '/s',
          ours: [],
          yardstick: [],
          goal: { atLeast: goal },
        };
        const cpu: Measure = {
          name: `CPU, c=${connections}`,
          unit: 'ms/order',
          ours: [],
          yardstick: [],
          goal: { atMost: 0.2 },
        };
        const raw: Measure = { name: `bare Node, c=${connections}`, unit: '/s', ours: [], yardstick: [] };
        for (let round = 1; round <= rounds; round++) {
          const [b, y, o] = [
            await shoot(lab, bare, total, { connections }),
            await shoot(lab, yardstick, total, { connections }),
            await shoot(lab, ours, total, { connections }),
          ];
          say(
            `c=${connections} round ${round}: ours ${Math.round(o.perSecond)}, yardstick ${Math.round(y.perSecond)}, bare ${Math.round(b.perSecond)} /s`,
          );
          speed.ours.push(o.perSecond);
          speed.yardstick.push(y.perSecond);
          cpu.ours.push(o.cpu);
          cpu.yardstick.push(y.cpu);
          raw.ours.push(b.perSecond);
        }
        measures.push(speed, cpu, raw);
      }
      const accept: Measure = { name: 'accept p50, c=1', unit: 'ms', ours: [], yardstick: [], goal: { atMost: 1.3 } };
      for (let round = 1; round <= rounds; round++) {
        accept.yardstick.push((await shoot(lab, yardstick, 400, { connections: 1 })).p50);
        accept.ours.push((await shoot(lab, ours, 400, { connections: 1 })).p50);
      }
      measures.push(accept, ...(await cells(lab, ours, yardstick, rounds, say)));
      return measures;
    } finally {
      await Promise.all([ours, yardstick, bare].map((contender) => contender.stop()));
      closeLab(lab);
    }
  },
};
