import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isObject } from '#flow/json.ts';
import { Retryable } from '../connectors/contract.ts';
import { claim, release, wholeShare } from '../journal/claim.ts';
import { releaseHeld } from '../journal/held.ts';
import { cancelRun } from '../store/cancel.ts';
import { readParked, retryParked } from '../store/parked.ts';
import { drawnFlow } from '../testing/drawn-flow.ts';
import { Died, dyingAt } from '../testing/dying.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { holdBack } from '../worker/hold-back.ts';
import type { Append, Host } from './host.ts';

vi.setConfig({ testTimeout: 30_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.db.sql`delete from run_live`;
});
afterAll(() => bench.close());

/** The numbers that came to a step, in the order in which they came. */
const cameTo = ({ arrived }: Published, node: string) =>
  arrived
    .filter((one) => one.node === node)
    .map(({ body }) => {
      const sent = isObject(body) && isObject(body.got) ? body.got : body;
      return isObject(sent) ? sent.n : undefined;
    });

const person = () => ({ workspace: bench.workspace, name: 'a person' });
const parkedOf = async ({ flow: id }: Published) =>
  (await readParked(bench.db.sql, bench.workspace, { flow: id })).map((one) => one.id);

async function workOff(published: Published): Promise<void> {
  for (let worked = await bench.work(published); worked > 0; worked = await bench.work(published))
    await bench.makeDue();
}

describe('a run that has to rest, in a flow that keeps order', () => {
  it.each(['per-key', 'strict'] as const)('is not overtaken by what came after it (%s)', async (order) => {
    const published = await bench.publish(drawnFlow('start>put', order));
    await bench.send(published, [{ key: 'a', n: 1 }]);
    await bench.send(published, [{ key: 'a', n: 2 }]);
    const worker = crypto.randomUUID();
    const { legs } = await claim(bench.db.sql, worker, wholeShare(10));
    expect(legs).toHaveLength(1);
    for (const leg of legs) await release(bench.db.sql, worker, leg, 30);
    expect(await bench.work(published)).toBe(0);
    await bench.makeDue();
    await workOff(published);
    expect(cameTo(published, 'put')).toEqual([1, 2]);
  });

  it('lets another lane go on', async () => {
    const published = await bench.publish(drawnFlow('start>put', 'per-key'));
    await bench.send(published, [{ key: 'a', n: 1 }]);
    await bench.send(published, [{ key: 'b', n: 2 }]);
    const worker = crypto.randomUUID();
    const { legs } = await claim(bench.db.sql, worker, wholeShare(1));
    for (const leg of legs) await release(bench.db.sql, worker, leg, 30);
    expect(await bench.work(published)).toBe(1);
    expect(cameTo(published, 'put')).toEqual([2]);
  });
});

describe('a message that comes to a step by two ways', () => {
  it('is through before the next of its key', async () => {
    const published = await bench.publish(drawnFlow('start>put put>read start>read', 'per-key'));
    await bench.send(published, [
      { key: 'a', n: 1 },
      { key: 'a', n: 2 },
    ]);
    await workOff(published);
    expect(cameTo(published, 'read')).toEqual([1, 1, 2, 2]);
  });
});

