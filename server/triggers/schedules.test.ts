import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operationById } from '../connectors/catalog.ts';
import type { Sql } from '../db.ts';
import { pauseClock, resumeClock } from '../store/schedules.ts';
import { type ClockBench, openClockBench } from '../testing/clocks.ts';
import { createSchedules, fireByHand } from './schedules.ts';
import { createStarts, type TriggerPlace } from './starts.ts';

let bench: ClockBench;
beforeAll(async () => {
  bench = await openClockBench();
});
afterAll(() => bench.close());
/** Each test has its own schedules due, and no others. */
beforeEach(async () => {
  await bench.db.sql`update schedule set due_at = null`;
});

const every = 'schedule.every';
const hourly = { at: { cron: '0 * * * *', zone: 'Europe/Berlin' } };
const noon = new Date('2026-11-23T12:00:00.400Z');

function ticker(now = noon, sql: Sql = bench.db.sql) {
  const starts = createStarts({ orm: bench.db.orm, operation: operationById });
  return createSchedules({ sql, starts, log: (_level, words) => logged.push(words), now: () => now });
}
const logged: string[] = [];

async function dueAt(place: TriggerPlace, at: string): Promise<void> {
  await bench.db.sql`update schedule set due_at = ${at} where trigger = ${place.trigger}`;
}

async function state({ trigger }: TriggerPlace) {
  const [row] = await bench.db.sql`select due_at, last_due, last_run from schedule where trigger = ${trigger}`;
  return { due: row?.due_at?.toISOString(), last: row?.last_due?.toISOString(), run: row?.last_run };
}

const instants = async (place: TriggerPlace) => (await bench.given(place)).map((row) => row.source_id);

describe('a schedule that is due', () => {
  it('gives one message that says when it was due, and stands at its next instant', async () => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    await bench.db.sql`update schedule set last_due = '2026-11-23T11:00:00Z' where trigger = ${place.trigger}`;
    expect(await ticker().turn()).toBe(1);
    const [message] = await bench.given(place);
    expect(message).toMatchObject({ source_id: '2026-11-23T12:00:00.000Z', key: '2026-11-23 13:00' });
    expect(JSON.parse(message?.body ?? '')).toEqual({
      due: '2026-11-23T12:00:00.000Z',
      local: '2026-11-23T13:00:00+01:00',
      date: '2026-11-23',
      zone: 'Europe/Berlin',
      previous: '2026-11-23T11:00:00.000Z',
      byHand: false,
    });
    expect(await state(place)).toEqual({
      due: '2026-11-23T13:00:00.000Z',
      last: '2026-11-23T12:00:00.000Z',
      run: message?.run,
    });
    expect(await ticker().turn()).toBe(0);
  });

  it('fires each due instant once, though three processes race over fifty schedules', async () => {
    const places = await Promise.all(Array.from({ length: 50 }, () => bench.publish(every, hourly)));
    await Promise.all(places.map((place) => dueAt(place, '2026-11-23T12:00:00Z')));
    for (const hour of [12, 13]) {
      const now = new Date(`2026-11-23T${hour}:00:00.500Z`);
      const three = [ticker(now), ticker(now), ticker(now)];
      await Promise.all(three.map((one) => one.turn()));
      while ((await three[0]?.turn()) !== 0);
    }
    for (const place of places)
      expect(await instants(place)).toEqual(['2026-11-23T12:00:00.000Z', '2026-11-23T13:00:00.000Z']);
  });

  it.each([1, 2, 3])('fires once though a process dies at statement %i of its turn', async (at) => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    await expect(ticker(noon, dying(at)).turn()).rejects.toThrow('died here');
    expect(await instants(place)).toEqual([]);
    await ticker().turn();
    expect(await instants(place)).toEqual(['2026-11-23T12:00:00.000Z']);
    expect(await state(place)).toMatchObject({ due: '2026-11-23T13:00:00.000Z' });
  });

  it('that was fired and yet stands there still gives no second message', async () => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    await ticker().turn();
    await dueAt(place, '2026-11-23T12:00:00Z');
    await ticker().turn();
    expect(await instants(place)).toEqual(['2026-11-23T12:00:00.000Z']);
    expect(await state(place)).toMatchObject({ due: '2026-11-23T13:00:00.000Z' });
  });

  it('is not held up by one whose version cannot be read', async () => {
    const [lost, good] = [await bench.publish(every, hourly), await bench.publish(every, hourly)];
    await bench.db.sql`update flow_trigger set version = 99 where id = ${lost.trigger}`;
    await dueAt(lost, '2026-11-23T11:00:00Z');
    await dueAt(good, '2026-11-23T12:00:00Z');
    const one = ticker();
    await one.turn();
    expect(await instants(good)).toHaveLength(1);
    expect(logged).toContain('A schedule cannot be fired.');
    expect(await one.turn()).toBe(0);
    expect(await state(lost)).toMatchObject({ due: '2026-11-23T11:00:00.000Z' });
  });

  it('is fired as soon as the database is back, and not left to rest as if it were at fault', async () => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    const read = createStarts({ orm: bench.db.orm, operation: operationById });
    let away = true;
    const starts: typeof read = (of) =>
      away ? Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })) : read(of);
    const one = createSchedules({ sql: bench.db.sql, starts, log: () => {}, now: () => noon });
    await expect(one.turn()).rejects.toThrow('gone');
    away = false;
    await one.turn();
    expect(await instants(place)).toEqual(['2026-11-23T12:00:00.000Z']);
  });

  it.each([
    ['zone', 'Mars/Olympus'],
    ['cron', 'at noon'],
  ])('is not held up by one whose %s is not known here', async (column, value) => {
    const [odd, good] = [await bench.publish(every, hourly), await bench.publish(every, hourly)];
    await bench.db.sql`update schedule set ${bench.db.sql(column)} = ${value} where trigger = ${odd.trigger}`;
    await dueAt(odd, '2026-11-23T11:00:00Z');
    await dueAt(good, '2026-11-23T12:00:00Z');
    logged.length = 0;
    const one = ticker();
    await one.turn();
    expect(await instants(good)).toHaveLength(1);
    expect(logged).toEqual(['A schedule cannot be fired.']);
    expect(await one.turn()).toBe(0);
    expect(await state(odd)).toMatchObject({ due: '2026-11-23T11:00:00.000Z' });
  });
});

