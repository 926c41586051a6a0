import { expect, it } from 'vitest';
import { openDatabase } from '../db.ts';
import { testDatabase } from '../testing/database.ts';
import { databaseThere } from './database-there.ts';

it('a database that refuses for a while is waited for, and said so once', async () => {
  const database = await testDatabase();
  const db = openDatabase(database.url, 1);
  const real = db.sql;
  let refusals = 3;
  const starting = Object.assign(new Error('the database system is starting up'), { code: '57P03' });
  const sql = ((...words: Parameters<typeof real>) =>
    refusals-- > 0 ? Promise.reject(starting) : real(...words)) as unknown as typeof real;
  const said: string[] = [];
  await databaseThere(sql, (reason) => said.push(reason), { everyMs: 1 });
  expect(said).toEqual([expect.stringContaining('starting up')]);
  expect(refusals).toBeLessThan(0);
  await db.end();
  await database.drop();
});

it('one that nobody serves is given up with its reason', async () => {
  const db = openDatabase('postgres://nobody@127.0.0.1:9/nothing', 1);
  await expect(databaseThere(db.sql, () => {}, { patienceMs: 0, everyMs: 1 })).rejects.toThrow(/ECONNREFUSED/);
  await db.end();
});