describe('a message that a person cancelled while it was being sent', () => {
  it('holds back what comes after it until a person has decided', async () => {
    const published = await bench.publish(drawnFlow('start>post', 'per-key'));
    const { run } = await bench.send(published, [{ key: 'a', n: 1 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    expect(await cancelRun(bench.db.sql, person(), run)).toEqual({ cancelled: 0, parked: 1 });
    await bench.send(published, [
      { key: 'a', n: 2 },
      { key: 'b', n: 3 },
    ]);
    await workOff(published);
    await releaseHeld(bench.db.sql);
    await workOff(published);
    expect(cameTo(published, 'post')).toEqual([3]);
    await retryParked(bench.db.sql, person(), await parkedOf(published));
    await workOff(published);
    expect(cameTo(published, 'post')).toEqual([3, 1, 2]);
  });
});

/** Dies after the write that this is true of. */
const dyingWhen =
  (at: (append: Append) => boolean): ((host: Host) => Host) =>
  (host) => ({
    ...host,
    async append(leg, append) {
      await host.append(leg, append);
      if (at(append)) throw new Died();
    },
  });

describe('a message that came after one whose outcome is unknown, when their worker died', () => {
  it('is not sent again where another branch had sent it already', async () => {
    const published = await bench.publish(drawnFlow('start>post start>put', 'strict'));
    await bench.send(published, [{ n: 1 }, { n: 2 }]);
    const putIsOnRecord = ({ outcomes }: Append) => outcomes.some((one) => one.node === 'put');
    await expect(bench.work(published, undefined, dyingWhen(putIsOnRecord))).rejects.toBeInstanceOf(Died);
    const sent = published.performed.filter((one) => one.startsWith('put'));
    expect(sent).toHaveLength(2);
    await bench.expireLeases();
    await workOff(published);
    await retryParked(bench.db.sql, person(), await parkedOf(published));
    await workOff(published);
    expect(published.performed.filter((one) => one.startsWith('put'))).toEqual(sent);
    expect(new Set(cameTo(published, 'post'))).toEqual(new Set([1, 2]));
  });

  it('is a question to a person too where an unsafe step had begun with it', async () => {
    const published = await bench.publish(drawnFlow('start>post-1 start>post-2', 'strict'));
    const { run, messages } = await bench.send(published, [{ n: 1 }, { n: 2 }]);
    let begun = 0;
    const secondIsBegun = ({ events }: Append) => {
      begun += events.filter((event) => event.type === 'effects-intended' && event.node === 'post-1').length;
      return begun === 2;
    };
    await expect(bench.work(published, undefined, dyingWhen(secondIsBegun))).rejects.toBeInstanceOf(Died);
    await bench.expireLeases();
    expect(await cancelRun(bench.db.sql, person(), run, messages[0])).toEqual({ cancelled: 0, parked: 1 });
    await workOff(published);
    const parked = await readParked(bench.db.sql, bench.workspace, { flow: published.flow });
    expect(parked.map((one) => [messages.indexOf(one.root), one.node, one.trouble.class]).sort()).toEqual([
      [0, 'start', 'outcome-unknown'],
      [1, 'post-1', 'outcome-unknown'],
    ]);
  });
});

describe('a run that cannot begin because a system is busy', () => {
  it('does not overtake a message of its key that waits', async () => {
    const published = await bench.publish(drawnFlow('start>put', 'per-key'));
    await bench.send(published, [{ key: 'a', n: 1, fail: 'busy', times: 1, at: 'put' }]);
    await bench.work(published);
    await bench.send(published, [{ key: 'a', n: 2 }]);
    const worker = crypto.randomUUID();
    const { legs } = await claim(bench.db.sql, worker, wholeShare(1));
    const [leg] = legs;
    if (!leg) throw new Error('nothing was claimed');
    await holdBack(new Retryable('busy', { afterSeconds: 1 }), published.plan, leg, bench.host(worker));
    await bench.db.sql`update run_live set due_at = now() where state = 'queued' and from_node = 'start'`;
    await bench.work(published);
    await bench.makeDue();
    await workOff(published);
    expect(cameTo(published, 'put')).toEqual([1, 2]);
  });
});

/** As publishing another order does. */
const changeOrder = ({ flow }: Published) => bench.db.sql`
  insert into flow_version (workspace, flow, version, document, published_by, epoch)
  select workspace, flow, 2, document, published_by, 1 from flow_version where flow = ${flow}`;

describe('a message that a person sends back, in a flow whose order was changed once', () => {
  it('does not hold up the whole flow while it waits', async () => {
    const published = await bench.publish(drawnFlow('start>put', 'per-key'));
    await changeOrder(published);
    await bench.send(published, [{ key: 'a', n: 1, fail: 'reject', times: 1, at: 'put' }]);
    await bench.db.sql`update run_live set epoch = 1`;
    await workOff(published);
    await retryParked(bench.db.sql, person(), await parkedOf(published));
    await bench.db.sql`update run_live set due_at = now() + interval '1 hour'`;
    await bench.send(published, [{ key: 'b', n: 2 }]);
    await bench.db.sql`update run_live set epoch = 1 where kind = 'origin'`;
    expect(await bench.work(published)).toBe(1);
    expect(cameTo(published, 'put')).toEqual([2]);
  });

  it('does not wait for what stands behind it', async () => {
    const published = await bench.publish(drawnFlow('start>put', 'per-key'));
    await bench.send(published, [{ key: 'a', n: 1, fail: 'reject', times: 1, at: 'put' }]);
    await bench.send(published, [{ key: 'a', n: 2 }]);
    await workOff(published);
    await changeOrder(published);
    await retryParked(bench.db.sql, person(), await parkedOf(published));
    await workOff(published);
    expect(cameTo(published, 'put')).toEqual([1, 2]);
  });
});