it('waits with everything that is due while the disk is nearly full', async () => {
  const place = await bench.publish(every, hourly);
  await dueAt(place, '2026-11-23T12:00:00Z');
  const starts = createStarts({ orm: bench.db.orm, operation: operationById });
  let scarce = true;
  const room = { scarce: () => scarce };
  const one = createSchedules({ sql: bench.db.sql, starts, room, log: () => {}, now: () => noon });
  expect(await one.turn()).toBe(0);
  scarce = false;
  expect(await one.turn()).toBe(1);
  expect(await instants(place)).toHaveLength(1);
});

describe('a schedule that was paused for a day', () => {
  it.each([
    ['skip', []],
    ['once', ['2026-11-23T12:00:00.000Z']],
    ['all', ['2026-11-23T11:00:00.000Z', '2026-11-23T12:00:00.000Z']],
  ])('and is to %s fires %j when it is resumed', async (misfire, expected) => {
    const place = await bench.publish(every, { ...hourly, misfire, most: 2 });
    await dueAt(place, '2026-11-22T12:00:00Z');
    await pauseClock(bench.db.orm, bench.actor, place.trigger);
    const late = new Date('2026-11-23T12:30:00Z');
    expect(await ticker(late).turn()).toBe(0);
    await resumeClock(bench.db.orm, bench.actor, place.trigger);
    await ticker(late).turn();
    expect(await instants(place)).toEqual(expected);
    expect(await state(place)).toMatchObject({ due: '2026-11-23T13:00:00.000Z' });
    const changes = await bench.db
      .sql`select action, actor from change_log where subject = ${place.trigger} order by id`;
    expect(changes).toEqual([
      { action: 'trigger.pause', actor: 'a person' },
      { action: 'trigger.resume', actor: 'a person' },
    ]);
  });
});

describe('publishing again', () => {
  it('leaves a schedule where it stands when its times are the same', async () => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    await ticker().turn();
    const before = await state(place);
    await bench.republish(place, every, { ...hourly, misfire: 'skip' });
    expect(await state(place)).toEqual(before);
  });

  it('counts new times from now on, and keeps what was fired last', async () => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    await ticker().turn();
    await bench.republish(place, every, { at: { cron: '30 * * * *', zone: 'UTC' } });
    const { due, last } = await state(place);
    expect(last).toBe('2026-11-23T12:00:00.000Z');
    expect(due).toMatch(/:30:00\.000Z$/);
    expect(Date.parse(due ?? '')).toBeGreaterThan(Date.now());
  });

  it('without the node lets it fire no more; with it again, from now on and never what lies between', async () => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    await bench.republish(place, every, null);
    expect(await ticker().turn()).toBe(0);
    expect((await state(place)).due).toBeUndefined();
    await bench.republish(place, every, hourly);
    expect(Date.parse((await state(place)).due ?? '')).toBeGreaterThan(Date.now());
  });
});

describe('by hand', () => {
  it('it fires once for each time it is asked, paused too, and the schedule stays where it is', async () => {
    const place = await bench.publish(every, hourly);
    await dueAt(place, '2026-11-23T12:00:00Z');
    await pauseClock(bench.db.orm, bench.actor, place.trigger);
    const starts = createStarts({ orm: bench.db.orm, operation: operationById });
    await fireByHand({ sql: bench.db.sql, starts }, place, 'a person');
    await fireByHand({ sql: bench.db.sql, starts }, place, 'a person');
    const given = await bench.given(place);
    expect(given.map(({ body }) => JSON.parse(body).byHand)).toEqual([true, true]);
    expect(new Set(given.map(({ run }) => run)).size).toBe(2);
    expect(await state(place)).toMatchObject({ due: '2026-11-23T12:00:00.000Z', last: undefined });
  });
});

/** A pool whose transaction ends with an error before its n-th statement, as if the process had died there. */
function dying(at: number): Sql {
  let statements = 0;
  return new Proxy(bench.db.sql, {
    get(pool, name) {
      if (name !== 'begin') return Reflect.get(pool, name);
      return (work: (tx: Sql) => Promise<unknown>) =>
        pool.begin((transaction) =>
          work(
            new Proxy(transaction as unknown as Sql, {
              apply: (tx, self, parts) =>
                ++statements === at ? Promise.reject(new Error('died here')) : Reflect.apply(tx, self, parts),
            }),
          ),
        );
    },
  });
}
