/**
 * Whether Postgres refused for what it was given (classes 21 to 23, and 54: too large), so that it will refuse the same
 * again, and would take the neighbours that came in the same statement.
 */
export function blamesData(error: unknown): boolean {
  return ['21', '22', '23', '54'].some((blamed) => codeOf(error)?.startsWith(blamed));
}

/** The code of an error, or of its cause, where the database or the network gave one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? String(error.code) : codeOf(error.cause);
}
