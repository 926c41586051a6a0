import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringifyJson } from '#flow/json.ts';
import { afterPage, beginAt, isBehind, readWatermark, windowOf } from '#flow/schedule/watermark.ts';
import {
  type ConnectionContext,
  HeldBack,
  type Operation,
  Rejected,
  Retryable,
  type Trigger,
  Unauthorized,
} from '../connectors/contract.ts';
import type { Sql } from '../db.ts';
import { pauseClock } from '../store/schedules.ts';
import { type ClockBench, openClockBench } from '../testing/clocks.ts';
import { mostOpen } from './poll-lease.ts';
import { createPolling, type PollingDeps } from './polling.ts';
import { createStarts, type TriggerPlace } from './starts.ts';

/** A system as connectors find it: rows with a change time, shown from some moment on, read in pages by time and key. */
interface Source {
  rows: { key: string; at: string; shown: number }[];
  pageSize: number;
  /** What the system does before it gives page n, counted from 1 over all polls. */
  before(page: number): unknown;
  pages: number;
}

const began = '2026-11-23T06:00:00.000Z';
const reach = { overlapSeconds: 600, lagSeconds: 60 };
/** Minutes since it began, on the clock of the source. */
let minute = 0;
const time = (at: number) => new Date(Date.parse(began) + at * 60_000).toISOString();
const sources = new Map<string, Source>();

const changes: Trigger = {
  kind: 'trigger',
  every: () => 60,
  async *poll(ctx) {
    const source = sources.get(String(ctx.trigger.config.source)) as Source;
    let mark = readWatermark(ctx.checkpoint) ?? beginAt(Date.parse(began));
    const window = windowOf(mark, Date.parse(time(minute)), reach);
    for (let open = window; open; open = mark.window) {
      await source.before(++source.pages);
      const { from, high, after } = open;
      const page = source.rows
        .filter((row) => row.shown <= minute && row.at >= from && row.at < high)
        .filter((row) => !after || isBehind({ value: row.at, key: row.key }, after))
        .sort((a, b) => (isBehind({ value: a.at, key: a.key }, { value: b.at, key: b.key }) ? 1 : -1))
        .slice(0, source.pageSize);
      const last = page.at(-1);
      mark = afterPage(mark, open, last && { value: last.at, key: last.key }, page.length < source.pageSize);
      const messages = page.map((row) => ({
        sourceId: `${row.key}@${row.at}`,
        key: row.key,
        headers: { type: 'changed', source: 'test', time: row.at },
        body: stringifyJson({ key: row.key, at: row.at }),
      }));
      yield { messages, checkpoint: mark };
    }
  },
};

const operation = (id: string): Operation | undefined => (id === 'test.changes' ? changes : undefined);
const nowhere: ConnectionContext = {
  connection: { id: '', name: '', address: '', sandbox: false, settings: {}, secrets: {} },
  http: () => Promise.reject(new Error('This source has no network.')),
  token: async () => '',
  cached: (_name, _seconds, read) => read(),
  now: Date.now,
  log: () => {},
};

let bench: ClockBench;
beforeAll(async () => {
  bench = await openClockBench(operation);
});
afterAll(() => bench.close());

let n = 0;
async function polled(rows: [key: string, at: number, shown?: number][] = [], pageSize = 2) {
  await bench.db.sql`update checkpoint set due_at = null`;
  const name = `source ${++n}`;
  const source: Source = {
    rows: rows.map(([key, at, shown = at]) => ({ key, at: time(at), shown })),
    pageSize,
    before: () => {},
    pages: 0,
  };
  sources.set(name, source);
  const place = await bench.publish('test.changes', { source: name });
  return { source, place };
}

const logged: string[] = [];
function poller(more: Partial<PollingDeps> = {}) {
  const starts = createStarts({ orm: bench.db.orm, operation });
  const log = (_level: string, words: string) => void logged.push(words);
  return createPolling({
    sql: bench.db.sql,
    starts,
    outside: { connect: async () => nowhere },
    log,
    random: () => 0.5,
    ...more,
  });
}

/** One poll, due or not, at a minute on the source's clock. */
async function pollAt(at: number, place: TriggerPlace, one = poller()) {
  minute = at;
  await bench.db.sql`update checkpoint set due_at = now() where trigger = ${place.trigger}`;
  await one.turn();
}

