import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { emptyFlow, type Flow } from '#flow/flow.ts';
import { isObject, type Json } from '#flow/json.ts';
import { claim, wholeShare } from '../journal/claim.ts';
import { releaseHeld } from '../journal/held.ts';
import { discardParked, readParked, retryParked } from '../store/parked.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import type { Host } from './host.ts';

vi.setConfig({ testTimeout: 60_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.db.sql`delete from run_live`;
});
afterAll(() => bench.close());

class Died extends Error {}

/** start ──▶ put ──▶ read, and with `fan` start ──▶ post */
function flow(order: Flow['settings']['order'], more: { lane?: number; fan?: boolean } = {}): Json {
  const made = emptyFlow('In order');
  made.settings.order = order;
  made.nodes.push(
    { id: 'start', operation: 'test.start', name: 'Start', config: {} },
    {
      id: 'put',
      operation: 'test.put',
      name: 'Put',
      config: {},
      ...(more.lane ? { lane: { atOnce: more.lane } } : {}),
    },
    { id: 'read', operation: 'test.read', name: 'Read', config: {} },
  );
  const edge = (from: string, to: string) => ({
    id: `${from}-${to}`,
    from: { node: from, port: 'out' },
    to: { node: to, port: 'in' },
  });
  made.edges.push(edge('start', 'put'), edge('put', 'read'));
  if (more.fan) {
    made.nodes.push({ id: 'post', operation: 'test.post', name: 'Post', config: {} });
    made.edges.push(edge('start', 'post'));
  }
  return made as unknown as Json;
}

/** What arrived at a step, by key, as the numbers that were sent. */
function arrivedAt({ arrived }: Published, node: string): Record<string, number[]> {
  const numbers: Record<string, number[]> = {};
  for (const { body, ...one } of arrived) {
    const sent = isObject(body) && isObject(body.got) ? body.got : body;
    if (one.node !== node || !isObject(sent)) continue;
    const key = String(sent.key);
    numbers[key] = [...(numbers[key] ?? []), Number(sent.n)];
  }
  return numbers;
}

const person = () => ({ workspace: bench.workspace, name: 'a person' });
const parkedOf = async ({ flow: id }: Published) =>
  (await readParked(bench.db.sql, bench.workspace, { flow: id })).map((one) => one.id);
const standing = () => bench.db.sql`select state, hold_key from run_live order by id`;

async function workOff(published: Published): Promise<void> {
  for (let worked = await bench.work(published); worked > 0; worked = await bench.work(published))
    await bench.makeDue();
}

describe('a flow that keeps order per key', () => {
  it('holds back what comes behind a message that waits, and no other key', async () => {
    const published = await bench.publish(flow('per-key'));
    await bench.send(published, [
      { key: 'a', n: 1, fail: 'busy', times: 1, at: 'put' },
      { key: 'a', n: 2 },
      { key: 'b', n: 3 },
    ]);
    await bench.work(published);
    await bench.send(published, [
      { key: 'a', n: 4 },
      { key: 'b', n: 5 },
    ]);
    await bench.work(published);
    expect(arrivedAt(published, 'put')).toEqual({ b: [3, 5] });
    expect(await standing()).toEqual([
      { state: 'queued', hold_key: 'a' },
      { state: 'held', hold_key: 'a' },
      { state: 'held', hold_key: 'a' },
    ]);
    await bench.makeDue();
    await workOff(published);
    expect(arrivedAt(published, 'put')).toEqual({ a: [1, 2, 4], b: [3, 5] });
    expect(arrivedAt(published, 'read')).toEqual({ a: [1, 2, 4], b: [3, 5] });
    expect(await standing()).toEqual([]);
  });

  it.each([
    ['sends it back', (ids: string[]) => retryParked(bench.db.sql, person(), ids), [1, 2]],
    ['sets it aside', (ids: string[]) => discardParked(bench.db.sql, person(), ids, 'not needed'), [2]],
  ])('holds back what comes behind a parked message until a person %s', async (_, decide, order) => {
    const published = await bench.publish(flow('per-key'));
    await bench.send(published, [{ key: 'a', n: 1, fail: 'reject', times: 1, at: 'put' }]);
    await bench.send(published, [{ key: 'a', n: 2 }]);
    await workOff(published);
    expect(arrivedAt(published, 'put')).toEqual({});
    await releaseHeld(bench.db.sql);
    await workOff(published);
    expect(arrivedAt(published, 'put')).toEqual({});
    await decide(await parkedOf(published));
    await releaseHeld(bench.db.sql);
    await workOff(published);
    expect(arrivedAt(published, 'put')).toEqual({ a: order });
    expect(await standing()).toEqual([]);
  });

  it('lets the other branch of a message that waits go on', async () => {
    const published = await bench.publish(flow('per-key', { fan: true }));
    await bench.send(published, [{ key: 'a', n: 1, fail: 'busy', times: 1, at: 'put' }]);
    await bench.work(published);
    expect(arrivedAt(published, 'post')).toEqual({ a: [1] });
    await bench.makeDue();
    await workOff(published);
    expect(arrivedAt(published, 'put')).toEqual({ a: [1] });
  });

  it('gives a lane to one worker at a time, and the next leg of it only when that is done', async () => {
    const published = await bench.publish(flow('per-key'));
    for (const n of [1, 2, 3]) await bench.send(published, [{ key: 'a', n }]);
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => claim(bench.db.sql, crypto.randomUUID(), wholeShare(10))),
    );
    expect(claims.flatMap((one) => one.legs)).toHaveLength(1);
  });
});

