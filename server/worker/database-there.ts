import { setTimeout as rest } from 'node:timers/promises';
import type { Sql } from '../db.ts';
import { isDatabaseAway, reasonOf } from '../store/reason.ts';

/**
 * Waits for a database that is starting up or restarting, for a minute unless told otherwise. `waiting` is called once, when
 * it did not answer at first.
 * @throws what the database said last, or at once where waiting would not help (a wrong password)
 */
export async function databaseThere(
  sql: Sql,
  waiting: (reason: string) => void,
  { patienceMs = 60_000, everyMs = 500 } = {},
): Promise<void> {
  const patience = performance.now() + patienceMs;
  for (let tries = 0; ; tries++) {
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > patience) throw error;
      if (tries === 0) waiting(reasonOf(error));
      await rest(everyMs);
    }
  }
}
