import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Allowed } from '#flow/limits.ts';
import { HeldBack, type HttpReply, Retryable } from '../connectors/contract.ts';
import { type Database, openDatabase, type Sql } from '../db.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Limited, type Limits, openLimits } from './limits.ts';
import { breaker } from './shared.ts';

/** Several workers, each with its own entrance, on one database. */
let database: TestDatabase;
let db: Database;
let connection: Limited;
const opened: Limits[] = [];
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 8);
});
beforeEach(() => {
  connection = { workspace: crypto.randomUUID(), id: crypto.randomUUID(), name: 'Ledger', limits: [] };
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

function worker(now?: () => number, sql: Sql = db.sql): Limits {
  const made = openLimits(sql, crypto.randomUUID(), now);
  opened.push(made);
  return made;
}

const allowed = (...limits: Allowed[]) => {
  connection = { ...connection, limits };
};
const ones = (n: number) => Array.from({ length: n }, (_, i) => i);
const ok = async (): Promise<HttpReply> => ({ status: 200, headers: {}, body: '' });
const answers =
  (status: number, headers: Record<string, string> = {}) =>
  async () => ({ status, headers, body: '' });
const silent = () => Promise.reject(new Retryable('ledger.example did not answer within 30 s.', { maybeSent: true }));
const get = { method: 'GET', url: '/' };
const put = { method: 'PUT', url: '/' };

/** One message of so many calls. */
async function deliver(limits: Limits, calls = 1, send: () => Promise<HttpReply> = ok): Promise<'sent'> {
  const scope = limits.scope(connection, 'put');
  try {
    for (const _ of ones(calls)) await scope.call(put, send);
    return 'sent';
  } finally {
    scope.end();
  }
}

const settled = async (deliveries: Promise<'sent'>[]) => {
  const all = await Promise.allSettled(deliveries);
  const held = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as HeldBack] : []));
  return { sent: all.length - held.length, held };
};

/** The database tells in the order of commits, all of us over one line. */
async function everybodyIsTold(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const bell = await db.sql.listen('after all that', resolve);
  await db.sql.notify('after all that', '');
  await promise;
  await bell.unlisten();
}

async function passes(seconds: number): Promise<void> {
  const by = db.sql`make_interval(secs => ${seconds})`;
  await db.sql`update connection_spent set at = at - ${by} where connection = ${connection.id}`;
  await db.sql`
    update connection_use set open_until = open_until - ${by}, blocked_until = blocked_until - ${by} where connection = ${connection.id}`;
  await db.sql`select pg_notify('limits', ${`${connection.workspace} ${connection.id}`})`;
  await everybodyIsTold();
}

/** A worker whose questions to the database are counted. */
function counted(now?: () => number): { limits: Limits; asked(): number; end(): Promise<void> } {
  const questions: string[] = [];
  const sql = postgres(database.url, { max: 2, debug: (_connection, query) => void questions.push(query) });
  return {
    limits: worker(now, sql),
    asked: () => questions.filter((query) => query.includes('take_calls')).length,
    end: () => sql.end(),
  };
}

describe('a connection without limits', () => {
  it('costs no question to the database but the first', async () => {
    const { limits, asked, end } = counted();
    await deliver(limits);
    await Promise.all(ones(50).map(() => deliver(limits, 2)));
    expect(asked()).toBe(1);
    await end();
  });
});

