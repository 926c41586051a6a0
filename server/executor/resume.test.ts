import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, parseJson } from '#flow/json.ts';
import { Retryable } from '../connectors/contract.ts';
import { releaseAll } from '../journal/claim.ts';
import { discardParked, readParked, retryParked } from '../store/parked.ts';
import { Died, dyingAt } from '../testing/dying.ts';
import { type Bench, openBench } from '../testing/executor-bench.ts';
import { type Host, LeaseLost } from './host.ts';

const scenario = (name: string) =>
  parseJson(readFileSync(path.join(import.meta.dirname, 'scenarios', name, 'flow.json'), 'utf8'));

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('a run whose worker dies', () => {
  // start ──▶ put ──▶ read: one write after put, one at the end
  it.each([
    ['before its first write', 1, false],
    ['after its first write', 1, true],
    ['before its last write', 2, false],
  ])('%s goes on elsewhere, and each effect counts once', async (_, write, after) => {
    const published = await bench.publish(scenario('retry-after'));
    const { run } = await bench.send(published, [{ n: 1 }, { n: 2 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(write, after))).rejects.toBeInstanceOf(Died);
    expect(await bench.work(published)).toBe(0);
    await bench.expireLeases();
    expect(await bench.work(published)).toBe(1);
    expect(await bench.happened(published, run)).toMatchObject({
      status: 'done',
      tally: { received: 2, delivered: 2, 'in-flight': 0 },
      messages: ['#1 delivered', '#2 delivered'],
      arrived: [{ node: 'put' }, { node: 'put' }, { node: 'read' }, { node: 'read' }],
    });
  });

  it('journals each step once, whoever ran it', async () => {
    const published = await bench.publish(scenario('retry-after'));
    const { run } = await bench.send(published, [{ n: 1 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    await bench.expireLeases();
    await bench.work(published);
    const { legs } = (await bench.happened(published, run)) as { legs: string[][] };
    expect(legs.flat().filter((line) => line.startsWith('put'))).toEqual(['put 1 in, 1 out']);
  });

  it('after its very last write is finished, and nobody runs it again', async () => {
    const published = await bench.publish(scenario('retry-after'));
    const { run } = await bench.send(published, [{ n: 1 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(2, true))).rejects.toBeInstanceOf(Died);
    await bench.expireLeases();
    expect(await bench.work(published)).toBe(0);
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });
});

describe('an unsafe effect whose worker dies', () => {
  // start ──▶ post: one write before the effect, one after
  it.each([
    ['before it says that it will send', 1, false, ['#1 delivered'], 1],
    ['after it said so, before the outcome is written', 2, false, ['#1 parked'], 1],
  ])(
    '%s is sent once at the most, and a person decides where that is not known',
    async (_, write, after, messages, arrived) => {
      const published = await bench.publish(scenario('unsafe-outcome-unknown'));
      const { run } = await bench.send(published, [{ n: 1 }]);
      await expect(bench.work(published, crypto.randomUUID(), dyingAt(write, after))).rejects.toBeInstanceOf(Died);
      await bench.expireLeases();
      await bench.work(published);
      expect(await bench.happened(published, run)).toMatchObject({ messages });
      expect(published.arrived).toHaveLength(arrived);
    },
  );
});

describe('an unsafe step with more messages than it sends at once', () => {
  const bodies = Array.from({ length: 40 }, (_, n) => ({ n }));
  const closed = (host: Host): Host => ({
    ...host,
    connect: () => Promise.reject(new Retryable('The database does not answer.')),
  });

  it('lets all of them wait where its connection cannot be opened just now', async () => {
    const published = await bench.publish(drawn('start>post'));
    const { run } = await bench.send(published, bodies);
    await bench.work(published, crypto.randomUUID(), closed);
    await bench.makeDue();
    await bench.work(published);
    expect(published.performed).toHaveLength(40);
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 40 } });
  });

  it('that waited, does not doubt on resuming what it had written before its worker died', async () => {
    const published = await bench.publish(drawn('start>post'));
    const { run } = await bench.send(published, bodies);
    await bench.work(published, crypto.randomUUID(), closed);
    await bench.makeDue();
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(2, true))).rejects.toBeInstanceOf(Died);
    await bench.expireLeases();
    await bench.work(published);
    expect(published.performed).toHaveLength(32);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { delivered: 32, parked: 8 } });
  });
});

describe('a worker that lost its lease', () => {
  it('can write nothing any more', async () => {
    const published = await bench.publish(scenario('straight'));
    const { run } = await bench.send(published, [{ status: 'paid' }]);
    const slow = (host: Host): Host => ({
      ...host,
      async append(leg, append) {
        await bench.expireLeases();
        await bench.work(published);
        await host.append(leg, append);
      },
    });
    await expect(bench.work(published, crypto.randomUUID(), slow)).rejects.toBeInstanceOf(LeaseLost);
    const after = (await bench.happened(published, run)) as { legs: string[][]; arrived: Json[]; tally: Json };
    expect(after).toMatchObject({ status: 'done', tally: { delivered: 1 }, arrived: [{ node: 'put' }] });
    expect(after.legs).toHaveLength(1);
  });
});

