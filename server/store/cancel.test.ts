import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#flow/json.ts';
import { type Host, LeaseLost } from '../executor/host.ts';
import { drawnFlow } from '../testing/drawn-flow.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { runAgain } from './again.ts';
import { AtWork, cancelRun } from './cancel.ts';
import { discardParked, readParked, retryParked } from './parked.ts';
import { readMessages, readProof, readRuns } from './runs.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const person = () => ({ workspace: bench.workspace, name: 'a person' });
const cancel = (run: string, message?: string) => cancelRun(bench.db.sql, person(), run, message);

async function stored(run: string) {
  const [row] = await readRuns(bench.db.sql, { workspace: bench.workspace, id: run, most: 1 });
  if (!row) throw new Error('no such run');
  return row;
}

/** Status, the equation as the run's row has it and as its messages have it, and what is left in the queue. */
async function standing(run: string) {
  const row = await stored(run);
  const proof = await readProof(bench.db.sql, row);
  const live = await bench.db.sql`select 1 from run_live where run = ${run}`;
  return {
    status: row.status,
    agree: JSON.stringify(proof.tally) === JSON.stringify(row.tally),
    gap: proof.gap,
    tally: proof.tally,
    live: live.length,
  };
}

async function workAll(published: Published) {
  for (let worked = await bench.work(published); worked > 0; worked = await bench.work(published))
    await bench.makeDue();
}

/** Runs this right before the worker's n-th write. */
const justBefore =
  (write: number, act: () => Promise<unknown>) =>
  (host: Host): Host => {
    let writes = 0;
    return {
      ...host,
      async append(leg, append) {
        writes += 1;
        if (writes === write) await act();
        await host.append(leg, append);
      },
    };
  };

const begin = async (drawing: string, bodies: Json[]) => {
  const published = await bench.publish(drawnFlow(drawing));
  return { published, ...(await bench.send(published, bodies)) };
};

describe('cancelling a run', () => {
  it('that is queued ends all of it, and no worker runs it', async () => {
    const { published, run } = await begin('start>put', [{ n: 1 }, { n: 2 }]);
    expect(await cancel(run)).toEqual({ cancelled: 2, parked: 0 });
    expect(await standing(run)).toMatchObject({
      status: 'cancelled',
      agree: true,
      gap: 0,
      live: 0,
      tally: { received: 2, cancelled: 2 },
    });
    await workAll(published);
    expect(published.arrived).toEqual([]);
    expect((await stored(run)).keys).toEqual(['#1', '#2']);
  });

  it('that waits ends what waits, and leaves what was delivered', async () => {
    const { published, run } = await begin('start>put', [{ n: 1 }, { n: 2, fail: 'busy' }]);
    await bench.work(published);
    expect(await standing(run)).toMatchObject({
      status: 'waiting',
      agree: true,
      tally: { delivered: 1, 'in-flight': 1 },
    });
    expect(await cancel(run)).toEqual({ cancelled: 1, parked: 0 });
    expect(await standing(run)).toMatchObject({
      status: 'done',
      agree: true,
      gap: 0,
      live: 0,
      tally: { delivered: 1, cancelled: 1 },
    });
    await bench.makeDue();
    await workAll(published);
    expect(published.arrived).toHaveLength(1);
  });

  it('that a worker has in hand stops it after its step: it can write nothing more', async () => {
    const { published, run } = await begin('start>put put>put-2', [{ n: 1 }]);
    const working = bench.work(
      published,
      undefined,
      justBefore(2, () => cancel(run)),
    );
    await expect(working).rejects.toBeInstanceOf(LeaseLost);
    expect(await standing(run)).toMatchObject({
      status: 'cancelled',
      agree: true,
      gap: 0,
      live: 0,
      tally: { cancelled: 1 },
    });
    const [message] = await readMessages(bench.db.sql, await stored(run), 1);
    expect(message).toMatchObject({ state: 'cancelled', delivered: 1, ends: 2 });
    await bench.expireLeases();
    expect(await bench.work(published)).toBe(0);
  });

  it('parks what an unsafe step was sending, with both possibilities; a retry does it, and setting it aside ends it', async () => {
    const { published, run } = await begin('start>post', [{ n: 1 }, { n: 2 }]);
    // first write: the intent; second: the outcome
    await expect(
      bench.work(
        published,
        undefined,
        justBefore(2, () => cancel(run)),
      ),
    ).rejects.toBeInstanceOf(LeaseLost);
    expect(published.performed).toHaveLength(2);
    expect(await standing(run)).toMatchObject({
      status: 'done',
      agree: true,
      gap: 0,
      tally: { parked: 2, cancelled: 0 },
    });
    const [one, other] = await readParked(bench.db.sql, bench.workspace, { run });
    expect(one?.trouble).toMatchObject({ class: 'outcome-unknown', message: expect.stringContaining('“post”') });
    await retryParked(bench.db.sql, person(), [one?.id ?? '']);
    await discardParked(bench.db.sql, person(), [other?.id ?? ''], 'it had arrived');
    await workAll(published);
    expect(published.performed).toHaveLength(3);
    expect(await standing(run)).toMatchObject({
      status: 'done',
      agree: true,
      gap: 0,
      tally: { delivered: 1, discarded: 1 },
    });
  });

  it('that is over changes nothing', async () => {
    const { published, run } = await begin('start>put', [{ n: 1 }]);
    await workAll(published);
    expect(await cancel(run)).toEqual({ cancelled: 0, parked: 0 });
    expect(await standing(run)).toMatchObject({ status: 'done', tally: { delivered: 1 } });
  });

  it('is for its own workspace', async () => {
    const { run } = await begin('start>put', [{ n: 1 }]);
    const stranger = { workspace: crypto.randomUUID(), name: 'a stranger' };
    expect(await cancelRun(bench.db.sql, stranger, run)).toEqual({ cancelled: 0, parked: 0 });
    expect(await standing(run)).toMatchObject({ status: 'queued', live: 1 });
    await cancel(run);
  });
});

