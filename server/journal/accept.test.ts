import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../testing/executor-bench.ts';
import { createDoor, DoorFull } from '../triggers/door.ts';
import { accept, type Incoming, keyLength } from './accept.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const writer = crypto.randomUUID();

function incoming(trigger: string, more: Partial<Incoming> = {}): Incoming {
  return {
    id: crypto.randomUUID(),
    workspace: bench.workspace,
    flow: crypto.randomUUID(),
    version: 1,
    trigger,
    keep: 30,
    headers: { type: 't', source: 's', time: '2026-11-23T10:00:00Z' },
    body: '{}',
    startedBy: 'test',
    ...more,
  };
}

const stored = async (trigger: string) =>
  bench.db.sql`select id, key, body, raw from message where trigger = ${trigger} order by seq`;

const counted = async (trigger: string) => {
  const [row] = await bench.db
    .sql`select sum(received)::int as received, sum(duplicates)::int as duplicates from tally where trigger = ${trigger}`;
  return row;
};

describe('accepting a group', () => {
  it('makes one run per trigger and keeps every byte of a body', async () => {
    const [a, b] = [crypto.randomUUID(), crypto.randomUUID()];
    const text = '{ "x": 1.10,\r\n "ü": "€" }';
    const accepted = await accept(
      bench.db.sql,
      [incoming(a, { body: text, key: '#1' }), incoming(b), incoming(a, { body: new Uint8Array([0, 255, 1]) })],
      writer,
    );
    const runs = accepted.map((one) => (one.duplicate ? '' : one.run));
    expect(runs[0]).toBe(runs[2]);
    expect(runs[0]).not.toBe(runs[1]);
    expect((await stored(a)).map((row) => row.body ?? [...row.raw])).toEqual([text, [0, 255, 1]]);
    const queued = await bench.db.sql`select n from run_live where trigger in (${a}, ${b}) order by n`;
    expect(queued.map((row) => row.n)).toEqual([1, 2]);
  });

  it('suppresses an equal source id within the group and from any earlier one, names the first, and counts both', async () => {
    const trigger = crypto.randomUUID();
    const [first, again, other] = await accept(
      bench.db.sql,
      [
        incoming(trigger, { sourceId: 'w1' }),
        incoming(trigger, { sourceId: 'w1' }),
        incoming(trigger, { sourceId: 'w2' }),
      ],
      writer,
    );
    expect(first).toMatchObject({ duplicate: false });
    expect(again).toEqual({ duplicate: true, message: first?.message });
    expect(other).toMatchObject({ duplicate: false });
    const [later] = await accept(bench.db.sql, [incoming(trigger, { sourceId: 'w1' })], writer);
    expect(later).toEqual({ duplicate: true, message: first?.message });
    expect(await stored(trigger)).toHaveLength(2);
    expect(await counted(trigger)).toEqual({ received: 2, duplicates: 2 });
  });

  it('is done once the group is stored, though the database goes away before the duplicates are named and counted', async () => {
    const trigger = crypto.randomUUID();
    await accept(bench.db.sql, [incoming(trigger, { sourceId: 'w' })], writer);
    let statements = 0;
    const goesAway = new Proxy(bench.db.sql, {
      apply: (sql, self, parts) =>
        ++statements === 1 ? Reflect.apply(sql, self, parts) : Promise.reject(new Error('The connection is closed.')),
    });
    const accepted = await accept(goesAway, [incoming(trigger), incoming(trigger, { sourceId: 'w' })], writer);
    expect(accepted.map((one) => one.duplicate)).toEqual([false, true]);
    expect(await stored(trigger)).toHaveLength(2);
  });

  it('makes no run of a group that holds nothing new', async () => {
    const trigger = crypto.randomUUID();
    await accept(bench.db.sql, [incoming(trigger, { sourceId: 'w' })], writer);
    await accept(bench.db.sql, [incoming(trigger, { sourceId: 'w' })], writer);
    expect(await bench.db.sql`select 1 from run_live where trigger = ${trigger}`).toHaveLength(1);
  });

  it('takes equal source ids of different triggers for different messages', async () => {
    const accepted = await accept(
      bench.db.sql,
      [incoming(crypto.randomUUID(), { sourceId: 'w' }), incoming(crypto.randomUUID(), { sourceId: 'w' })],
      writer,
    );
    expect(accepted.map((one) => one.duplicate)).toEqual([false, false]);
  });

  it('lets one of many who come at once with one source id through', async () => {
    const trigger = crypto.randomUUID();
    const all = await Promise.all(
      Array.from({ length: 12 }, () => accept(bench.db.sql, [incoming(trigger, { sourceId: 'same' })], writer)),
    );
    expect(all.flat().filter((one) => !one.duplicate)).toHaveLength(1);
    expect(new Set(all.flat().map((one) => one.message)).size).toBe(1);
    expect(await stored(trigger)).toHaveLength(1);
  });
});

