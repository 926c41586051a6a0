import type { Sql } from '../db.ts';

/** Any number; all processes of ours take the same one, so that only one keeps house at a time. */
const houseLock = 7_719_284_002;

/** Another process is keeping house. */
export class Elsewhere extends Error {
  constructor() {
    super('Another process is keeping house.');
    this.name = 'Elsewhere';
  }
}

/**
 * One small transaction of a turn. The lock goes with it: a session's lock would need a connection held for the whole turn,
 * and stay behind when that one is lost. No table lock is waited for longer than a second, because everybody else would
 * wait behind us.
 * @param lockNumber for work that only keeps others of its own kind out
 * @throws Elsewhere
 */
export async function step<T>(sql: Sql, work: (tx: Sql) => Promise<T>, lockNumber = houseLock): Promise<T> {
  const outcome = await sql.begin(async (transaction) => {
    const tx = transaction as unknown as Sql;
    await tx`set local lock_timeout = '1s'`;
    const [lock] = await tx<{ ours: boolean }[]>`select pg_try_advisory_xact_lock(${lockNumber}) as ours`;
    if (!lock?.ours) throw new Elsewhere();
    return { value: await work(tx) };
  });
  return outcome.value;
}

/** Somebody held the table (lock_timeout), or waited for us while we waited for them (deadlock): next turn, then. */
export const isBusy = (error: unknown): boolean => codeOf(error) === '55P03' || codeOf(error) === '40P01';

/** Rows of this day came to the default partition meanwhile. */
export const isTaken = (error: unknown): boolean => codeOf(error) === '23514';

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
