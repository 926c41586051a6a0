import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './testing/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('a connection lost in the tick before a small write fails that query, not the process, and the next query works', async () => {
  const sql = postgres(database.url, { max: 1, onnotice: () => {}, backoff: () => 0.01 });
  const other = postgres(database.url, { max: 1, onnotice: () => {} });
  for (let round = 0; round < 10; round++) {
    const [mine] = await sql`select pg_backend_pid() as pid`;
    const ended = other`select pg_terminate_backend(${mine?.pid})`.execute();
    const asking = Array.from({ length: 50 }, async (_, i) => {
      for (let turn = 0; turn < i; turn++) await new Promise(setImmediate);
      return sql`select ${i}::int`;
    });
    await Promise.allSettled([ended, ...asking]);
    await expect
      .poll(() =>
        sql`select 2 as two`.then(
          ([row]) => row?.two,
          () => 'lost',
        ),
      )
      .toBe(2);
  }
  await Promise.all([sql.end({ timeout: 1 }), other.end({ timeout: 1 })]);
}, 30_000);
