import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepDays } from '#flow/flow.ts';
import { type Database, openDatabase, type Sql } from '../db.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { makeDaysAhead } from './days-ahead.ts';
import { addDays, historyTables } from './history.ts';
import { type Housekeeping, startHousekeeping } from './housekeeping.ts';
import { endOldDays } from './old-days.ts';
import { step } from './step.ts';

const today = '2026-11-24';

/** A turn that makes a week of tables takes its time on a busy machine. */
vi.setConfig({ testTimeout: 30_000 });

let database: TestDatabase;
let db: Database;
let sql: Sql;
const open: Housekeeping[] = [];
beforeEach(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 4);
  sql = db.sql;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((house) => house.stop()));
  await db.end();
  await database.drop();
});

/** Housekeeping on a day, with what it logged. */
function houseOn(day: string) {
  const logged: { level: string; words: string; facts: unknown }[] = [];
  const house = startHousekeeping({
    sql,
    now: () => new Date(`${day}T12:00:00Z`),
    log: (level, words, facts) => void logged.push({ level, words, facts }),
  });
  open.push(house);
  return { turn: () => house.turn(), stop: () => house.stop(), logged };
}

const turnOn = (day: string) => houseOn(day).turn();

/** A row of each table of history. @returns the tables they went to */
async function store(keep: number, day: string, on: Sql = sql): Promise<string[]> {
  const [id, run] = [crypto.randomUUID(), crypto.randomUUID()];
  const rows = [
    await on`
      insert into message (keep, day, id, workspace, flow, trigger, run, seq, headers, body)
      values (${keep}, ${day}, ${id}, ${id}, ${id}, ${id}, ${run}, 0, '{}', '{}') returning tableoid::regclass::text as at`,
    await on`
      insert into run (keep, day, id, workspace, flow, version, mode, status, started_by, received, accepted_at)
      values (${keep}, ${day}, ${run}, ${id}, ${id}, 1, 'live', 'done', 'test', 1, now()) returning tableoid::regclass::text as at`,
    await on`
      insert into journal (keep, day, run, leg, seq, fence, format, events)
      values (${keep}, ${day}, ${run}, 1, 0, 1, 1, '[]') returning tableoid::regclass::text as at`,
    await on`
      insert into outcome (keep, day, message, leg, node, workspace, run, state)
      values (${keep}, ${day}, ${id}, ${id}, 'n', ${id}, ${run}, 'delivered') returning tableoid::regclass::text as at`,
  ];
  return rows.map(([row]) => row?.at);
}

async function queue(keep: number, day: string): Promise<void> {
  const id = crypto.randomUUID();
  await sql`
    insert into run_live (workspace, flow, version, run, keep, day, kind, started_by, n)
    values (${id}, ${id}, 1, ${id}, ${keep}, ${day}, 'retry', 'test', 1)`;
}

const namesOf = (keep: number, day: string) =>
  historyTables.map((table) => `${table}_${keep}_${day.replaceAll('-', '_')}`);
const restsOf = (keep: number) => historyTables.map((table) => `${table}_${keep}_rest`);

