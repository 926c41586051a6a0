import type { Sql } from '../db.ts';
import { addDays, dayTable, readDays, type Shelf, shelves } from './history.ts';
import { isBusy, isTaken, step } from './step.ts';

/** Days that exist before they are needed. A server that rests for less than this still finds tomorrow made. */
const daysAhead = 7;

export interface Ahead {
  /** Tables made. */
  made: number;
  /** Tables that somebody held a lock on. They, and the rest of their class, are left for the next turn. */
  busy: string[];
}

/**
 * Makes the tables of tomorrow and the days after. Never of today, and of no day that already has rows in the default
 * partition: Postgres would refuse, and moving them is not worth a lock that stops the door.
 * @param today UTC, `2026-11-24`
 */
export async function makeDaysAhead(sql: Sql, today: string, going: () => boolean = () => true): Promise<Ahead> {
  const ahead: Ahead = { made: 0, busy: [] };
  const wanted = Array.from({ length: daysAhead }, (_, i) => addDays(today, i + 1));
  const days = await readDays(sql);
  for (const shelf of shelves) {
    const missing = wanted.filter((day) => !days.get(shelf.name)?.some((made) => made.day === day));
    const taken = missing.length > 0 ? await daysInRest(sql, shelf, missing) : [];
    for (const day of missing.filter((one) => !taken.includes(one))) {
      if (!going()) return ahead;
      try {
        if (await makeDay(sql, shelf, day)) ahead.made += 1;
      } catch (error) {
        if (isTaken(error)) continue;
        if (!isBusy(error)) throw error;
        ahead.busy.push(dayTable(shelf, day));
        break;
      }
    }
  }
  return ahead;
}

async function daysInRest(sql: Sql, { rest, keep }: Shelf, days: string[]): Promise<string[]> {
  const rows = await sql<{ day: string }[]>`
    select day::text from unnest(${days}::date[]) as u (day)
    where exists (select 1 from ${sql(rest)} r where r.keep = ${keep} and r.day = u.day)`;
  return rows.map((row) => row.day);
}

/**
 * CREATE … PARTITION OF would shut everybody out of the class; ATTACH lets them write on. It still shuts them out of the
 * default partition while that is searched for rows of the day.
 */
function makeDay(sql: Sql, shelf: Shelf, day: string): Promise<boolean> {
  const name = dayTable(shelf, day);
  return step(sql, async (tx) => {
    const [there] = await tx`select 1 where to_regclass(${name}) is not null`;
    if (there) return false;
    await tx`create table ${tx(name)} (like ${tx(shelf.name)} including all)`;
    await tx`select expect_history(${name}::regclass)`;
    await tx.unsafe(
      `alter table ${shelf.name} attach partition ${name} for values from ('${day}') to ('${addDays(day, 1)}')`,
    );
    return true;
  });
}
