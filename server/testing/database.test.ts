import postgres from 'postgres';
import { expect, it } from 'vitest';
import { testDatabase } from './database.ts';

it('gives each caller a database of its own, and takes it away again even while in use', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  const sql = postgres(one.url, { max: 1 });
  const neighbour = postgres(other.url, { max: 1 });
  await sql`CREATE TABLE mine (n int)`;
  expect((await neighbour`SELECT to_regclass('mine') AS found`)[0]?.found).toBeNull();

  await one.drop();
  const left = await neighbour`SELECT 1 FROM pg_database WHERE datname = ${new URL(one.url).pathname.slice(1)}`;
  expect(left).toHaveLength(0);
  await neighbour.end();
  await other.drop();
  await sql.end();
});
