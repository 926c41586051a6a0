import { setTimeout as rest } from 'node:timers/promises';
import { median } from '../measure.ts';
import { type Child, type Contender, startChild } from './contenders.ts';
import type { Job, Told } from './load.ts';

/** A sink that counts and a load that sends, each a process of its own. */
export interface Lab {
  /** The sink's address. */
  sink: string;
  load: Child;
  /** Order numbers are never used twice. */
  next: number;
  sinks: Child[];
}

export interface Shot {
  perSecond: number;
  /** Accept time, ms. */
  p50: number;
  p95: number;
  /** Of the contender's processes, Postgres apart, ms per order. */
  cpu: number;
}

export async function openLab(): Promise<Lab> {
  const sink = await startChild('sink.ts', {});
  return { sink: urlOf(sink), load: await startChild('load.ts', {}), next: 1, sinks: [sink] };
}

/** Another sink, one that takes so many milliseconds to answer. @returns its address */
export async function slowSink(lab: Lab, delay: number): Promise<string> {
  const sink = await startChild('sink.ts', { DELAY: String(delay) });
  lab.sinks.push(sink);
  return urlOf(sink);
}

export function closeLab({ load, sinks }: Lab): void {
  load.process.disconnect();
  for (const sink of sinks) sink.process.disconnect();
}

const urlOf = (child: Child) => `http://127.0.0.1:${child.port}`;

export const resetSink = (sink: string) => fetch(`${sink}/reset`, { method: 'POST' });

/** Sends orders and waits for the answers. @throws when one was refused */
export async function send(
  lab: Lab,
  urls: string[],
  total: number,
  pace: Job['pace'],
  keys?: number,
): Promise<number[]> {
  const answered = new Promise<Told>((resolve) => lab.load.process.once('message', resolve as never));
  lab.load.process.send({ urls, from: lab.next, total, pace, keys } satisfies Job);
  lab.next += total;
  const { failed, latencies } = await answered;
  if (failed > 0) throw new Error(`${failed} of ${total} requests to ${urls[0]} failed.`);
  return latencies;
}

/** Sends orders and waits until the sink has them all. */
export async function shoot(
  lab: Lab,
  contender: Pick<Contender, 'urls' | 'cpu'>,
  total: number,
  pace: Job['pace'],
  keys?: number,
): Promise<Shot> {
  await resetSink(lab.sink);
  const cpu = contender.cpu();
  const began = performance.now();
  const latencies = await send(lab, contender.urls, total, pace, keys);
  await delivered(lab.sink, total);
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: total / seconds,
    p50: median(latencies),
    p95: latencies[Math.floor(latencies.length * 0.95)] ?? Number.NaN,
    cpu: (contender.cpu() - cpu) / total,
  };
}

export async function delivered(sink: string, total: number): Promise<void> {
  const deadline = performance.now() + 300_000;
  for (;;) {
    const count = Number(await (await fetch(sink)).text());
    if (count >= total) return;
    if (performance.now() > deadline) throw new Error(`After five minutes ${count} of ${total} orders have arrived.`);
    await rest(5);
  }
}