describe('the door', () => {
  it('stores what arrives together in few commits, and answers each only when it is stored', async () => {
    const trigger = crypto.randomUUID();
    const door = createDoor(bench.db.sql);
    await Promise.all(Array.from({ length: 300 }, (_, i) => door.accept(incoming(trigger, { sourceId: `m${i}` }))));
    expect(await stored(trigger)).toHaveLength(300);
    const runs = await bench.db.sql`select run from run_live where trigger = ${trigger}`;
    expect(runs.length).toBeLessThanOrEqual(4);
  });

  it('refuses only the message that the database cannot take, not its neighbours', async () => {
    const trigger = crypto.randomUUID();
    const door = createDoor(bench.db.sql);
    const results = await Promise.allSettled([
      door.accept(incoming(trigger, { key: 'first' })),
      door.accept(incoming(trigger, { key: 'good' })),
      door.accept(incoming(trigger, { key: 'bad', body: 'nul \0 inside' })),
      door.accept(incoming(trigger, { key: 'also good' })),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await stored(trigger)).map((row) => row.key).sort()).toEqual(['also good', 'first', 'good']);
  });

  it('takes a message whose key holds what Postgres does not, for its body is whole', async () => {
    const trigger = crypto.randomUUID();
    const body = '{"name":"a\\u0000b"}';
    const headers = { type: 'cut \ud83d', source: 's\0', time: '2026-11-23T10:00:00Z' };
    const one = incoming(trigger, { key: 'a\0b', sourceId: 'w\0', headers, body });
    await createDoor(bench.db.sql).accept(one);
    expect(await stored(trigger)).toMatchObject([{ key: 'a\ufffdb', body }]);
  });

  it('cuts a key that no index holds', async () => {
    const trigger = crypto.randomUUID();
    const key = Array.from({ length: 400 }, () => crypto.randomUUID()).join('');
    await createDoor(bench.db.sql).accept(incoming(trigger, { key }));
    expect(await stored(trigger)).toMatchObject([{ key: key.slice(0, keyLength) }]);
  });

  it('sends callers away when too many wait', async () => {
    const trigger = crypto.randomUUID();
    const door = createDoor(bench.db.sql);
    const results = await Promise.allSettled(Array.from({ length: 2300 }, () => door.accept(incoming(trigger))));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((result) => result.reason instanceof DoorFull)).toBe(true);
    expect(await stored(trigger)).toHaveLength(2300 - refused.length);
  });

  it('sends callers away when what waits grows too large, and takes them again when it is gone', async () => {
    const gate = Promise.withResolvers<never>();
    let closed = true;
    const slow = new Proxy(bench.db.sql, {
      apply: (sql, self, parts) => (closed ? gate.promise : Reflect.apply(sql, self, parts)),
    });
    const trigger = crypto.randomUUID();
    const door = createDoor(slow);
    const body = 'x'.repeat(16 * 1024 * 1024);
    const waiting = Array.from({ length: 5 }, () => door.accept(incoming(trigger, { body })));
    const refused = Promise.allSettled(waiting);
    await expect(door.accept(incoming(trigger))).rejects.toBeInstanceOf(DoorFull);
    gate.reject(new Error('The database is gone.'));
    await refused;
    closed = false;
    await door.accept(incoming(trigger));
    expect(await stored(trigger)).toHaveLength(1);
  });
});
