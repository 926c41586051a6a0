/** History by UTC days, `2026-11-23`. A query that names its days is planned for these; one that does not, for a whole year of tables. */

/** Days back from the newest, each reach as far as the one before and further; null: to the beginning. */
const reaches = [1, 8, 40, 130, null] as const;

/** No day of history is later. Dates compare as text. */
const never = '9999-12-31';
const always = '0001-01-01';

export interface Span {
  first: string;
  last: string;
}

/**
 * Reads the newest rows, going back through the days until there are enough. Most questions are answered by the last two.
 * @param read at most `most` rows of these days, newest first; every row of a later span is newer than all of an earlier
 */
export async function newestRows<T>(
  most: number,
  read: (span: Span, most: number) => Promise<T[]>,
  bounds: { first?: string; last?: string } = {},
): Promise<T[]> {
  const rows: T[] = [];
  const newest = bounds.last ?? today();
  const oldest = bounds.first ?? always;
  let last = bounds.last ?? never;
  for (const reach of reaches) {
    const first = laterDay(reach === null ? always : addDays(newest, -reach), oldest);
    if (first <= last) rows.push(...(await read({ first, last }, most - rows.length)));
    if (rows.length >= most || first <= oldest) break;
    last = addDays(first, -1);
  }
  return rows;
}

/** The day now, by this process's clock; the database's may be one further or behind for a moment. */
export const today = (): string => new Date().toISOString().slice(0, 10);

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days sort as text. */
export const laterDay = (a: string, b: string): string => [a, b].sort()[1] as string;