describe('cancelling one message', () => {
  it('of a queued run leaves the others, which are run without it', async () => {
    const { published, run, messages } = await begin('start>put', [{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(await cancel(run, messages[1])).toEqual({ cancelled: 1, parked: 0 });
    expect(await cancel(run, messages[1])).toEqual({ cancelled: 0, parked: 0 });
    await workAll(published);
    expect(published.arrived.map((one) => one.body)).toEqual([{ n: 1 }, { n: 3 }]);
    expect(await standing(run)).toMatchObject({
      status: 'done',
      agree: true,
      gap: 0,
      live: 0,
      tally: { received: 3, delivered: 2, cancelled: 1 },
    });
  });

  it('of several that wait leaves the others waiting', async () => {
    const { published, run, messages } = await begin('start>put', [
      { n: 1, fail: 'busy', times: 1 },
      { n: 2, fail: 'busy', times: 1 },
    ]);
    await bench.work(published);
    expect(await cancel(run, messages[0])).toEqual({ cancelled: 1, parked: 0 });
    expect(await standing(run)).toMatchObject({ status: 'waiting', gap: 0, tally: { cancelled: 1, 'in-flight': 1 } });
    await bench.makeDue();
    await workAll(published);
    expect(await standing(run)).toMatchObject({
      status: 'done',
      agree: true,
      gap: 0,
      tally: { cancelled: 1, delivered: 1 },
    });
  });

  it('is refused while a worker has it in hand with others', async () => {
    const { published, run, messages } = await begin('start>put', [{ n: 1 }, { n: 2 }]);
    let refused: unknown;
    await bench.work(
      published,
      undefined,
      justBefore(1, () =>
        cancel(run, messages[0]).catch((error: unknown) => {
          refused = error;
        }),
      ),
    );
    expect(refused).toBeInstanceOf(AtWork);
    expect(await standing(run)).toMatchObject({ status: 'done', tally: { delivered: 2 } });
  });
});

describe('running again', () => {
  it('does once more what was delivered, with the same keys, and is no new message', async () => {
    const { published, run, messages } = await begin('start>put put>post', [{ n: 1 }, { n: 2 }]);
    await workAll(published);
    expect(published.performed).toHaveLength(4);
    const row = await stored(run);
    const again = { id: run, flow: published.flow, keep: row.keep, day: row.day };
    expect(await runAgain(bench.db.sql, person(), again, messages[0])).toBe(1);
    expect(await standing(run)).toMatchObject({
      status: 'waiting',
      agree: true,
      gap: 0,
      tally: { received: 2, delivered: 1, 'in-flight': 1 },
    });
    expect(await runAgain(bench.db.sql, person(), again, messages[0])).toBe(0);
    await workAll(published);
    expect(published.performed).toHaveLength(6);
    expect(published.arrived).toHaveLength(4);
    expect(await standing(run)).toMatchObject({
      status: 'done',
      agree: true,
      gap: 0,
      tally: { received: 2, delivered: 2 },
    });
    expect(await runAgain(bench.db.sql, person(), again)).toBe(2);
    await cancel(run);
    expect(await standing(run)).toMatchObject({ status: 'cancelled', agree: true, gap: 0, tally: { cancelled: 2 } });
    const [counted] = await bench.db.sql`select sum(n)::int as n from replay where trigger = ${published.trigger}`;
    expect(counted).toEqual({ n: 3 });
  });
});