const keys = async (place: TriggerPlace) => (await bench.given(place)).map((row) => row.key).sort();
async function state({ trigger }: TriggerPlace) {
  const [row] = await bench.db.sql`
    select *, extract(epoch from due_at - now())::float8 as wait, cursor::text as mark from checkpoint where trigger = ${trigger}`;
  return row as unknown as {
    wait: number;
    mark: string;
    tries: number;
    trouble: { class: string; message: string } | null;
  } & Record<'waiting' | 'polled_at' | 'owner' | 'fence', unknown>;
}

describe('a poll', () => {
  it('takes every row once, page by page, and stands at the end of what it read', async () => {
    const { place, source } = await polled([
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
      ['e', 5],
    ]);
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(source.pages).toBe(3);
    const { mark, wait, polled_at } = await state(place);
    expect(JSON.parse(mark)).toEqual({ floor: began, low: time(9) });
    expect(polled_at).toBeInstanceOf(Date);
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('loses no row at the border of a page where many have the same time', async () => {
    const { place } = await polled(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => [key, 3]),
      3,
    );
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('sees what was written late into time that was read already, and counts nothing of the overlap as a duplicate', async () => {
    const { place } = await polled([
      ['early', 5],
      ['late', 6, 14],
      ['next', 13],
    ]);
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['early']);
    await pollAt(15, place);
    expect(await keys(place)).toEqual(['early', 'late', 'next']);
    expect(await bench.duplicates(place)).toBe(0);
  });

  it('takes a row again when it changed again', async () => {
    const { place, source } = await polled([['a', 1]]);
    await pollAt(5, place);
    source.rows = [{ key: 'a', at: time(6), shown: 6 }];
    await pollAt(10, place);
    expect((await bench.given(place)).map((row) => row.source_id)).toEqual([`a@${time(1)}`, `a@${time(6)}`]);
  });

  it('makes runs of a bearable size of a page that is larger', async () => {
    const rows = Array.from({ length: 600 }, (_, i): [string, number] => [`k${i}`, 1]);
    const { place } = await polled(rows, 1000);
    await pollAt(5, place);
    const given = await bench.given(place);
    const runs = Map.groupBy(given, (row) => row.run);
    expect([...runs.values()].map((run) => run.length).sort()).toEqual([256, 256, 88]);
  });
});

describe('a poll that is cut short', () => {
  const five: [string, number][] = [
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['d', 4],
    ['e', 5],
  ];

  it('between two pages goes on behind the last one stored, within the same end', async () => {
    const { place, source } = await polled(five);
    source.before = (page) => {
      if (page === 2) throw new Retryable('The system is away.');
    };
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b']);
    await pollAt(300, place);
    expect(await keys(place)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(source.pages).toBe(4);
  });

  it.each([1, 2, 3, 4])(
    'by the death of its process at statement %i of a page repeats nothing and loses nothing',
    async (at) => {
      const { place } = await polled(five);
      await pollAt(10, place, poller({ sql: dying(at) }));
      expect((await keys(place)).length % 2).toBe(0);
      await bench.db
        .sql`update checkpoint set lease_until = now() - interval '1 second' where trigger = ${place.trigger}`;
      await pollAt(10, place);
      expect(await keys(place)).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(await bench.duplicates(place)).toBe(0);
    },
  );

  it('by a process that lost its lease stores nothing more, and the other one reads on', async () => {
    const { place, source } = await polled(five);
    const other = poller();
    source.before = async (page) => {
      if (page !== 2) return;
      await bench.db
        .sql`update checkpoint set lease_until = now() - interval '1 second' where trigger = ${place.trigger}`;
      await other.turn();
    };
    await pollAt(10, place);
    expect(logged).toContain('A poll was taken over by another process.');
    expect(await keys(place)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect((await state(place)).fence).toBe(2);
    expect((await state(place)).tries).toBe(0);
  });

  it('by a pause ends with its page, and goes on when it is resumed', async () => {
    const { place, source } = await polled(five);
    source.before = async (page) => {
      if (page === 1) await pauseClock(bench.db.orm, bench.actor, place.trigger);
    };
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b']);
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b']);
  });
});

describe('two processes', () => {
  it('never read one trigger at once, and share what is due', async () => {
    const { place, source } = await polled([['a', 1]]);
    let reading = 0;
    let most = 0;
    source.before = async () => {
      most = Math.max(most, ++reading);
      await bench.db.sql`select pg_sleep(0.05)`;
      reading--;
    };
    minute = 5;
    const turns = await Promise.all([poller().turn(), poller().turn(), poller().turn()]);
    expect(turns.toSorted()).toEqual([0, 0, 1]);
    expect(most).toBe(1);
    expect(await keys(place)).toEqual(['a']);
  });
});

describe('trouble', () => {
  it.each<[string, Error, { class: string }, number, number]>([
    [
      '429 with Retry-After',
      new Retryable('Too many calls.', { status: 429, afterSeconds: 77 }),
      { class: 'passing' },
      77,
      77,
    ],
    ['a lost connection', new Retryable('No answer.'), { class: 'passing' }, 1, 3],
    ['refused credentials', new Unauthorized('The token is refused.'), { class: 'unauthorized' }, 30, 30],
    [
      'a refused query',
      new Rejected('No such field.', { wayOut: 'Correct it.', vendor: 'nope' }),
      { class: 'rejected' },
      30,
      30,
    ],
    ['a bug', new TypeError('undefined is not a function'), { class: 'bug' }, 30, 30],
  ])('%s is said on the screen, and polled again in time', async (_words, error, said, least, most) => {
    const { place, source } = await polled([['a', 1]]);
    source.before = () => {
      throw error;
    };
    await pollAt(5, place);
    const after = await state(place);
    expect(after).toMatchObject({ tries: 1, owner: null, trouble: { ...said, at: expect.stringMatching(/Z$/) } });
    expect(after.wait).toBeGreaterThan(least - 2);
    expect(after.wait).toBeLessThanOrEqual(most);
    source.before = () => {};
    await pollAt(5, place);
    expect(await state(place)).toMatchObject({ tries: 0, trouble: null });
    expect(await keys(place)).toEqual(['a']);
  });

  it('of a limit that all flows share is no failure, and waits as long as the limit says', async () => {
    const { place, source } = await polled([['a', 1]]);
    source.before = () => {
      throw new HeldBack('The day is used up.', { connection: 'c', afterSeconds: 3600 });
    };
    await pollAt(5, place);
    const { tries, trouble, wait } = await state(place);
    expect({ tries, words: trouble?.message }).toEqual({ tries: 0, words: 'The day is used up.' });
    expect(wait).toBeGreaterThan(3590);
  });

  it('that goes on is asked for ever more rarely', async () => {
    const { place, source } = await polled([['a', 1]]);
    source.before = () => {
      throw new Retryable('No answer.');
    };
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      await pollAt(5, place);
      waits.push(Math.ceil((await state(place)).wait));
    }
    expect(waits).toEqual([3, 5, 10, 20, 40]);
  });
});

describe('while too much of the flow is in flight', () => {
  it('nothing more is read, before the first page or between two', async () => {
    const { place, source } = await polled(
      [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
      1,
    );
    const pile = (n: number) => bench.db.sql`update run_live set n = ${n} where flow = ${place.flow}`;
    source.before = (page) => page === 2 && pile(mostOpen);
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b']);
    expect(await state(place)).toMatchObject({ waiting: true, trouble: null });
    await pollAt(10, place);
    expect(source.pages).toBe(2);
    await pile(1);
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b', 'c']);
    expect(await state(place)).toMatchObject({ waiting: false });
  });
});

describe('publishing again', () => {
  it('keeps the cursor, also over a version without the node', async () => {
    const { place, source } = await polled([['a', 1]]);
    await pollAt(5, place);
    const { mark } = await state(place);
    await bench.republish(place, 'test.changes', null);
    minute = 6;
    expect(await poller().turn()).toBe(0);
    await bench.republish(place, 'test.changes', { source: `source ${n}` });
    expect((await state(place)).mark).toBe(mark);
    source.rows.push({ key: 'b', at: time(7), shown: 7 });
    await pollAt(10, place);
    expect(await keys(place)).toEqual(['a', 'b']);
  });
});

/** A pool whose transaction for the second page ends with an error before its n-th statement, as if the process had died there. */
function dying(at: number): Sql {
  let transactions = 0;
  let statements = 0;
  return new Proxy(bench.db.sql, {
    apply: (pool, self, parts) =>
      transactions > 1 ? Promise.reject(new Error('died here')) : Reflect.apply(pool, self, parts),
    get(pool, name) {
      if (name !== 'begin') return Reflect.get(pool, name);
      return (work: (tx: Sql) => Promise<unknown>) => {
        transactions += 1;
        return pool.begin((transaction) =>
          work(
            new Proxy(transaction as unknown as Sql, {
              apply: (tx, self, parts) =>
                transactions > 1 && ++statements === at
                  ? Promise.reject(new Error('died here'))
                  : Reflect.apply(tx, self, parts),
            }),
          ),
        );
      };
    },
  });
}
