import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringifyJson } from '#flow/json.ts';
import { Retryable } from '../connectors/contract.ts';
import { claim, wholeShare } from '../journal/claim.ts';
import { cancelRun } from '../store/cancel.ts';
import { readParked, retryParked } from '../store/parked.ts';
import { drawnFlow } from '../testing/drawn-flow.ts';
import { Died, dyingAt } from '../testing/dying.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { giveUp, isolate } from '../worker/give-up.ts';
import { holdBack } from '../worker/hold-back.ts';
import type { Host, Leg } from './host.ts';

/** Legs that somebody has to give up, part or put off as they are: what they did before is not forgotten. */
vi.setConfig({ testTimeout: 30_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.db.sql`delete from run_live`;
});
afterAll(() => bench.close());

const person = () => ({ workspace: bench.workspace, name: 'a person' });
const parkedOf = ({ flow }: Published) => readParked(bench.db.sql, bench.workspace, { flow });

async function workOff(published: Published): Promise<void> {
  for (let worked = await bench.work(published); worked > 0; worked = await bench.work(published))
    await bench.makeDue();
}

async function retryAll(published: Published): Promise<void> {
  await retryParked(
    bench.db.sql,
    person(),
    (await parkedOf(published)).map((one) => one.id),
  );
  await workOff(published);
}

/** The leg that died so often that its next worker does not run it as it is. */
async function takenAgain({ lost, fence }: { lost?: number; fence?: number }): Promise<{ leg: Leg; host: Host }> {
  const { sql } = bench.db;
  await bench.expireLeases();
  await sql`update run_live set lost = coalesce(${lost ?? null}, lost), fence = coalesce(${fence ?? null}, fence)`;
  const worker = crypto.randomUUID();
  const [leg] = (await claim(sql, worker, wholeShare(1))).legs;
  if (!leg) throw new Error('Nothing was claimed.');
  return { leg, host: bench.host(worker) };
}

const counts = (names: string[]) =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
const sentTo = ({ performed }: Published) => counts(performed.map((one) => one.split(' ')[0] ?? ''));

const endings: [string, (leg: Leg, host: Host) => Promise<boolean>][] = [
  ['whose workers end again and again', isolate],
  ['that fails at every try', (leg, host) => giveUp(new Error('a bug'), leg, host)],
];

describe.each(endings)('a leg %s', (_, end) => {
  it('says of what an unsafe step had begun that its outcome is unknown, and sends nothing of it by itself', async () => {
    const published = await bench.publish(drawnFlow('start>post'));
    await bench.send(published, [{ n: 1 }, { n: 2 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    const { leg, host } = await takenAgain({ lost: 6, fence: 10 });
    expect(await end(leg, host)).toBe(true);
    await workOff(published);
    expect(published.performed).toEqual([]);
    const parked = await parkedOf(published);
    expect(parked.map(({ trouble }) => trouble.class)).toEqual(['outcome-unknown', 'outcome-unknown']);
    await retryAll(published);
    expect(sentTo(published)).toEqual({ post: 2 });
  });

  it('does not do again what its first step had done', async () => {
    const published = await bench.publish(drawnFlow('start>post-1 post-1>put'));
    const { run } = await bench.send(published, [{ n: 1, fail: 'reject', times: 1, at: 'post-1' }]);
    await workOff(published);
    const [parked] = await parkedOf(published);
    await retryParked(bench.db.sql, person(), [parked?.id ?? '']);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(2, true))).rejects.toBeInstanceOf(Died);
    expect(sentTo(published)).toEqual({ 'post-1': 1 });
    const { leg, host } = await takenAgain({ lost: 6, fence: 10 });
    expect(await end(leg, host)).toBe(true);
    await workOff(published);
    await retryAll(published);
    expect(sentTo(published)).toEqual({ 'post-1': 1, put: 1 });
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 1, parked: 0 } });
    const [counted] = await bench.db.sql`
      select sum((whole->>3)::int)::int as delivered from roll_up_minute where flow = ${published.flow}`;
    expect(counted).toEqual({ delivered: 2 });
  });

  it('leaves alone what a person had cancelled', async () => {
    const published = await bench.publish(drawnFlow('start>put'));
    const { run, messages } = await bench.send(published, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(await cancelRun(bench.db.sql, person(), run, messages[1])).toMatchObject({ cancelled: 1 });
    const { leg, host } = await takenAgain({ lost: 6, fence: 10 });
    expect(await end(leg, host)).toBe(true);
    await workOff(published);
    await retryAll(published);
    expect(published.arrived.map(({ body }) => stringifyJson(body)).sort()).toEqual(['{"n":1}', '{"n":3}']);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { delivered: 2, cancelled: 1 } });
  });
});

describe('a leg of several messages whose workers end again and again, that waited at a step with an effect', () => {
  it('sends none again that was sent', async () => {
    const published = await bench.publish(drawnFlow('start>post-1 post-1>put'));
    const busy = { fail: 'busy', times: 1, at: 'post-1' };
    const { run } = await bench.send(published, [
      { n: 1, ...busy },
      { n: 2, ...busy },
    ]);
    await bench.work(published);
    await bench.makeDue();
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(2, true))).rejects.toBeInstanceOf(Died);
    expect(sentTo(published)).toEqual({ 'post-1': 2 });
    const { leg, host } = await takenAgain({ lost: 6 });
    expect(leg.messages).toHaveLength(2);
    expect(await isolate(leg, host)).toBe(true);
    await workOff(published);
    expect(sentTo(published)).toEqual({ 'post-1': 2, put: 2 });
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 2 } });
  });

  it('lets wait what came after one of its key whose outcome is unknown', async () => {
    const published = await bench.publish(drawnFlow('start>post', 'per-key'));
    await bench.send(published, [
      { key: 'a', n: 1 },
      { key: 'a', n: 2 },
    ]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    const { leg, host } = await takenAgain({ lost: 6 });
    expect(await isolate(leg, host)).toBe(true);
    await workOff(published);
    expect(published.performed).toEqual([]);
    await retryAll(published);
    expect(published.arrived.map(({ body }) => body)).toEqual([
      { key: 'a', n: 1 },
      { key: 'a', n: 2 },
    ]);
  });
});

describe('a leg that cannot begin because a system is busy', () => {
  it('leaves alone what a person had cancelled', async () => {
    const published = await bench.publish(drawnFlow('start>put'));
    const { run, messages } = await bench.send(published, [{ n: 1 }, { n: 2 }]);
    await cancelRun(bench.db.sql, person(), run, messages[0]);
    const { leg, host } = await takenAgain({});
    await holdBack(new Retryable('busy', { afterSeconds: 1 }), published.plan, leg, host);
    await bench.makeDue();
    await workOff(published);
    expect(published.arrived.map(({ body }) => body)).toEqual([{ n: 2 }]);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { delivered: 1, cancelled: 1 } });
  });
});

describe('a message that a person sends back to a step that is not mended', () => {
  it('is parked there again', async () => {
    const published = await bench.publish(drawnFlow('start>loses'));
    const { run } = await bench.send(published, [{ n: 1 }]);
    await workOff(published);
    await retryAll(published);
    expect(await parkedOf(published)).toHaveLength(1);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { parked: 1 } });
  });
});
