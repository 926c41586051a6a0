/**
 * How many rows at the head of a list, newest first, came after the row `newest`. 0 while nothing is held, and when the held row is
 * not in the list any more: then all of it is shown.
 */
export function arrivedSince(rows: { id: string }[], newest: string | null): number {
  const at = newest === null ? 0 : rows.findIndex((row) => row.id === newest);
  return Math.max(at, 0);
}
