import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { makeDaysAhead } from './days-ahead.ts';

const [today, tomorrow] = ['2026-11-24', '2026-11-25'];

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 1);
  await makeDaysAhead(db.sql, today);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

/** Nobody has analyzed what is written here: it stands for the first minute of a day. */
async function writeMessages(day: string): Promise<string[]> {
  await db.sql`
    insert into message (keep, day, id, workspace, flow, trigger, run, seq, headers, body)
    select 30, ${day}, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 0, '{}', repeat('x', 500)
    from generate_series(1, 5000)`;
  await db.sql`
    insert into outcome (keep, day, message, leg, node, workspace, run, state, sent)
    select keep, day, id, id, 'send', workspace, run, 'delivered', body from message where day = ${day}`;
  return (await db.sql<{ run: string }[]>`select run from message where day = ${day} limit 32`).map(({ run }) => run);
}

it.each([
  ['that has no table of its own', today],
  ['whose table was made ahead', tomorrow],
])('the messages and outcomes of a few runs are found without reading all of a day %s', async (_, day) => {
  const runs = await writeMessages(day);
  for (const [asked, index] of [
    [
      db.sql`select id from message where keep = 30 and day = ${day} and run = any(${runs}::uuid[]) order by run, seq`,
      /keep_day_run_seq/,
    ],
    [
      db.sql`select message from outcome where keep = 30 and day = ${day} and run = any(${runs}::uuid[])`,
      /keep_day_run_idx/,
    ],
  ] as const) {
    const plan = await db.sql<{ 'QUERY PLAN': string }[]>`explain ${asked}`;
    const words = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(words).toMatch(index);
    expect(words).toMatch(/Index Cond: .*run = ANY/);
    expect(words).not.toContain('Filter');
  }
});
