import { DrizzleQueryError } from 'drizzle-orm';

/**
 * What went wrong, with its stack, for the log. A failed query is told in the database's words alone: drizzle's own
 * repeat the parameters, and those may be the address of a hook.
 */
export function reasonOf(error: unknown): string {
  const told = error instanceof DrizzleQueryError ? (error.cause ?? 'A query failed.') : error;
  return told instanceof Error ? (told.stack ?? told.message) : String(told);
}