describe('a worker whose leg another has claimed', () => {
  it.each([
    [
      'another owner',
      (id: string) => bench.db.sql`update run_live set owner = ${crypto.randomUUID()} where run = ${id}`,
    ],
    ['a later fence', (id: string) => bench.db.sql`update run_live set fence = fence + 1 where run = ${id}`],
  ])('writes nothing over %s', async (_, take) => {
    const published = await bench.publish(scenario('straight'));
    const { run } = await bench.send(published, [{ status: 'paid' }]);
    const late = (host: Host): Host => ({
      ...host,
      async append(leg, append) {
        await take(run);
        await host.append(leg, append);
      },
    });
    await expect(bench.work(published, crypto.randomUUID(), late)).rejects.toBeInstanceOf(LeaseLost);
    expect(await bench.db.sql`select 1 from journal where run = ${run}`).toHaveLength(0);
    expect(await bench.db.sql`select 1 from outcome where run = ${run}`).toHaveLength(0);
    expect(await bench.db.sql`select 1 from run_live where run = ${run}`).toHaveLength(1);
    await bench.db.sql`delete from run_live where run = ${run}`;
  });
});

describe('a worker that is known to have ended', () => {
  it('has its legs taken over at once', async () => {
    const published = await bench.publish(scenario('straight'));
    const [dead, alive] = [crypto.randomUUID(), crypto.randomUUID()];
    const { run } = await bench.send(published, [{ status: 'paid' }]);
    await expect(bench.work(published, dead, dyingAt(1, false))).rejects.toBeInstanceOf(Died);
    await releaseAll(bench.db.sql, alive);
    expect(await bench.work(published)).toBe(0);
    await releaseAll(bench.db.sql, dead);
    expect(await bench.work(published)).toBe(1);
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });
});

describe('claiming', () => {
  it('gives each run to one worker only, however many ask at once', async () => {
    const published = await bench.publish(scenario('straight'));
    for (let i = 0; i < 20; i++) await bench.send(published, [{ status: 'paid', i }]);
    const counts = await Promise.all(Array.from({ length: 4 }, () => bench.work(published)));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(20);
    expect(published.arrived).toHaveLength(20);
  });
});

describe('a waiting message', () => {
  // start ──▶ put ──▶ read
  it('whose worker dies after it was delivered at last is not sent again', async () => {
    const published = await bench.publish(scenario('retry-after'));
    const { run } = await bench.send(published, [{ fail: 'busy', at: 'put', times: 1 }]);
    await bench.work(published);
    await bench.makeDue();
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    const sent = published.arrived.length;
    published.arrived.length = 0;
    await bench.expireLeases();
    await bench.work(published);
    expect(sent).toBe(1);
    expect(published.arrived.map((one) => one.node)).toEqual(['read']);
    expect(await bench.happened(published, run)).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });
});

/** `'start>put put>read'`, each node named after its operation. */
function drawn(arrows: string): Json {
  const edges = arrows.split(' ').map((arrow) => {
    const [from = '', to = ''] = arrow.split('>');
    return { id: `${from}-${to}`, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } };
  });
  const ids = [...new Set(edges.flatMap((edge) => [edge.from.node, edge.to.node]))];
  const nodes = ids.map((id) => ({ id, operation: `test.${id}`, name: id, config: {} }));
  return { ...(scenario('straight') as Record<string, Json>), nodes, edges };
}

describe('a message that left its run, which is resumed after a crash', () => {
  const person = () => ({ workspace: bench.workspace, name: 'a person' });
  const parkedOf = async (run: string) =>
    (await readParked(bench.db.sql, bench.workspace, { run })).map((one) => one.id);

  it('to wait, is carried on by its own part alone, also where that part died in an unsafe effect', async () => {
    const published = await bench.publish(drawn('start>put put>post'));
    const { run, messages } = await bench.send(published, [{ fail: 'busy', at: 'put', times: 1 }, { n: 2 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    await bench.makeDue();
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(3, false))).rejects.toBeInstanceOf(Died);
    await bench.expireLeases();
    await bench.work(published);
    const posted = published.performed.filter((one) => one.startsWith('post'));
    expect(posted.sort()).toEqual(messages.map((message) => `post ${message}/put.out.0`).sort());
    expect(await bench.happened(published, run)).toMatchObject({ messages: ['#1 parked', '#2 delivered'] });
  });

  it('because a person sent it back, is carried on by that retry alone', async () => {
    const published = await bench.publish(drawn('start>put put>read'));
    const { run, messages } = await bench.send(published, [{ fail: 'reject', at: 'put', times: 1 }, { n: 2 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    expect(await retryParked(bench.db.sql, person(), await parkedOf(run))).toBe(1);
    await bench.expireLeases();
    await bench.work(published);
    expect(published.performed.filter((one) => one === `put ${messages[0]}`)).toHaveLength(1);
    expect(await bench.happened(published, run)).toMatchObject({ messages: ['#1 delivered', '#2 delivered'] });
  });

  it('because a person set it aside, stays aside', async () => {
    const published = await bench.publish(drawn('start>loses start>put put>read'));
    const { run } = await bench.send(published, [{ n: 1 }]);
    await expect(bench.work(published, crypto.randomUUID(), dyingAt(1, true))).rejects.toBeInstanceOf(Died);
    await discardParked(bench.db.sql, person(), await parkedOf(run), 'not needed');
    await bench.expireLeases();
    await bench.work(published);
    expect(await parkedOf(run)).toEqual([]);
    expect(await bench.happened(published, run)).toMatchObject({ tally: { discarded: 1 }, messages: ['#1 discarded'] });
  });
});
