import { keepDays } from '#flow/flow.ts';
import type { Sql } from '../db.ts';

/**
 * How history is laid out: each table is divided by class (`message_30`: kept for thirty days), each class by UTC day
 * (`message_30_2026_11_24`), and whatever has no day of its own stands in `message_30_rest`.
 */
export const historyTables = ['message', 'run', 'journal', 'outcome'] as const;

/** One class of one table. */
export interface Shelf {
  table: (typeof historyTables)[number];
  keep: number;
  /** The partitioned table that holds the days: `message_30`. */
  name: string;
  /** Its default partition. */
  rest: string;
}

export const shelves: Shelf[] = historyTables.flatMap((table) =>
  keepDays.map((keep) => ({ table, keep, name: `${table}_${keep}`, rest: `${table}_${keep}_rest` })),
);

/** The table of a day, `2026-11-24`. */
export const dayTable = (shelf: Shelf, day: string): string => `${shelf.name}_${day.replaceAll('-', '_')}`;

/** The first day that a class still holds: one more than its days, because a day ends later than it begins. */
export const oldestKept = (keep: number, today: string): string => addDays(today, -keep - 1);

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export interface Day {
  day: string;
  /** Nothing was ever written there. */
  unused: boolean;
}

/** The days that stand as tables of their own, oldest first, by shelf name. */
export async function readDays(sql: Sql): Promise<Map<string, Day[]>> {
  const rows = await sql<{ shelf: string; name: string; unused: boolean }[]>`
    select p.relname as shelf, c.relname as name, pg_relation_size(c.oid) = 0 as unused
    from pg_inherits join pg_class c on c.oid = inhrelid join pg_class p on p.oid = inhparent
    where p.relnamespace = current_schema()::regnamespace and p.relname = any(${shelves.map((shelf) => shelf.name)})
    order by c.relname`;
  const days = new Map<string, Day[]>(shelves.map((shelf) => [shelf.name, []]));
  for (const { shelf, name, unused } of rows) {
    const day = /_(\d{4})_(\d\d)_(\d\d)$/.exec(name)?.slice(1).join('-');
    if (day) days.get(shelf)?.push({ day, unused });
  }
  return days;
}
