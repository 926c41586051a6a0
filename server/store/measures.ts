import type { Sql } from '../db.ts';
import type { StoredCounts } from '../journal/counts.ts';

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
  const [from] = piecesOf(wanted.window, wanted.now) as [Date];
  const own = sql`workspace = ${wanted.workspace} and at >= ${from} ${wanted.flow ? sql`and flow = ${wanted.flow}` : sql``}`;
  const rows = sql`flow, at, node, connection, came, delivered, filtered, parked, retried, ms, ports, troubles, sketch`;
  const steps = wanted.flow ? sql`` : sql`and node = ''`;
  switch (windows[wanted.window].grain) {
    case 'minute':
      return sql<StoredCounts[]>`select ${rows} from roll_up_minute where ${own} ${steps}`;
    case 'hour':
      return sql<StoredCounts[]>`
        with hours as (select distinct flow, date_trunc('hour', at, 'UTC') as at from roll_up_minute where ${own} and not folded)
        select ${rows} from roll_up_hour where ${own} ${steps} and (flow, at) not in (select flow, at from hours)
        union all
        select ${rows} from roll_up_minute where ${own} ${steps} and (flow, date_trunc('hour', at, 'UTC')) in (select flow, at from hours)`;
    case 'day':
      return sql<StoredCounts[]>`
        with hours as (select distinct flow, date_trunc('hour', at, 'UTC') as at from roll_up_minute where ${own} and not folded),
        days as (
          select flow, date_trunc('day', at, 'UTC') as at from hours
          union
          select flow, date_trunc('day', at, 'UTC') from roll_up_hour where ${own} and not folded
        )
        select ${rows} from roll_up_day where ${own} ${steps} and (flow, at) not in (select flow, at from days)
        union all
        select ${rows} from roll_up_hour where ${own} ${steps} and (flow, date_trunc('day', at, 'UTC')) in (select flow, at from days)
          and (flow, at) not in (select flow, at from hours)
        union all
        select ${rows} from roll_up_minute where ${own} ${steps} and (flow, date_trunc('hour', at, 'UTC')) in (select flow, at from hours)`;
  }
}