describe('a flow that keeps strict order', () => {
  it('stops behind a message that waits, whatever its key', async () => {
    const published = await bench.publish(flow('strict'));
    await bench.send(published, [
      { key: 'a', n: 1 },
      { key: 'b', n: 2, fail: 'busy', times: 1, at: 'put' },
      { key: 'c', n: 3 },
    ]);
    await bench.send(published, [{ key: 'd', n: 4 }]);
    await bench.work(published);
    await bench.work(published);
    expect(published.performed).toHaveLength(2);
    await bench.makeDue();
    await workOff(published);
    const put = published.arrived
      .filter((one) => one.node === 'put')
      .map(({ body }) => isObject(body) && Number(body.n));
    expect(put).toEqual([1, 2, 3, 4]);
  });
});

describe('a flow whose order was changed', () => {
  it('begins in the new order when all runs of the old one have ended', async () => {
    const published = await bench.publish(flow('per-key'));
    await bench.send(published, [{ key: 'a', n: 1 }]);
    await bench.send(published, [{ key: 'a', n: 2 }]);
    await bench.db.sql`update run_live set epoch = 1, lane = 'k1' where id = (select max(id) from run_live)`;
    await bench.db.sql`update run_live set lane = null, due_at = now() + interval '1 hour' where epoch = 0`;
    expect(await bench.work(published)).toBe(0);
    await bench.makeDue();
    expect(await bench.work(published)).toBe(1);
    expect(await bench.work(published)).toBe(1);
    expect(arrivedAt(published, 'put')).toEqual({ a: [1, 2] });
  });
});

describe('a step with a backlog of its own', () => {
  it('lets its siblings go on, and runs so many at once as it says', async () => {
    const published = await bench.publish(flow('none', { fan: true, lane: 2 }));
    for (let n = 1; n <= 6; n++) await bench.send(published, [{ key: `${n}`, n }]);
    await bench.work(published);
    expect(Object.keys(arrivedAt(published, 'post'))).toHaveLength(6);
    expect(arrivedAt(published, 'put')).toEqual({});
    const { legs } = await claim(bench.db.sql, crypto.randomUUID(), wholeShare(10));
    expect(legs.length).toBeGreaterThan(0);
    expect(legs.length).toBeLessThanOrEqual(2);
    await bench.expireLeases();
    await workOff(published);
    expect(Object.keys(arrivedAt(published, 'put'))).toHaveLength(6);
    expect(await standing()).toEqual([]);
  });
});

/** Messages of three keys, some of which wait or are parked, by one or two at a time. */
const message = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  trouble: fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constant({ fail: 'busy', times: 1 }) },
    { weight: 1, arbitrary: fc.constant({ fail: 'reject', times: 1 }) },
  ),
  at: fc.constantFrom('put', 'read'),
});
const groups = fc.array(fc.array(message, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
const deaths = fc.array(fc.record({ write: fc.integer({ min: 1, max: 4 }), after: fc.boolean() }), { maxLength: 4 });

function mortal(death: { write: number; after: boolean } | undefined): (host: Host) => Host {
  let writes = 0;
  return (host) => ({
    ...host,
    async append(leg, append) {
      writes += 1;
      if (death && writes === death.write && !death.after) throw new Died();
      await host.append(leg, append);
      if (death && writes === death.write) throw new Died();
    },
  });
}

describe('whatever waits, is parked and dies', () => {
  it.each([
    ['per-key', undefined],
    ['per-key', 2],
    ['strict', undefined],
  ] as const)('messages arrive %s in the order in which they were accepted (own backlog: %s)', async (order, lane) => {
    await fc.assert(
      fc.asyncProperty(groups, deaths, async (sent, dying) => {
        await bench.db.sql`delete from run_live`;
        const published = await bench.publish(flow(order, { lane }));
        let n = 0;
        const left = [...dying];
        const expected: Record<string, number[]> = {};
        const turn = async () => {
          await bench.work(published, crypto.randomUUID(), mortal(left.shift())).catch((error: unknown) => {
            if (!(error instanceof Died)) throw error;
          });
          await bench.expireLeases();
        };
        for (const group of sent) {
          const bodies = group.map(({ key, trouble, at }) => ({ key, n: ++n, at, ...trouble }));
          for (const { key, n: number } of bodies) expected[key] = [...(expected[key] ?? []), number];
          await bench.send(published, bodies);
          await turn();
        }
        for (
          let tries = 0;
          tries < 200 && ((await standing()).length > 0 || (await parkedOf(published)).length > 0);
          tries++
        ) {
          await bench.makeDue();
          await turn();
          await retryParked(bench.db.sql, person(), await parkedOf(published));
          await releaseHeld(bench.db.sql);
        }
        expect(await standing()).toEqual([]);
        expect(arrivedAt(published, 'put')).toEqual(expected);
        if (order === 'strict')
          expect(
            published.arrived.filter((one) => one.node === 'put').map(({ body }) => isObject(body) && body.n),
          ).toEqual(Array.from({ length: n }, (_, i) => i + 1));
        expect(Object.values(arrivedAt(published, 'put')).flat()).toHaveLength(n);
      }),
      { numRuns: 25 },
    );
  });
});
