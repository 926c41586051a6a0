import type { Sql } from '../db.ts';
import { type StoredCounts, storedCounts } from '../journal/counts.ts';

/** How far back one looks, how finely, and how many such pieces that is; the last one is still filling. */
export const windows = {
  '1h': { grain: 'minute', ms: 60_000, pieces: 60 },
  '24h': { grain: 'hour', ms: 3_600_000, pieces: 24 },
  '30d': { grain: 'day', ms: 86_400_000, pieces: 30 },
} as const;
export type Window = keyof typeof windows;

/** Beginnings of a window's pieces, oldest first, UTC. */
export function piecesOf(window: Window, now: Date): Date[] {
  const { ms, pieces } = windows[window];
  const last = now.getTime() - (now.getTime() % ms);
  return Array.from({ length: pieces }, (_, i) => new Date(last - (pieces - 1 - i) * ms));
}

export interface MeasuresWanted {
  workspace: string;
  /** Without one: all flows, each as a whole. */
  flow?: string;
  window: Window;
  now: Date;
}

/**
 * Rows that make up a window, each time in one row only: the coarsest grain that fits, and of what is not folded into it
 * yet, as the last hour or a row that came late, the finer rows. One flow's with all its steps, of all flows only the whole.
 */
export async function readMeasures(sql: Sql, wanted: MeasuresWanted): Promise<StoredCounts[]> {
  const { workspace, flow } = wanted;
  const [from] = piecesOf(wanted.window, wanted.now) as [Date];
  const own = sql`workspace = ${workspace} and at >= ${from} ${flow ? sql`and flow = ${flow}` : sql``}`;
  const steps = flow ? sql`` : sql`and node = ''`;
  const minutes = flow ? storedCounts(sql, 'roll_up_minute') : sql`flow, at, whole, '[]'::json as steps`;
  const counts = storedCounts(sql, 'roll_up_hour');
  switch (windows[wanted.window].grain) {
    case 'minute':
      return sql<StoredCounts[]>`select ${minutes} from roll_up_minute where ${own}`;
    case 'hour':
      return sql<StoredCounts[]>`
        with hours as (select distinct flow, date_trunc('hour', at, 'UTC') as at from roll_up_minute where ${own} and not folded)
        select ${counts} from roll_up_hour where ${own} ${steps} and (flow, at) not in (select flow, at from hours)
        union all
        select ${minutes} from roll_up_minute where ${own} and (flow, date_trunc('hour', at, 'UTC')) in (select flow, at from hours)`;
    case 'day':
      return sql<StoredCounts[]>`
        with hours as (select distinct flow, date_trunc('hour', at, 'UTC') as at from roll_up_minute where ${own} and not folded),
        days as (
          select flow, date_trunc('day', at, 'UTC') as at from hours
          union
          select flow, date_trunc('day', at, 'UTC') from roll_up_hour where ${own} and not folded
        )
        select ${counts} from roll_up_day where ${own} ${steps} and (flow, at) not in (select flow, at from days)
        union all
        select ${counts} from roll_up_hour where ${own} ${steps} and (flow, date_trunc('day', at, 'UTC')) in (select flow, at from days)
          and (flow, at) not in (select flow, at from hours)
        union all
        select ${minutes} from roll_up_minute where ${own} and (flow, date_trunc('hour', at, 'UTC')) in (select flow, at from hours)`;
  }
}
