import { DrizzleQueryError } from 'drizzle-orm';

/**
 * What went wrong, with its stack, for the log. A failed query is told in the database's words alone: drizzle's own
 * repeat the parameters, and those may be the address of a hook.
 */
export function reasonOf(error: unknown): string {
  const told = error instanceof DrizzleQueryError ? (error.cause ?? 'A query failed.') : error;
  return told instanceof Error ? (told.stack ?? told.message) : String(told);
}

/** The database could not be asked: it is starting, ending or out of reach. Codes of Postgres (57P0x, 08xxx) and of the driver. */
export function isDatabaseAway(error: unknown): boolean {
  for (let told = error; told instanceof Error; told = told.cause) {
    if ('code' in told && /^(57P0|08|CONNECT|ECONN|EPIPE|ETIMEDOUT)/.test(String(told.code))) return true;
  }
  return false;
}
