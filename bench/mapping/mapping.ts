import { deepEqual } from 'node:assert/strict';
import { compileMapping } from '#flow/mapping/compile.ts';
import { expressionLibrary, givenName } from '#flow/mapping/expression-functions.ts';
import type { Given } from '#flow/mapping/functions.ts';
import { prepareJsonata } from '#flow/mapping/jsonata/prepare.ts';
import { orderToInvoice } from '#flow/mapping/order-to-invoice.ts';
import { plain } from '#flow/mapping/plain.ts';
import { type Bench, type Measure, median } from '../measure.ts';
import { checkedInvoice, plainInvoice } from './by-hand.ts';
import { drawn, expressions, invoiceSchema } from './drawn.ts';
import { order } from './order.ts';

const given: Given = { now: '2025-04-02T16:31:26.000Z', zone: 'Europe/Vienna' };
const limits = { timeout: 1000, stack: 300, sequence: 100_000 };
const shotMs = 400;

/** Order → invoice and single expressions, all on one thread, the contenders in turn. */
export const mapping: Bench = {
  name: 'mapping',
  summary: 'order to invoice against JavaScript by hand; compiled JSONata against the reference library',
  async run(rounds, say) {
    const compiled = compileMapping(drawn, invoiceSchema);
    const ours = () => {
      const outcome = compiled.run(order, given);
      if (outcome instanceof Promise || !outcome.ok) throw new Error('The mapping came to nothing at once');
      return outcome.value;
    };
    deepEqual(ours(), checkedInvoice(order).invoice);
    deepEqual(Object.keys(plainInvoice(order)).sort(), Object.keys(checkedInvoice(order).invoice).sort());
    const whole = compileMapping(orderToInvoice);
    const contenders = {
      ours,
      checked: () => checkedInvoice(order),
      plain: () => plainInvoice(order),
      whole: () => whole.run(order, given),
    };
    for (const contender of Object.values(contenders)) await shoot(contender);
    const checked = measure('order to invoice, hand-written with checks and decimals', 'orders/s', 0.5);
    const bare = measure('order to invoice, plain hand-written', 'orders/s', 0.25);
    const sample = measure('order to invoice, the sample flow’s whole mapping', 'orders/s');
    for (let round = 1; round <= rounds; round++) {
      const speed = await shoot(contenders.ours);
      checked.ours.push(speed);
      checked.yardstick.push(await shoot(contenders.checked));
      bare.ours.push(speed);
      bare.yardstick.push(await shoot(contenders.plain));
      sample.ours.push(await shoot(contenders.whole));
      say(`round ${round}: ours ${Math.round(speed)}, checked ${Math.round(checked.yardstick.at(-1) ?? 0)} orders/s`);
    }
    return [checked, bare, sample, ...(await expressionSpeed(rounds, say))];
  },
};

function measure(name: string, unit: string, atLeast?: number): Measure {
  return { name, unit, ours: [], yardstick: [], ...(atLeast === undefined ? {} : { goal: { atLeast } }) };
}

/**
 * Compiled JSONata against the reference library, results made plain JSON by both. First each expression by itself, and the
 * geometric mean over them; then all of them one after the other, as a mapping evaluates them.
 */
async function expressionSpeed(rounds: number, say: (line: string) => void): Promise<Measure[]> {
  const names = { root: order, parent: order, index: 0, zone: given.zone, [givenName]: given };
  const copy = structuredClone(order);
  const pairs = expressions.map((code) => {
    const { run, reference } = prepareJsonata(code, expressionLibrary, limits);
    if (!run) throw new Error(`${code} is not compiled`);
    return { code, ours: () => plain(run(order, names)), theirs: async () => plain(await reference(copy, names)) };
  });
  for (const { ours, theirs } of pairs) deepEqual(ours(), await theirs());
  const turn = () => {
    for (const { ours } of pairs) ours();
  };
  const theirTurn = async () => {
    for (const { theirs } of pairs) await theirs();
  };
  await shoot(turn);
  await shoot(theirTurn);
  const each = measure('JSONata, compiled subset against the reference, mean of 12', 'expressions/s', 50);
  const together = measure('JSONata, the same 12 one after the other', 'expressions/s');
  const times = new Map<string, number[]>(pairs.map(({ code }) => [code, []]));
  for (let round = 1; round <= rounds; round++) {
    const speeds: [number, number][] = [];
    for (const { code, ours, theirs } of pairs) {
      const [fast, slow] = [await shoot(ours, 80), await shoot(theirs, 80)];
      speeds.push([fast, slow]);
      times.get(code)?.push(fast / slow);
    }
    each.ours.push(geometricMean(speeds.map(([fast]) => fast)));
    each.yardstick.push(geometricMean(speeds.map(([, slow]) => slow)));
    together.ours.push((await shoot(turn)) * pairs.length);
    together.yardstick.push((await shoot(theirTurn)) * pairs.length);
  }
  for (const [code, found] of times) say(`${Math.round(median(found))} times as fast: ${code}`);
  return [each, together];
}

const geometricMean = (values: number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Calls per second of this thread's CPU time, over a while: what others do on the machine counts less. */
async function shoot(work: () => unknown, ms = shotMs): Promise<number> {
  let [calls, spent, batch] = [0, 0, 1];
  while (spent < ms) {
    const began = cpuMs();
    for (let index = 0; index < batch; index++) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    const took = cpuMs() - began;
    if (took < 1) batch *= 2;
    else {
      calls += batch;
      spent += took;
    }
  }
  return (calls * 1000) / spent;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