describe('a limit per minute', () => {
  it('is kept by three workers together, and who is over it is told when to come back, one after the other', async () => {
    allowed({ per: 'minute', calls: 60 });
    const workers = [worker(), worker(), worker()];
    const { sent, held } = await settled(workers.flatMap((one) => ones(40).map(() => deliver(one))));
    expect(sent).toBe(60);
    expect(held).toHaveLength(60);
    expect(held.every((one) => one instanceof HeldBack && !one.maybeSent)).toBe(true);
    expect(held[0]?.message).toBe('Waits for “Ledger”: 60 calls a minute.');
    const due = held.map((one) => Math.round(one.afterSeconds ?? 0)).sort((a, b) => a - b);
    expect(due[0]).toBeGreaterThanOrEqual(58);
    expect((due.at(-1) ?? 0) - (due[0] ?? 0)).toBeGreaterThanOrEqual(55);
    expect(Math.max(...[...Map.groupBy(due, (at) => at).values()].map((same) => same.length))).toBeLessThanOrEqual(4);
  });

  it('that is edited takes effect with the next call', async () => {
    allowed({ per: 'minute', calls: 2 });
    const one = worker();
    expect((await settled(ones(3).map(() => deliver(one)))).sent).toBe(2);
    allowed({ per: 'minute', calls: 5 });
    expect((await settled(ones(9).map(() => deliver(one)))).sent).toBe(3);
    allowed();
    expect((await settled(ones(9).map(() => deliver(one)))).sent).toBe(9);
  });

  it('lets messages that begin be finished: who could not be served whole does not begin', async () => {
    allowed({ per: 'minute', calls: 10 });
    const one = worker();
    await deliver(one, 3);
    let calls = 0;
    const send = async () => {
      calls += 1;
      return ok();
    };
    const { sent, held } = await settled(ones(5).map(() => deliver(one, 3, send)));
    expect([sent, held.length, calls]).toEqual([2, 3, 6]);
  });

  it('smaller than what one message needs lets it go on in the next minute, where it stopped', async () => {
    allowed({ per: 'minute', calls: 2 });
    const one = worker();
    let calls = 0;
    const delivery = deliver(one, 3, async () => {
      calls += 1;
      return ok();
    });
    await expect.poll(() => calls).toBe(2);
    await passes(62);
    expect([await delivery, calls]).toEqual(['sent', 3]);
  });

  it('gives calls in slices, whose rest is nobody’s after a second', async () => {
    let clock = 0;
    allowed({ per: 'minute', calls: 3000 }); // a tenth of a second is 5
    const { limits, asked, end } = counted(() => clock);
    for (const _ of ones(6)) await deliver(limits);
    expect(asked()).toBe(1);
    await deliver(limits);
    clock += 1001;
    await deliver(limits);
    expect(asked()).toBe(3);
    const [row] =
      await db.sql`select sum(calls)::int as calls from connection_spent where connection = ${connection.id}`;
    expect(row).toEqual({ calls: 18 });
    await end();
  });

  it('says that something may have arrived when it stops a message after its first call', async () => {
    allowed({ per: 'day', calls: 1 });
    const scope = worker().scope(connection, 'put');
    await scope.call(put, ok);
    await expect(scope.call(get, ok)).rejects.toMatchObject({ name: 'HeldBack', maybeSent: true });
  });
});

describe('a limit of calls at once', () => {
  it('is kept by three workers together, and all get through', async () => {
    allowed({ per: 'concurrent', calls: 3 });
    const workers = [worker(), worker(), worker()];
    let underWay = 0;
    let most = 0;
    const send = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 2));
      underWay -= 1;
      return ok();
    };
    const { sent, held } = await settled(workers.flatMap((one) => ones(20).map(() => deliver(one, 2, send))));
    expect([sent, held]).toEqual([60, []]);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('is free for others when a worker ends', async () => {
    allowed({ per: 'concurrent', calls: 1 });
    const [first, second] = [worker(), worker()];
    await deliver(first);
    await first.close();
    expect(await deliver(second)).toBe('sent');
  });
});

