import { setTimeout as rest } from 'node:timers/promises';
import { type Bench, type Measure, median } from '../measure.ts';
import { type Child, type Contender, startChild, startOurs, startYardstick } from './contenders.ts';

/**
 * Webhook → map → HTTP sink: the product as `npm start` runs it (web and worker apart, everything journaled, fsync on)
 * against the yardstick, in turn. Delivered per second counts from the first request until the sink has everything.
 */
export const ingest: Bench = {
  name: 'ingest',
  summary: 'orders delivered per second, accept time, CPU per order',
  async run(rounds, say) {
    const sink = await startChild('sink.ts', {});
    const load = await startChild('load.ts', {});
    const sinkUrl = `http://127.0.0.1:${sink.port}`;
    const [ours, yardstick, bare] = [
      await startOurs(sinkUrl),
      await startYardstick(sinkUrl, true),
      await startYardstick(sinkUrl, false),
    ];
    const lab: Lab = { sink: sinkUrl, load, next: 1 };
    try {
      for (const contender of [ours, yardstick, bare]) await shoot(lab, contender, 2000, 32);
      const cells: Measure[] = [];
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
            await shoot(lab, bare, total, connections),
            await shoot(lab, yardstick, total, connections),
            await shoot(lab, ours, total, connections),
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
        cells.push(speed, cpu, raw);
      }
      const accept: Measure = { name: 'accept p50, c=1', unit: 'ms', ours: [], yardstick: [], goal: { atMost: 1.3 } };
      for (let round = 1; round <= rounds; round++) {
        accept.yardstick.push((await shoot(lab, yardstick, 400, 1)).p50);
        accept.ours.push((await shoot(lab, ours, 400, 1)).p50);
      }
      return [...cells, accept];
    } finally {
      load.process.disconnect();
      sink.process.disconnect();
      await Promise.all([ours, yardstick, bare].map((contender) => contender.stop()));
    }
  },
};

interface Lab {
  sink: string;
  load: Child;
  /** Order numbers are never used twice. */
  next: number;
}

interface Shot {
  perSecond: number;
  p50: number;
  cpu: number;
}

async function shoot(lab: Lab, contender: Contender, total: number, connections: number): Promise<Shot> {
  await fetch(`${lab.sink}/reset`, { method: 'POST' });
  const cpu = contender.cpu();
  const began = performance.now();
  const answered = new Promise<{ ok: number; failed: number; latencies: number[] }>((resolve) =>
    lab.load.process.once('message', resolve as never),
  );
  lab.load.process.send({ url: contender.url, from: lab.next, total, connections });
  lab.next += total;
  const { failed, latencies } = await answered;
  if (failed > 0) throw new Error(`${failed} of ${total} requests to ${contender.url} failed.`);
  await delivered(lab.sink, total);
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: total / seconds, p50: median(latencies), cpu: (contender.cpu() - cpu) / total };
}

async function delivered(sink: string, total: number): Promise<void> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    const count = Number(await (await fetch(sink)).text());
    if (count >= total) return;
    if (performance.now() > deadline) throw new Error(`After two minutes ${count} of ${total} orders have arrived.`);
    await rest(5);
  }
}
