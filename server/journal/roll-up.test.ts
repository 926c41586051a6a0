import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Json, parseJson } from '#flow/json.ts';
import type { Event } from '#flow/run/events.ts';
import type { Sql } from '../db.ts';
import type { Host } from '../executor/host.ts';
import { discardParked, readParked, retryParked } from '../store/parked.ts';
import { type Bench, openBench, type Published } from '../testing/executor-bench.ts';
import { createAppender } from './appender.ts';
import { byStep, type Counts, countsOf, type StoredCounts } from './counts.ts';
import { createRollUps } from './roll-up.ts';

vi.setConfig({ testTimeout: 60_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterEach(() => vi.useRealTimers());
afterAll(() => bench.close());

class Died extends Error {}

/** `'start>put put.error>log'`; a node is named after its operation, with a number where there are several. */
function drawn(arrows: string, connections: Record<string, string> = {}): Json {
  const edges = arrows.split(' ').map((arrow) => {
    const [source = '', to = ''] = arrow.split('>');
    const [from = '', port = 'out'] = source.split('.');
    return { id: `${from}-${port}-${to}`, from: { node: from, port }, to: { node: to, port: 'in' } };
  });
  const ids = [...new Set(edges.flatMap((edge) => [edge.from.node, edge.to.node]))];
  const nodes = ids.map((id) => ({
    ...{ id, operation: `test.${id.replace(/\d+$/, '')}`, name: id, config: {} },
    ...(connections[id] ? { connection: connections[id] } : {}),
  }));
  const file = path.join(import.meta.dirname, '../executor/scenarios/straight/flow.json');
  return { ...(parseJson(readFileSync(file, 'utf8')) as Record<string, Json>), nodes, edges };
}

/** What happens to a worker's n-th write. It goes on with others, as one does whose connection was lost. */
interface Mishap {
  write: number;
  how: 'died before' | 'died after' | 'not written' | 'answer lost';
}

/** One worker, whose writes go wrong as said. */
function workerThat(mishaps: Mishap[] = [], clock?: () => number) {
  let writes = 0;
  let how: Mishap['how'] | undefined;
  const worker = crypto.randomUUID();
  const sql = new Proxy(bench.db.sql, {
    apply(target, self, parts) {
      // A fragment of a statement is called for in the same way; only the whole is asked for by itself.
      const whole = String(parts[0]?.[0]).trim().startsWith('with');
      if (!how || !whole) return Reflect.apply(target, self, parts);
      const undone = how === 'not written';
      how = undefined;
      const done = undone ? Promise.resolve() : Promise.resolve(Reflect.apply(target, self, parts));
      return done.then(() => Promise.reject(new Died()));
    },
    get(target, name) {
      if (name !== 'begin' || !how) return Reflect.get(target, name);
      const undone = how === 'not written';
      how = undefined;
      return async (work: (tx: Sql) => Promise<unknown>) => {
        await target.begin(async (tx) => {
          await work(tx as unknown as Sql);
          if (undone) throw new Died();
        });
        throw new Died();
      };
    },
  });
  const appender = createAppender(sql, worker, createRollUps(clock));
  const tamper = (host: Host): Host => ({
    ...host,
    async append(leg, append) {
      writes += 1;
      const mishap = mishaps.find((one) => one.write === writes)?.how;
      if (mishap === 'died before') throw new Died();
      if (mishap === 'not written' || mishap === 'answer lost') how = mishap;
      await appender.append(leg, append);
      if (mishap === 'died after') throw new Died();
    },
  });
  const work = (published: Published) =>
    bench.work(published, worker, tamper).catch((error: unknown) => {
      if (error instanceof Died) return 1;
      throw error;
    });
  return { worker, work };
}

const rowsOf = (sql: Sql, flow: string) => sql<StoredCounts[]>`select * from roll_up_minute where flow = ${flow}`;

type Shown = Omit<Counts, 'node' | 'connection' | 'sketch'> & { durations: number };

/** Counts by node, of all minutes and writers together; sketches as the number of durations in them. */
async function counted(flow: string): Promise<Record<string, Shown>> {
  const rows = await rowsOf(bench.db.sql, flow);
  return Object.fromEntries(
    byStep(countsOf(rows)).map(({ node, connection, sketch, ...counts }) => [
      node,
      { ...counts, durations: sketch.count },
    ]),
  );
}

/** The same, as far as it can be told, from the journal and the outcomes alone. */
async function journaled(flow: string) {
  const { sql } = bench.db;
  const journal = await sql<{ events: Event[] }[]>`
    select events from journal j where exists (select 1 from run r where r.id = j.run and r.flow = ${flow})`;
  const outcomes = await sql<{ node: string; n: number }[]>`
    select node, count(*)::int as n from outcome o where state = 'delivered' and exists (select 1 from run r where r.id = o.run and r.flow = ${flow}) group by node`;
  const steps = journal.flatMap((row) => row.events).filter((event) => event.type === 'step-finished');
  const delivered = (node: string) => outcomes.find((row) => row.node === node)?.n ?? 0;
  const sum = (events: typeof steps, of: (event: (typeof steps)[number]) => number) =>
    events.reduce((total, event) => total + of(event), 0);
  return Object.fromEntries(
    [...Map.groupBy(steps, (event) => event.node)].map(([node, events]) => {
      const ports = [...new Set(events.flatMap((event) => Object.keys(event.out)))];
      const [parked, retried] = [sum(events, (event) => event.parked), sum(events, (event) => event.waiting)];
      const came = sum(events, (event) => event.in);
      return [
        node,
        {
          ...{ came, parked, retried, filtered: sum(events, (event) => event.filtered), delivered: delivered(node) },
          ...{ ms: sum(events, (event) => event.ms * event.in), durations: came },
          ports: Object.fromEntries(ports.map((port) => [port, sum(events, (event) => event.out[port] ?? 0)])),
          troubled: parked + retried + sum(events, (event) => event.out.error ?? 0),
        },
      ];
    }),
  );
}

const troubled = (counts: Pick<Counts, 'troubles'>) => Object.values(counts.troubles).reduce((sum, n) => sum + n, 0);

/** Until nothing is left. What goes wrong is found out, and its work is claimed again. */
async function workOff(published: Published, mishaps: Mishap[] = []): Promise<void> {
  const [a, b] = [workerThat(mishaps), workerThat()];
  for (let worked = 1; worked > 0; ) {
    // One worker with several legs at once, and another beside it.
    const both = await Promise.all([a.work(published), a.work(published), b.work(published)]);
    worked = both.reduce((sum, n) => sum + n);
    await bench.expireLeases();
    await bench.makeDue();
  }
}

const body = fc.oneof(
  { weight: 3, arbitrary: fc.record({ parts: fc.array(fc.record({ n: fc.nat(3) }), { maxLength: 3 }) }) },
  fc.record({
    parts: fc.constant([{ n: 1 }]),
    fail: fc.constantFrom('reject', 'bug', 'busy'),
    at: fc.constantFrom('put', 'put2'),
    times: fc.integer({ min: 1, max: 2 }),
  }),
);
const mishap = fc.record({
  write: fc.integer({ min: 1, max: 12 }),
  how: fc.constantFrom('died before' as const, 'died after' as const, 'not written' as const, 'answer lost' as const),
});

describe('whatever is drawn, fails and dies', () => {
  // start ──▶ put ──▶ read
  //   │        └error▶ put2        (put2 parks)
  //   └────▶ split ──▶ post
  it('the counts of every step are what the journal says, and those of the flow their sum', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(body, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        fc.array(mishap, { maxLength: 6 }),
        async (runs, mishaps) => {
          const arrows = 'start>put put>read put.error>put2 start>split split>post';
          const published = await bench.publish(drawn(arrows));
          for (const bodies of runs) await bench.send(published, bodies as Json[]);
          await workOff(published, mishaps);
          const { '': whole, ...steps } = await counted(published.flow);
          const shown = Object.fromEntries(
            Object.entries(steps).map(([node, { troubles, ...counts }]) => [
              node,
              { ...counts, troubled: troubled({ troubles }) },
            ]),
          );
          expect(shown).toEqual(await journaled(published.flow));
          const all = Object.values(steps);
          const sum = (of: (counts: Shown) => number) => all.reduce((total, counts) => total + of(counts), 0);
          expect(whole).toMatchObject({
            came: runs.flat().length,
            delivered: sum((counts) => counts.delivered),
            filtered: sum((counts) => counts.filtered),
            parked: sum((counts) => counts.parked),
            retried: sum((counts) => counts.retried),
            durations: whole?.delivered,
          });
          expect(troubled(whole as Shown)).toBe(sum(troubled));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a worker that lost a leg', () => {
  it('counts nothing of it, yet all of its other legs that were written with it', async () => {
    const published = await bench.publish(drawn('start>read'));
    const runs = await Promise.all(Array.from({ length: 8 }, (_, n) => bench.send(published, [{ n }])));
    const { sql } = bench.db;
    const [first] = runs;
    const worker = crypto.randomUUID();
    const appender = createAppender(sql, worker);
    const gate = Promise.withResolvers<void>();
    const pending: Promise<void>[] = [];
    const gather = (host: Host): Host => ({
      ...host,
      append: async (leg, append) => void pending.push(gate.promise.then(() => appender.append(leg, append))),
    });
    await bench.work(published, worker, gather);
    await sql`update run_live set fence = fence + 1 where run = ${first?.run ?? ''}`;
    gate.resolve();
    const ended = await Promise.allSettled(pending);
    expect(ended.filter((one) => one.status === 'rejected')).toHaveLength(1);
    expect(await counted(published.flow)).toMatchObject({ read: { came: 7 }, '': { came: 7 } });
    await sql`delete from run_live where flow = ${published.flow}`;
  });
});

describe('trouble', () => {
  it('is counted by its class, whether the message waits, is parked or takes the error port', async () => {
    const bodies: Json[] = [
      { fail: 'reject', at: 'put' },
      { fail: 'reject', at: 'put' },
      { fail: 'bug', at: 'put' },
      { fail: 'busy', at: 'put', times: 1 },
      { fail: 'reject', at: 'put2' },
      { n: 1 },
    ];
    const published = await bench.publish(drawn('start>put put.error>read start>put2'));
    await bench.send(published, bodies);
    await workOff(published);
    const counts = await counted(published.flow);
    expect(counts.put).toMatchObject({
      troubles: { rejected: 2, bug: 1, 'retry-exhausted': 1 },
      ...{ came: 7, retried: 1, parked: 0, delivered: 3, ports: { error: 3 } },
    });
    expect(counts.put2).toMatchObject({ troubles: { rejected: 1 }, came: 6, parked: 1, delivered: 5 });
    expect(counts['']).toMatchObject({ troubles: { rejected: 3, bug: 1, 'retry-exhausted': 1 }, came: 6 });
  });

  it('that a person sends back counts as another try, and its time not as the flow’s', async () => {
    const person = { workspace: bench.workspace, name: 'a person' };
    const published = await bench.publish(drawn('start>put'));
    const { run } = await bench.send(published, [{ fail: 'reject', times: 1 }, { fail: 'reject' }, { n: 1 }]);
    await workOff(published);
    const parked = await readParked(bench.db.sql, bench.workspace, { run });
    await retryParked(
      bench.db.sql,
      person,
      parked.slice(0, 1).map((one) => one.id),
    );
    await discardParked(
      bench.db.sql,
      person,
      parked.slice(1).map((one) => one.id),
      'not needed',
    );
    await workOff(published);
    const { put, '': whole } = await counted(published.flow);
    expect((put?.came ?? 0) - (put?.parked ?? 0)).toBe(put?.delivered);
    expect(whole).toMatchObject({ came: 3, durations: 1 });
  });
});

describe('a step', () => {
  it('is counted under the connection that it uses', async () => {
    const [shop, ledger] = [crypto.randomUUID(), crypto.randomUUID()];
    const published = await bench.publish(drawn('start>put start>put2', { put: shop, put2: ledger }));
    await bench.send(published, [{ n: 1 }]);
    await workOff(published);
    const rows = await rowsOf(bench.db.sql, published.flow);
    expect(
      countsOf(rows)
        .map(([node, connection]) => [node, connection])
        .sort(),
    ).toEqual([
      ['', ''],
      ['put', shop],
      ['put2', ledger],
      ['start', ''],
    ]);
  });

  it('has a row for each minute in which it did something, though the clock is set back', async () => {
    const minutes = ['10:00:59.999', '10:01:00.000', '09:00:30.000', '10:01:30.000'];
    let now = 0;
    const { work } = workerThat([], () => now);
    const published = await bench.publish(drawn('start>read'));
    for (const minute of minutes) {
      now = Date.parse(`2026-11-23T${minute}Z`);
      await bench.send(published, [{ n: 1 }]);
      await work(published);
    }
    const rows = await rowsOf(bench.db.sql, published.flow);
    const read = rows.map((row) => `${row.at.toISOString().slice(11, 16)} ${row.whole[2]}`);
    expect(read.sort()).toEqual(['09:00 1', '10:00 1', '10:01 1', '10:01 1']);
  });
});

describe('a dry run', () => {
  it('is not counted', async () => {
    const published = await bench.publish(drawn('start>read'));
    await bench.send(published, [{ n: 1 }]);
    await bench.db.sql`update run_live set mode = 'dry' where flow = ${published.flow}`;
    await workOff(published);
    expect(await rowsOf(bench.db.sql, published.flow)).toEqual([]);
  });
});
