import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Json } from '#flow/json.ts';
import { emptyTally, gap } from '#flow/run/status.ts';
import { drawnFlow } from '../testing/drawn-flow.ts';
import { Died, dyingAt } from '../testing/dying.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { runAgain } from './again.ts';
import { AtWork, cancelRun } from './cancel.ts';
import { addDays, today } from './days.ts';
import { firstDay, readLedger, readLost } from './ledger.ts';
import { discardParked, readParked, retryParked } from './parked.ts';
import { readProof, readRuns } from './runs.ts';

vi.setConfig({ testTimeout: 120_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const person = () => ({ workspace: bench.workspace, name: 'a person' });
const yesterday = addDays(today(), -1);

async function lineOf({ flow, trigger }: Published) {
  const lines = await readLedger(bench.db.sql, bench.workspace, flow, yesterday);
  return lines.find((line) => line.trigger === trigger);
}

const parkedIds = async (flow: string) =>
  (await readParked(bench.db.sql, bench.workspace, { flow })).map((row) => row.id);

async function workAll(published: Published) {
  for (let worked = await bench.work(published); worked > 0; worked = await bench.work(published))
    await bench.makeDue();
}

describe('the ledger', () => {
  it('gives each received message the first state that any of its legs is in, and counts partly delivered ones', async () => {
    //  start ──▶ put ──▶ (end)
    //    └─────▶ put-2 ─▶ (end)
    const published = await bench.publish(drawnFlow('start>put start>put-2'));
    await bench.send(published, [{ n: 1 }, { n: 2, fail: 'reject', at: 'put-2' }, { n: 3, fail: 'busy', at: 'put' }]);
    expect(await lineOf(published)).toMatchObject({ tally: { received: 3, 'in-flight': 3 }, gap: 0, differs: 0 });
    await bench.work(published);
    expect(await lineOf(published)).toMatchObject({
      tally: { received: 3, delivered: 1, parked: 1, 'in-flight': 1 },
      ...{ gap: 0, differs: 0, partly: 1 },
    });
  });

  it('counts duplicates and replays apart', async () => {
    const published = await bench.publish(drawnFlow('start>put'));
    const { run } = await bench.send(published, [{ n: 1 }, { n: 2 }], ['a', 'b']);
    await bench.send(published, [{ n: 1 }, { n: 3 }], ['a', 'a']);
    await workAll(published);
    const [row] = await readRuns(bench.db.sql, { workspace: bench.workspace, id: run, most: 1 });
    if (row) await runAgain(bench.db.sql, person(), row);
    await workAll(published);
    expect(await lineOf(published)).toMatchObject({
      tally: { ...emptyTally(), received: 2, delivered: 2 },
      ...{ gap: 0, differs: 0, duplicates: 2, replays: 2 },
    });
  });

  it('shows what nothing speaks of as a gap, names it, and says that the runs’ totals differ', async () => {
    const published = await bench.publish(drawnFlow('start>put'));
    const { run, messages } = await bench.send(published, [{ n: 1 }, { n: 2 }]);
    await workAll(published);
    await bench.db.sql`delete from outcome where message = ${messages[1] ?? ''}`;
    expect(await lineOf(published)).toMatchObject({ tally: { received: 2, delivered: 1 }, gap: 1, differs: 1 });
    expect(await readLost(bench.db.sql, bench.workspace, published.flow, yesterday, 5)).toEqual([
      { run, message: messages[1] },
    ]);
    const [row] = await readRuns(bench.db.sql, { workspace: bench.workspace, id: run, most: 1 });
    expect(row && (await readProof(bench.db.sql, row))).toMatchObject({ gap: 1, tally: { delivered: 1 } });
  });

  it('shows a gap in a run that is still open, too', async () => {
    const published = await bench.publish(drawnFlow('start>put'));
    const { messages } = await bench.send(published, [
      { n: 1, fail: 'busy' },
      { n: 2, fail: 'busy' },
    ]);
    await bench.work(published);
    await bench.db.sql`delete from waiting where root = ${messages[0] ?? ''}`;
    expect(await lineOf(published)).toMatchObject({ tally: { received: 2, 'in-flight': 1 }, gap: 1 });
  });

  it('says where the door counted otherwise, though nothing is missing', async () => {
    const published = await bench.publish(drawnFlow('start>put'));
    await bench.send(published, [{ n: 1 }]);
    await workAll(published);
    await bench.db.sql`update tally set received = received + 2 where trigger = ${published.trigger}`;
    expect(await lineOf(published)).toMatchObject({ gap: 0, differs: 2 });
  });

  it('begins no earlier than history is kept', async () => {
    const published = await bench.publish({
      ...(drawnFlow('start>put') as Record<string, Json>),
      settings: { order: 'none', keepDays: 7 },
    });
    expect(await firstDay(bench.db.sql, bench.workspace, published.flow, 30)).toBe(addDays(today(), -7));
    expect(await firstDay(bench.db.sql, bench.workspace, published.flow, 1)).toBe(today());
  });
});

type Deed =
  | { do: 'send'; bodies: Json[]; ids: (string | undefined)[] }
  | { do: 'work' | 'due' | 'retry' | 'discard' | 'again' }
  | { do: 'die'; write: number; after: boolean }
  | { do: 'cancel'; run: number; one: boolean };

const body = fc.oneof(
  fc.constant<Json>({ n: 1 }),
  fc.record({
    fail: fc.constantFrom('reject', 'busy', 'silent', 'bug'),
    times: fc.integer({ min: 1, max: 3 }),
    at: fc.constantFrom('put', 'post', 'put-2'),
  }),
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc
    .array(fc.tuple(body, fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((many) => ({ do: 'send' as const, bodies: many.map(([one]) => one), ids: many.map(([, id]) => id) })),
  fc.constantFrom<Deed>(
    { do: 'work' },
    { do: 'work' },
    { do: 'due' },
    { do: 'retry' },
    { do: 'discard' },
    { do: 'again' },
  ),
  fc.record({ do: fc.constant('die' as const), write: fc.integer({ min: 1, max: 3 }), after: fc.boolean() }),
  fc.record({ do: fc.constant('cancel' as const), run: fc.nat(5), one: fc.boolean() }),
);

async function doIt(published: Published, runs: { run: string; messages: string[] }[], what: Deed): Promise<void> {
  const { sql } = bench.db;
  switch (what.do) {
    case 'send': {
      const sent = await bench.send(published, what.bodies, what.ids as string[]);
      if (sent.run) runs.push(sent);
      return;
    }
    case 'work':
      await bench.work(published);
      return;
    case 'die':
      await bench.work(published, undefined, dyingAt(what.write, what.after)).catch((error: unknown) => {
        if (!(error instanceof Died)) throw error;
      });
      return bench.expireLeases();
    case 'due':
      return bench.makeDue();
    case 'retry':
      await retryParked(sql, person(), await parkedIds(published.flow));
      return;
    case 'discard':
      await discardParked(sql, person(), (await parkedIds(published.flow)).slice(0, 2), 'by chance');
      return;
    case 'again': {
      const [row] = await readRuns(sql, { workspace: bench.workspace, flow: published.flow, most: 1 });
      if (row) await runAgain(sql, person(), row);
      return;
    }
    case 'cancel': {
      const aim = runs[what.run % Math.max(1, runs.length)];
      if (!aim) return;
      await cancelRun(sql, person(), aim.run, what.one ? aim.messages[0] : undefined).catch((error: unknown) => {
        if (!(error instanceof AtWork)) throw error;
      });
    }
  }
}

/** The equation holds, by messages and by every run's own count. */
async function expectWhole(published: Published, runs: { run: string }[]) {
  const line = await lineOf(published);
  if (!line) return;
  expect({ gap: line.gap, differs: line.differs, left: gap(line.tally) }).toEqual({ gap: 0, differs: 0, left: 0 });
  for (const { run } of runs) {
    const [row] = await readRuns(bench.db.sql, { workspace: bench.workspace, id: run, most: 1 });
    const proof = row && (await readProof(bench.db.sql, row));
    expect(proof).toEqual({ tally: row?.tally, gap: 0 });
  }
}

describe('after anything that may happen', () => {
  //  start ──▶ put ──▶ post
  //    └─────▶ put-2
  it('the ledger adds up, its gap is 0, and every count agrees', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 14 }), async (deeds) => {
        const published = await bench.publish(drawnFlow('start>put put>post start>put-2'));
        const runs: { run: string; messages: string[] }[] = [];
        for (const one of deeds) {
          await doIt(published, runs, one);
          await expectWhole(published, runs);
        }
        await bench.makeDue();
        await workAll(published);
        await expectWhole(published, runs);
        const line = await lineOf(published);
        expect(line?.tally['in-flight'] ?? 0).toBe(0);
        await bench.db.sql`delete from run_live`;
      }),
      { numRuns: 25 * Number(process.env.LEDGER_TIMES ?? 1), endOnFailure: false },
    );
  });
});