describe('a system that asks for a pause', () => {
  it.each([429, 503])('with %i and Retry-After is left alone by every worker', async (status) => {
    const [told, other] = [worker(), worker()];
    await Promise.all([deliver(told), deliver(other)]); // both know that nothing is in the way
    await deliver(told, 1, answers(status, { 'retry-after': '60' }));
    await everybodyIsTold();
    for (const one of [told, other]) {
      const { held } = await settled([deliver(one)]);
      expect(held).toMatchObject([{ message: 'Waits for “Ledger”: its system asked for a pause.' }]);
      expect(held[0]?.afterSeconds).toBeGreaterThan(55);
    }
    await passes(61);
    expect(await deliver(other)).toBe('sent');
  });
});

describe('a system that fails', () => {
  const fails = (one: Limits, times: number, send: () => Promise<HttpReply> = silent) =>
    settled(ones(times).map(() => deliver(one, 1, send)));

  it('is left alone by every worker, tried by one, and called by all once it answered', async () => {
    const [first, second] = [worker(), worker()];
    await Promise.all([deliver(first), deliver(second)]);
    await fails(first, breaker.failures - 2);
    await fails(second, 2, answers(502));
    await everybodyIsTold();
    const { held } = await settled([deliver(first), deliver(second)]);
    expect(held.map((one) => one.message)).toEqual(
      ones(2).map(() =>
        expect.stringMatching(/^Waits for “Ledger”: 5 calls in a row failed, .*Last: “Ledger” answered 502\.$/),
      ),
    );
    await passes(breaker.seconds + 1);
    const gate = Promise.withResolvers<void>();
    let trying = 0;
    const slow = async () => {
      trying += 1;
      await gate.promise;
      return ok();
    };
    const deliveries = [...ones(3).map(() => deliver(first, 1, slow)), ...ones(3).map(() => deliver(second, 1, slow))];
    const probing = settled(deliveries);
    await expect.poll(() => trying).toBe(1);
    await Promise.any(
      deliveries.map((one) =>
        one.then(
          () => Promise.reject(new Error('sent')),
          () => undefined,
        ),
      ),
    );
    gate.resolve();
    expect((await probing).sent).toBe(1);
    await everybodyIsTold();
    expect((await settled([...ones(4).map(() => deliver(first)), ...ones(4).map(() => deliver(second))])).sent).toBe(8);
  });

  it('is not one that refuses what it is sent', async () => {
    const one = worker();
    await fails(one, 20, answers(422));
    await fails(one, 20, answers(401));
    expect(await deliver(one)).toBe('sent');
  });

  it('is called by a person all the same, and that closes the breaker', async () => {
    const one = worker();
    await fails(one, breaker.failures);
    await everybodyIsTold();
    expect((await settled([deliver(one)])).held).toHaveLength(1);
    await one.scope(connection, 'test', true).call(get, ok);
    await everybodyIsTold();
    expect(await deliver(one)).toBe('sent');
  });
});

describe('a worker that heard nothing for a while, because its line to the database broke', () => {
  it('asks again how things stand as soon as it hears again', async () => {
    const sql = postgres(database.url, { max: 2, backoff: () => 0.1 });
    const one = worker(undefined, sql);
    const line = await sql.listen('the line is there', () => {});
    await deliver(one);
    await db.sql`update connection_use set blocked_until = now() + interval '1 hour' where connection = ${connection.id}`;
    await db.sql`select pg_notify('limits', ${`${connection.workspace} ${connection.id}`})`;
    await expect.poll(async () => (await settled([deliver(one)])).held).toHaveLength(1);
    await db.sql`update connection_use set blocked_until = null where connection = ${connection.id}`;
    expect((await settled([deliver(one)])).held).toHaveLength(1);
    await db.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid = ${line.state.pid}`;
    await expect.poll(async () => (await settled([deliver(one)])).sent, { timeout: 10_000 }).toBe(1);
    await sql.end();
  });
});

describe('a database that is away', () => {
  it('makes callers wait as for any passing trouble', async () => {
    const gone = postgres(new URL('/nowhere', database.url).href, { max: 1 });
    await expect(deliver(worker(undefined, gone))).rejects.toThrow('The database does not answer.');
    await gone.end();
  });
});
