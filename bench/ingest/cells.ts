import { once } from 'node:events';
import type { Measure } from '../measure.ts';
import { startWorker } from '../product.ts';
import type { Contender, Ours } from './contenders.ts';
import { delivered, type Lab, resetSink, send, shoot, slowSink } from './lab.ts';

/**
 * The same path under other circumstances: many quiet triggers, order per key, unsafe effects, a backlog, two workers.
 * The yardstick does none of these; beside each stands what it does of the plain kind.
 */
export async function cells(
  lab: Lab,
  ours: Ours,
  yardstick: Contender,
  rounds: number,
  say: (line: string) => void,
): Promise<Measure[]> {
  const quiet: string[] = [];
  for (let n = 0; n < 50; n++) quiet.push(await ours.flow());
  const ordered = await ours.flow({ order: 'per-key' });
  const unsafe = await ours.flow({ repeats: 'unsafe' });
  const measure = (name: string, unit: string, goal?: Measure['goal']): Measure => ({
    ...{ name, unit, ours: [], yardstick: [], goal },
  });
  const quietAccept = measure('50 triggers at 20/s, accept p95', 'ms');
  const quietCpu = measure('50 triggers at 20/s, CPU', 'ms/order');
  const inOrder = measure('order per key of 500, c=64', '/s');
  const unsafeSpeed = measure('unsafe effects, c=64', '/s');
  for (let round = 1; round <= rounds; round++) {
    const plain = await shoot(lab, yardstick, 6000, { connections: 64 });
    const slow = await shoot(lab, yardstick, 5000, { perSecond: 1000 });
    const many = await shoot(lab, { ...ours, urls: quiet }, 5000, { perSecond: 1000 });
    quietAccept.ours.push(many.p95);
    quietAccept.yardstick.push(slow.p95);
    quietCpu.ours.push(many.cpu);
    quietCpu.yardstick.push(slow.cpu);
    inOrder.ours.push((await shoot(lab, { ...ours, urls: [ordered] }, 6000, { connections: 64 }, 500)).perSecond);
    inOrder.yardstick.push(plain.perSecond);
    unsafeSpeed.ours.push((await shoot(lab, { ...ours, urls: [unsafe] }, 6000, { connections: 64 })).perSecond);
    unsafeSpeed.yardstick.push(plain.perSecond);
    say(
      `cells round ${round}: ordered ${Math.round(inOrder.ours.at(-1) ?? 0)}, unsafe ${Math.round(unsafeSpeed.ours.at(-1) ?? 0)} /s`,
    );
  }
  const backlog = measure('a backlog of 100,000, worked off', '/s');
  backlog.yardstick = inOrder.yardstick;
  backlog.ours.push(await workOff(lab, ours, 100_000));
  return [
    ...[quietAccept, quietCpu, inOrder, unsafeSpeed, backlog],
    await twoWorkers(lab, ours, rounds, 20, say),
    await twoWorkers(lab, ours, rounds, 100, say),
  ];
}

/** What is accepted while no worker runs, worked off by one. @returns orders per second */
async function workOff(lab: Lab, ours: Ours, total: number): Promise<number> {
  await resetSink(lab.sink);
  const workers = ours.workers();
  for (const pid of workers) process.kill(pid, 'SIGSTOP');
  await send(lab, ours.urls, total, { connections: 64 });
  const began = performance.now();
  for (const pid of workers) process.kill(pid, 'SIGCONT');
  await delivered(lab.sink, total);
  return total / ((performance.now() - began) / 1000);
}

/**
 * Runs of one message each, to a target that takes so many milliseconds. At 20 the machine's two cores are the limit, which
 * all processes share; at 100 a worker's own places are.
 */
async function twoWorkers(
  lab: Lab,
  ours: Ours,
  rounds: number,
  ms: number,
  say: (line: string) => void,
): Promise<Measure> {
  const slow = await slowSink(lab, ms);
  const hook = await ours.flow({ sink: slow });
  const measure: Measure = {
    name: `two workers against one, target of ${ms} ms`,
    unit: '/s',
    ours: [],
    yardstick: [],
    goal: { atLeast: 1.8 },
  };
  const total = ms > 50 ? 1500 : 3000;
  const workOffBy = async (workers: number[]) => {
    await resetSink(slow);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    await send(lab, [hook], total, { connections: 1 });
    const began = performance.now();
    for (const pid of workers) process.kill(pid, 'SIGCONT');
    await delivered(slow, total);
    return total / ((performance.now() - began) / 1000);
  };
  for (let round = 1; round <= rounds; round++) {
    const [alone, first] = [await workOffBy(ours.workers()), ours.workers()];
    const second = startWorker(ours.product);
    await once(second, 'message');
    const both = await workOffBy([...first, second.pid ?? 0]);
    second.kill('SIGTERM');
    await once(second, 'exit');
    measure.yardstick.push(alone);
    measure.ours.push(both);
    say(`workers at ${ms} ms, round ${round}: one ${Math.round(alone)}, two ${Math.round(both)} /s`);
  }
  return measure;
}