/** Day tables that stand, of these. */
async function standing(names: string[]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits join pg_class c on c.oid = inhrelid where c.relname = any(${names})`;
  return rows.map((row) => row.name);
}

async function rowsIn(names: string[]): Promise<number[]> {
  return Promise.all(names.map(async (name) => (await sql`select 1 from ${sql(name)}`).length));
}

describe('the days ahead', () => {
  it('are made a week long for every table and class, from tomorrow, once', async () => {
    expect((await turnOn(today)).ahead).toEqual({ made: 4 * keepDays.length * 7, busy: [] });
    expect((await turnOn(today)).ahead.made).toBe(0);
    for (const keep of keepDays) {
      expect(await standing(namesOf(keep, today))).toEqual([]);
      for (let i = 1; i <= 7; i += 1) expect(await standing(namesOf(keep, addDays(today, i)))).toHaveLength(4);
      expect(await standing(namesOf(keep, addDays(today, 8)))).toEqual([]);
    }
    expect((await turnOn(addDays(today, 1))).ahead.made).toBe(4 * keepDays.length);
  });

  it('take what is written on them, while today’s rows go on standing in the default partitions', async () => {
    expect(await store(30, today)).toEqual(restsOf(30));
    await turnOn(today);
    expect(await store(30, today)).toEqual(restsOf(30));
    for (const keep of keepDays) expect(await store(keep, addDays(today, 1))).toEqual(namesOf(keep, addDays(today, 1)));
  });

  it('leave out a day that already has rows elsewhere, and make the rest', async () => {
    const tomorrow = addDays(today, 1);
    await store(30, tomorrow);
    expect((await turnOn(today)).ahead.made).toBe(4 * keepDays.length * 7 - 4);
    expect(await standing(namesOf(30, tomorrow))).toEqual([]);
    expect(await store(30, tomorrow)).toEqual(restsOf(30));
  });

  it('wait for nobody: a table in use is named, left out and made in the next turn', async () => {
    const house = houseOn(today);
    await sql.begin(async (tx) => {
      await tx`lock table message_7 in share mode`;
      const { ahead } = await house.turn();
      expect(ahead.busy).toEqual([namesOf(7, addDays(today, 1))[0]]);
      expect(ahead.made).toBe(4 * keepDays.length * 7 - 7);
    });
    expect(house.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', words: expect.stringContaining('were in use') }),
    );
    expect((await house.turn()).ahead).toEqual({ made: 7, busy: [] });
  });

  it('let everybody write while they are made, but for the default partition', async () => {
    await turnOn(today);
    await sql.begin(async (tx) => {
      await store(30, addDays(today, 1), tx as unknown as Sql);
      expect((await makeDaysAhead(sql, addDays(today, 1))).busy).toEqual([]);
    });
    await sql.begin(async (tx) => {
      await store(30, today, tx as unknown as Sql);
      expect((await makeDaysAhead(sql, addDays(today, 2))).busy).toEqual(namesOf(30, addDays(today, 9)));
    });
  });
});

describe('the days that are over', () => {
  const first = addDays(today, 1);

  it('stay for their class and one day, then are dropped whole', async () => {
    await turnOn(today);
    for (const keep of keepDays) await store(keep, first);
    for (const keep of keepDays) {
      expect((await endOldDays(sql, addDays(first, keep + 1))).dropped).not.toContain(namesOf(keep, first)[0]);
      expect(await rowsIn(namesOf(keep, first))).toEqual([1, 1, 1, 1]);
      const { dropped } = await endOldDays(sql, addDays(first, keep + 2));
      expect(dropped).toEqual(expect.arrayContaining(namesOf(keep, first)));
      const [gone] = await sql`select to_regclass(${namesOf(keep, first)[0] ?? ''}) as name`;
      expect(gone?.name).toBeNull();
      expect(await sql`select 1 from message where keep = ${keep}`).toHaveLength(0);
    }
  });

  it('stay while a leg of theirs is queued or running, are named, and go with it', async () => {
    await turnOn(today);
    await store(7, first);
    await store(30, first);
    await queue(7, first);
    const house = houseOn(addDays(first, 100));
    expect((await house.turn()).old.inUse).toEqual([`7 days: ${first}`]);
    expect(house.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', facts: { days: [`7 days: ${first}`] } }),
    );
    expect(await rowsIn(namesOf(7, first))).toEqual([1, 1, 1, 1]);
    expect(await standing(namesOf(30, first))).toEqual([]);
    await sql`delete from run_live`;
    const { old } = await house.turn();
    expect(old).toMatchObject({ inUse: [], dropped: namesOf(7, first) });
  });

  it('stay when a leg is queued at the very moment of dropping', async () => {
    await turnOn(today);
    await store(7, first);
    let ending: Promise<unknown> = Promise.resolve();
    await sql.begin(async (tx) => {
      await tx`update outcome set state = 'retried' where keep = 7 and day = ${first}`;
      const id = crypto.randomUUID();
      await tx`
        insert into run_live (workspace, flow, version, run, keep, day, kind, started_by, n)
        values (${id}, ${id}, 1, ${id}, 7, ${first}, 'replay', 'test', 1)`;
      ending = endOldDays(sql, addDays(first, 100));
      await untilSomebodyWaits(tx as unknown as Sql);
    });
    await ending;
    expect(await standing(namesOf(7, first))).toContain(`outcome_7_${first.replaceAll('-', '_')}`);
  });

  it('go at once when nobody wrote to them', async () => {
    await turnOn(today);
    await store(365, first);
    expect(await standing(namesOf(30, first))).toHaveLength(4);
    await turnOn(addDays(first, 1));
    expect(await standing(namesOf(30, first))).toHaveLength(4);
    await turnOn(addDays(first, 2));
    expect(await standing(namesOf(30, first))).toEqual([]);
    expect(await rowsIn(namesOf(365, first))).toEqual([1, 1, 1, 1]);
  });

  it('wait for nobody: a table in use is named and dropped in the next turn', async () => {
    await turnOn(today);
    await store(1, first);
    await sql.begin(async (tx) => {
      await tx`select 1 from message_1`;
      const { old } = await turnOn(addDays(first, 3));
      expect(old.busy).toContain(namesOf(1, first)[0]);
      expect(old.dropped).toEqual(expect.arrayContaining(namesOf(1, first).slice(1)));
    });
    expect((await turnOn(addDays(first, 3))).old.dropped).toContain(namesOf(1, first)[0]);
  });

  it('are deleted row by row in the default partitions, but for what is live', async () => {
    await sql`
      insert into message (keep, day, id, workspace, flow, trigger, run, seq, headers, body)
      select 7, ${today}, u::text, u, u, u, u, 0, '{}', '{}' from (select gen_random_uuid() as u from generate_series(1, 2500)) ids`;
    await store(7, addDays(today, 1));
    await store(30, today);
    await queue(7, addDays(today, 1));
    expect((await turnOn(addDays(today, 8))).old.deleted).toBe(0);
    expect((await turnOn(addDays(today, 20))).old.deleted).toBe(2500);
    expect(await rowsIn(restsOf(7))).toEqual([1, 1, 1, 1]);
    expect(await rowsIn(restsOf(30))).toEqual([1, 1, 1, 1]);
    await sql`delete from run_live`;
    expect((await turnOn(addDays(today, 20))).old.deleted).toBe(4);
  });
});

describe('the alarm', () => {
  const stray = expect.objectContaining({ level: 'warn', words: expect.stringContaining('no tables of its own') });

  it('is silent on the first day, when everything stands in the default partitions', async () => {
    await store(30, today);
    const house = houseOn(today);
    await house.turn();
    expect((await house.turn()).strays).toEqual([]);
    expect(house.logged).not.toContainEqual(stray);
  });

  it('sounds when rows of today stand there later', async () => {
    await turnOn(today);
    await store(30, addDays(today, 1));
    const later = addDays(today, 10);
    await store(30, later);
    const house = houseOn(later);
    expect((await house.turn()).strays).toEqual(restsOf(30));
    expect(house.logged).toContainEqual(stray);
  });
});

describe('the sweep', () => {
  it('forgets source ids past their time and minutes older than 400 days, whatever their number', async () => {
    const trigger = crypto.randomUUID();
    await sql`insert into workspace (id, name) values (${trigger}, 'w')`;
    await sql`insert into flow (workspace, id, document, saved_by) values (${trigger}, ${trigger}, '{}', 'test')`;
    await sql`
      insert into flow_trigger (workspace, id, flow, node, hook_path, version) values (${trigger}, ${trigger}, ${trigger}, 'n', 'p', 1)`;
    await sql`
      insert into inbox_key (id, message, day, until)
      select gen_random_uuid(), 'm', ${today}, '2026-11-24T11:59:59Z'::timestamptz from generate_series(1, 2001)`;
    await sql`insert into inbox_key (id, message, day, until) values (${trigger}, 'kept', ${today}, '2026-11-24T12:00:00Z')`;
    await sql`
      insert into tally (trigger, minute, writer, workspace, received)
      select ${trigger}, '2026-11-24T12:00:00Z'::timestamptz - make_interval(days => age), gen_random_uuid(), ${trigger}, 1
      from unnest(array[0, 399, 400, 401, 500]) as age`;
    expect((await turnOn(today)).swept).toEqual({ keys: 2001, tallies: 2 });
    expect(await sql`select message from inbox_key`).toEqual([{ message: 'kept' }]);
    expect(await sql`select 1 from tally`).toHaveLength(3);
  });
});

describe('a turn', () => {
  it('is done by one process at a time', async () => {
    await step(sql, async () => {
      expect(await turnOn(today)).toMatchObject({ elsewhere: true, ahead: { made: 0 } });
    });
    const [one, other] = await Promise.all([turnOn(today), turnOn(today)]);
    expect(await standing(namesOf(30, addDays(today, 7)))).toHaveLength(4);
    expect([one.elsewhere, other.elsewhere]).toContain(false);
  });

  it('ends after the step it is at when the process stops', async () => {
    const house = houseOn(today);
    const turn = house.turn();
    await house.stop();
    expect((await turn).ahead.made).toBeLessThan(4 * keepDays.length * 7);
  });

  it('comes by itself shortly after the start, then every hour whatever happened, until the stop', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const told: string[] = [];
    const now = () => {
      throw new Error('The clock stands still.');
    };
    const house = startHousekeeping({ sql, now, log: (level, words) => void told.push(`${level}: ${words}`) });
    open.push(house);
    try {
      for (const [n, ms] of [5_000, 3_600_000, 3_600_000].entries()) {
        await vi.advanceTimersByTimeAsync(ms - 1);
        expect(told).toHaveLength(n);
        await vi.advanceTimersByTimeAsync(1);
        expect(told).toHaveLength(n + 1);
      }
      await house.stop();
      await vi.advanceTimersByTimeAsync(7_200_000);
      expect(told).toEqual(Array(3).fill('warn: Keeping house failed and is tried again in an hour.'));
    } finally {
      vi.useRealTimers();
    }
  });

  it('goes by the database’s clock, which places messages too', async () => {
    const house = startHousekeeping({ sql, log: () => {} });
    open.push(house);
    await house.turn();
    const [row] = await sql<{ day: string }[]>`select ((now() at time zone 'utc')::date + 1)::text as day`;
    expect(await standing(namesOf(30, row?.day ?? ''))).toHaveLength(4);
  });
});

async function untilSomebodyWaits(tx: Sql): Promise<void> {
  for (;;) {
    const waiting = await tx`select 1 from pg_locks where not granted`;
    if (waiting.length > 0) return;
  }
}
