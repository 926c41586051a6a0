import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase, type Sql } from '../db.ts';
import { byStep, type Counts, countsOf, emptyCounts, packCounts } from '../journal/counts.ts';
import { packSketch } from '../journal/sketch.ts';
import { piecesOf, readMeasures, type Window } from '../store/measures.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { startFolding } from './roll-ups.ts';

vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 4);
});
beforeEach(async () => {
  await db.sql`truncate roll_up_minute, roll_up_hour, roll_up_day`;
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Not in the middle of anything. */
const noon = Date.parse('2026-11-23T12:34:56Z');

interface Minute {
  flow: string;
  node: string;
  at: number;
  durations: number[];
}

/** A flow of its own, and a clock. */
function makeWorld(sql: Sql = db.sql) {
  const workspace = crypto.randomUUID();
  const written: Minute[] = [];
  const world = {
    workspace,
    now: noon,
    /** As a worker writes a minute: each under a writer of its own. */
    async write(minute: Minute): Promise<void> {
      const at = minute.at - (minute.at % minuteMs);
      const [whole, step] = minute.node === '' ? [minute, undefined] : [undefined, minute];
      await db.sql`
        insert into roll_up_minute (workspace, flow, at, writer, whole, steps)
        values (${workspace}, ${minute.flow}, ${new Date(at)}, ${crypto.randomUUID()}, ${db.sql.json(packed('', whole))},
          ${db.sql.json(step ? [packed(step.node, step)] : [])})`;
      written.push({ ...minute, at });
    },
    turn: (with_ = sql) => startedOnce(with_, () => new Date(world.now)),
    async read(window: Window, flow?: string) {
      const rows = await readMeasures(db.sql, { workspace, flow, window, now: new Date(world.now) });
      return shown(countsOf(rows));
    },
    /** What a window should say, from all that was written. */
    expected(window: Window, flow?: string) {
      const [from] = piecesOf(window, new Date(world.now)) as [Date];
      const within = written.filter((one) => one.at >= from.getTime() && (flow ? one.flow === flow : one.node === ''));
      return shown(within.map((one) => packed(one.node, one)));
    },
    stored: async (table: string) => {
      const [row] = await db.sql`select count(*)::int as n from ${db.sql(table)} where workspace = ${workspace}`;
      return row?.n;
    },
  };
  return world;
}

async function startedOnce(sql: Sql, now: () => Date) {
  const folding = startFolding({ sql, now, log: () => {} });
  try {
    return await folding.turn();
  } finally {
    await folding.stop();
  }
}

/** Counts of a minute, made of the durations alone. */
function packed(node: string, minute?: Pick<Minute, 'durations'>) {
  const counts = emptyCounts(node, '');
  if (!minute) return packCounts(counts);
  for (const duration of minute.durations) counts.sketch.accept(duration);
  const n = minute.durations.length;
  return packCounts({ ...counts, came: n, delivered: n, ports: { out: n }, troubles: { rejected: 1 } });
}

/** All that is counted, by step; steps of which nothing is counted are as if they were not there. */
const shown = (all: ReturnType<typeof countsOf>) =>
  byStep(all)
    .filter((counts) => counts.troubles.rejected)
    .map(({ sketch, ...counts }: Counts) => ({ ...counts, sketch: packSketch(sketch) }))
    .sort((a, b) => (a.node < b.node ? -1 : 1));

/** A database whose connection ends at the n-th statement within a transaction. */
function endingAt(statement: number): Sql {
  let left = statement;
  const ending = (tx: Sql): Sql =>
    new Proxy(tx, {
      apply(target, self, parts) {
        if (--left === 0) throw new Error('The connection ended.');
        return Reflect.apply(target, self, parts);
      },
    });
  return new Proxy(db.sql, {
    get: (target, name) =>
      name === 'begin'
        ? (work: (tx: Sql) => Promise<unknown>) => target.begin((tx) => work(ending(tx as unknown as Sql)))
        : Reflect.get(target, name),
  });
}

const windows: Window[] = ['1h', '24h', '30d'];

describe('whatever is written, folded and broken off, in whatever order', () => {
  const flows = [crypto.randomUUID(), crypto.randomUUID()];
  const doing = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('write' as const),
        flow: fc.constantFrom(...flows),
        node: fc.constantFrom('', 'put'),
        ago: fc.constantFrom(0, minuteMs, hourMs, 2 * hourMs, 26 * hourMs),
        durations: fc.array(fc.nat(100_000), { maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.constantFrom(minuteMs, hourMs, dayMs, 3 * dayMs),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('fold' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('break' as const), at: fc.integer({ min: 1, max: 20 }) }) },
  );

  it('every window says exactly what was written in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(doing, { maxLength: 20 }), async (steps) => {
        const world = makeWorld();
        for (const step of steps) {
          if (step.do === 'write') await world.write({ ...step, at: world.now - step.ago });
          else if (step.do === 'wait') world.now += step.ms;
          else if (step.do === 'fold') await world.turn();
          else await world.turn(endingAt(step.at)).catch(() => {});
          for (const window of windows) {
            expect([window, await world.read(window)]).toEqual([window, world.expected(window)]);
            expect([window, await world.read(window, flows[0])]).toEqual([window, world.expected(window, flows[0])]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('folding', () => {
  const flow = crypto.randomUUID();
  const minute = (ago: number, durations = [1, 2, 3]): Minute => ({ flow, node: '', at: noon - ago, durations });

  it('makes hours of what is over, and days of those; the hour under way stays in minutes', async () => {
    const world = makeWorld();
    for (const ago of [0, hourMs, 2 * hourMs, 30 * hourMs]) await world.write(minute(ago));
    expect(await world.turn()).toMatchObject({ hours: 3, days: 1 });
    expect([await world.stored('roll_up_hour'), await world.stored('roll_up_day')]).toEqual([3, 1]);
    expect(await world.turn()).toEqual({ hours: 0, days: 0, deleted: 0 });
  });

  it('by several processes at once counts each row once', async () => {
    const world = makeWorld();
    for (let n = 0; n < 40; n++) await world.write(minute(n * 20 * minuteMs));
    await Promise.all([world.turn(), world.turn(), world.turn()]);
    await world.turn();
    for (const window of windows) expect(await world.read(window)).toEqual(world.expected(window));
    expect(await world.stored('roll_up_hour')).toBe(13);
  });

  it('folds again what a worker wrote late into an hour that was done', async () => {
    const world = makeWorld();
    await world.write(minute(3 * hourMs));
    await world.turn();
    await world.write(minute(3 * hourMs, [7]));
    expect(await world.read('24h')).toEqual(world.expected('24h'));
    expect(await world.turn()).toMatchObject({ hours: 1 });
    expect(await world.read('24h')).toEqual(world.expected('24h'));
  });

  it('keeps minutes for two days, hours for sixty, days for ever', async () => {
    const world = makeWorld();
    await world.write(minute(0));
    const leftAfter = async (days: number) => {
      world.now = noon + days * dayMs;
      await world.turn();
      return Promise.all(['roll_up_minute', 'roll_up_hour', 'roll_up_day'].map(world.stored));
    };
    expect(await leftAfter(1)).toEqual([1, 1, 1]);
    expect(await leftAfter(1.9)).toEqual([1, 1, 1]);
    expect(await leftAfter(2.1)).toEqual([0, 1, 1]);
    expect(await leftAfter(60)).toEqual([0, 1, 1]);
    expect(await leftAfter(61)).toEqual([0, 0, 1]);
    expect(await leftAfter(4000)).toEqual([0, 0, 1]);
  });

  it('adds what comes later still, from a worker whose clock is days behind, to what stands there', async () => {
    const world = makeWorld();
    await world.write(minute(0));
    world.now = noon + 4 * dayMs;
    await world.turn();
    expect(await world.stored('roll_up_minute')).toBe(0);
    await world.write(minute(0, [50]));
    await world.turn();
    await world.turn();
    expect(await world.read('30d')).toEqual(world.expected('30d'));
  });
});
