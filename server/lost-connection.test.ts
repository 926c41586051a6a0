import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
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

/** What Postgres says on every connection before it ends: an ErrorResponse. */
const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
const shuttingDown = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), fields]);
shuttingDown.writeInt32BE(fields.length + 4, 1);

it('a connection lost while it asks for the types of the database ends no process, and the next query works', async () => {
  const { hostname, port } = new URL(database.url);
  let cuts = 0;
  const lines: Socket[] = [];
  const between = createServer((near) => {
    lines.push(near);
    const far = connect(Number(port), hostname);
    near.on('data', (bytes) => {
      if (bytes.includes('pg_catalog.pg_type') && cuts > 0) {
        cuts -= 1;
        near.end(shuttingDown);
      } else far.write(bytes);
    });
    far.pipe(near);
    near.on('close', () => far.destroy()).on('error', () => {});
    far.on('close', () => near.destroy()).on('error', () => {});
  });
  await once(between.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(database.url);
  url.host = `127.0.0.1:${(between.address() as AddressInfo).port}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => {}, backoff: () => 0.01 });
  const ask = () =>
    sql`select ${['two']}::text[] as words`.then(
      ([row]) => row?.words,
      () => 'lost',
    );
  expect(await ask()).toEqual(['two']);
  cuts = 1;
  for (const line of lines) line.destroy();
  await expect.poll(ask, { timeout: 10_000 }).toEqual(['two']);
  expect(cuts).toBe(0);
  await sql.end({ timeout: 1 });
  between.close();
}, 30_000);
