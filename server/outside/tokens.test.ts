import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workspace } from '#drizzle/schema/index.ts';
import { Retryable, Unauthorized } from '../connectors/contract.ts';
import { type Database, openDatabase } from '../db.ts';
import { createConnection, findConnection } from '../store/connections.ts';
import { dropTokens } from '../store/tokens.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { createVault, type Vault } from '../vault.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** Three workers that sign in to one system, which counts how often it was asked. */
const actor = { workspace: '00000000-0000-4000-8000-00000000000a', name: 'test' };
let database: TestDatabase;
let db: Database;
let vault: Vault;
let id: string;
let n = 0;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 8);
  await db.orm.insert(workspace).values({ id: actor.workspace, name: 'A client' });
  vault = createVault(randomBytes(32));
});
beforeEach(async () => {
  const draft = { name: `c${++n}`, connector: 'http', address: '', settings: {}, secrets: {} };
  id = await createConnection(db.orm, vault, actor, draft);
  fetched = 0;
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

let fetched: number;
const fetch = async () => {
  fetched += 1;
  await Promise.resolve();
  return { value: `token ${fetched}`, expiresInSeconds: 3600 };
};
const ones = (times: number) => Array.from({ length: times }, (_, i) => i);

function worker({ stamp = 'as made', key = vault, now = Date.now } = {}): Tokens {
  return createTokens(db.sql, key, { workspace: actor.workspace, id, name: `c${n}`, stamp }, now);
}

const passes = (seconds: number) => db.sql`
  update connection_token set until = until - make_interval(secs => ${seconds}), lease_until = lease_until - make_interval(secs => ${seconds})
  where connection = ${id}`;

describe('a token', () => {
  it('is fetched once for all messages of all workers', async () => {
    const workers = ones(3).map(() => worker());
    const all = await Promise.all(ones(30).map((i) => workers[i % 3]?.forOne()('access', fetch)));
    expect([fetched, new Set(all)]).toEqual([1, new Set(['token 1'])]);
  });

  it('that is refused to twenty messages of three workers is fetched anew once', async () => {
    const workers = ones(3).map(() => worker());
    const messages = ones(20).map((i) => workers[i % 3]?.forOne());
    await Promise.all(messages.map((token) => token?.('access', fetch)));
    const fresh = await Promise.all(messages.map((token) => token?.('access', fetch, true)));
    expect([fetched, new Set(fresh)]).toEqual([2, new Set(['token 2'])]);
  });

  it('that one worker replaced is not fetched again by another who was refused with the old one later', async () => {
    const [first, second] = [worker().forOne(), worker().forOne()];
    await first('access', fetch);
    await second('access', fetch);
    await first('access', fetch, true);
    expect(await second('access', fetch, true)).toBe('token 2');
    expect(fetched).toBe(2);
  });

  it('is fetched again when it is over', async () => {
    let clock = Date.now();
    const one = worker({ now: () => clock });
    await one.forOne()('access', fetch);
    clock += 3_599_000;
    expect(await one.forOne()('access', fetch)).toBe('token 1');
    clock += 2_000;
    await passes(3601);
    expect(await one.forOne()('access', fetch)).toBe('token 2');
  });

  it('is one per name', async () => {
    const token = worker().forOne();
    expect([await token('read', fetch), await token('write', fetch)]).toEqual(['token 1', 'token 2']);
  });

  it('of the connection as it was is worth nothing once it changed', async () => {
    await worker().forOne()('access', fetch);
    expect(await worker({ stamp: 'as changed' }).forOne()('access', fetch)).toBe('token 2');
    expect(await worker({ stamp: 'as changed' }).forOne()('access', fetch)).toBe('token 2');
  });

  it('stands nowhere in clear', async () => {
    await worker().forOne()('access', fetch);
    const rows = await db.sql`select * from connection_token where connection = ${id}`;
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('token 1');
  });

  it('that was sealed with a key that is gone is fetched again', async () => {
    await worker().forOne()('access', fetch);
    expect(await worker({ key: createVault(randomBytes(32)) }).forOne()('access', fetch)).toBe('token 2');
  });
});

describe('who cannot fetch it', () => {
  const busy = () => Promise.reject(new Retryable('The ledger gives no token for now (503).'));
  const refuses = async () => {
    fetched += 1;
    throw new Unauthorized('The ledger does not know this client id.', 'Enter it again.');
  };

  it('for a passing trouble leaves it to the next', async () => {
    await expect(worker().forOne()('access', busy)).rejects.toThrow('(503)');
    expect(await worker().forOne()('access', fetch)).toBe('token 1');
  });

  it('because it died is waited for until its lease is over', async () => {
    const gate = Promise.withResolvers<never>();
    const dead = worker().forOne()('access', () => gate.promise);
    await expect.poll(() => db.sql`select 1 from connection_token where connection = ${id}`).toHaveLength(1);
    await passes(16);
    expect(await worker().forOne()('access', fetch)).toBe('token 1');
    gate.reject(new Error('killed'));
    await expect(dead).rejects.toThrow('killed');
    expect(await worker().forOne()('access', fetch)).toBe('token 1');
  });

  it('because the system refuses stops everybody from asking, and the connection says so', async () => {
    const answers = await Promise.allSettled(ones(9).map(() => worker().forOne()('access', refuses)));
    expect(answers).toMatchObject(
      ones(9).map(() => ({ reason: { name: 'Unauthorized', message: expect.stringContaining('does not know') } })),
    );
    await expect(worker().forOne()('access', fetch)).rejects.toMatchObject({ wayOut: 'Enter it again.' });
    expect(fetched).toBe(1);
    expect(await findConnection(db.orm, actor.workspace, id)).toMatchObject({
      ...{ status: 'fails', words: 'The ledger does not know this client id. Enter it again.' },
    });
  });

  it.each([
    ['is tested', () => dropTokens(db.orm, actor.workspace, id), 'as made'],
    ['is changed', async () => {}, 'as changed'],
  ])('is asked again once the connection %s', async (_words, done, stamp) => {
    await expect(worker().forOne()('access', refuses)).rejects.toThrow(Unauthorized);
    await done();
    expect(await worker({ stamp }).forOne()('access', fetch)).toBe('token 2');
  });
});
