import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, type Json, parseJson } from '#flow/json.ts';
import { type Bench, openBench } from '../testing/executor-bench.ts';

/** How long a step goes on trying, over several legs, by the database's clock. */
let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** start ──▶ put ──▶ read, and `put` with a policy of its own. */
function flowWith(retry: Json): Json {
  const flow = parseJson(readFileSync(path.join(import.meta.dirname, 'scenarios/retry-after/flow.json'), 'utf8'));
  const nodes = isObject(flow) && Array.isArray(flow.nodes) ? flow.nodes : [];
  return {
    ...(flow as object),
    nodes: nodes.map((node) => (isObject(node) && node.id === 'put' ? { ...node, retry } : node)),
  };
}

const later = async (minutes: number) => {
  await bench.db.sql`update run_live set since = since - make_interval(mins => ${minutes})`;
  await bench.makeDue();
};
const attempts = () => bench.db.sql<{ attempt: number; tried: boolean }[]>`
  select attempt, since is not null as tried from run_live order by id`;

describe('a step that is given ten minutes', () => {
  it('gives up when they are over since its first try, and not for its turns', async () => {
    const published = await bench.publish(flowWith({ attempts: 50, giveUpMinutes: 10 }));
    const { run } = await bench.send(published, [{ fail: 'busy' }]);
    await bench.work(published);
    expect(await attempts()).toEqual([{ attempt: 2, tried: true }]);
    await later(4);
    await bench.work(published);
    expect(await attempts()).toEqual([{ attempt: 3, tried: true }]);
    await later(6);
    await bench.work(published);
    expect(await attempts()).toEqual([]);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { parked: 1 } });
    const [parked] = await bench.db.sql`select trouble->>'message' as words from parked where run = ${run}`;
    expect(parked?.words).toContain('gave up after 3 tries: the next would be later than the 10 minutes it is given');
  });

  it('does not begin to count before it was tried', async () => {
    const published = await bench.publish(flowWith({ giveUpMinutes: 1 }));
    const { run } = await bench.send(published, [{ fail: 'held', after: 3600, times: 2 }]);
    for (const _ of [1, 2]) {
      await bench.work(published);
      expect(await attempts()).toEqual([{ attempt: 1, tried: false }]);
      await later(60);
    }
    await bench.work(published);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { delivered: 1 } });
  });
});

describe('an unsafe effect', () => {
  const unsafe = () =>
    parseJson(readFileSync(path.join(import.meta.dirname, 'scenarios/unsafe-outcome-unknown/flow.json'), 'utf8'));

  it('is begun once the lease is renewed, and not before', async () => {
    const published = await bench.publish(unsafe());
    await bench.send(published, [{ n: 1 }]);
    const lefts = [4000, 900, 9000];
    await bench.work(published, undefined, (host) => ({ ...host, leaseLeft: () => lefts.shift() ?? 9000 }));
    expect([lefts, published.performed.length]).toEqual([[], 1]);
  });

  it('is left alone when the lease is not renewed', async () => {
    const published = await bench.publish(unsafe());
    const { run } = await bench.send(published, [{ n: 1 }]);
    const work = bench.work(published, undefined, (host) => ({ ...host, leaseLeft: () => 0 }));
    await expect(work).rejects.toThrow('was taken over');
    expect(published.performed).toEqual([]);
    await bench.expireLeases();
    await bench.work(published);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { delivered: 1 } });
  });
});

describe('an effect that may be repeated', () => {
  it('is not sent any more once the lease has ended: what comes after it may have been sent by others', async () => {
    const published = await bench.publish(
      parseJson(readFileSync(path.join(import.meta.dirname, 'scenarios/straight/flow.json'), 'utf8')),
    );
    const { run } = await bench.send(
      published,
      Array.from({ length: 40 }, (_, n) => ({ n, status: 'paid' })),
    );
    const left = () => (published.performed.length > 0 ? 0 : 9000);
    const slow = bench.work(published, undefined, (host) => ({ ...host, leaseLeft: left }));
    await expect(slow).rejects.toThrow('was taken over');
    const before = published.performed.length;
    expect(before).toBeLessThan(40);
    await bench.expireLeases();
    await bench.work(published);
    expect(published.performed.length).toBe(before + 40);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { delivered: 40 } });
  });
});
