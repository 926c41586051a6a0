import type { Allowed } from '#flow/limits.ts';
import type { Sql } from '../db.ts';

/** What all workers share of one connection, in Postgres. Everything is by the database's clock; what comes back is counted from now. */
export interface Shared {
  take(wish: Wish): Promise<Taken>;
  /** Gives out times to come back, one after the other for everybody. @returns ms until the first of them */
  promise(afterMs: number, lastingMs: number): Promise<number>;
  /** A call failed in passing: counts, and after some in a row opens the breaker. @param probe it was let through to try */
  failed(words: string, probe: boolean): Promise<void>;
  /** The system answered: what counted against it is forgotten. While the breaker is open, only the probe's word counts. */
  answered(probe: boolean): Promise<void>;
  /** The system asked everybody to stay away for so long. */
  paused(seconds: number): Promise<void>;
}

export interface Wish {
  limits: Allowed[];
  needs: number[];
  spare: number;
  busy: number;
  slots: number;
  /** A person asks: breaker and pause are no obstacle. */
  person: boolean;
}

/** Why not all that was wished for was given. */
export type Obstacle = 'second' | 'minute' | 'day' | 'concurrent' | 'paused' | 'open' | 'probing';

export interface Taken {
  granted: number;
  /** Calls that this worker may have under way. */
  held: number;
  reason: Obstacle | null;
  /** Until there may be more. */
  freeMs: number;
  /** What was granted is the one try of an open breaker. */
  probe: boolean;
  /** Nothing counts against the connection: as long as nobody says otherwise, its breaker need not be looked at. */
  calm: boolean;
  /** What the last failing call met. */
  words: string | null;
}

/** Failures in a row that open the breaker; then it stays open for so long, twice as long each time, up to the cap. */
export const breaker = { failures: 5, seconds: 10, cap: 300 };

/** On this channel everybody hears `<workspace> <connection>` whenever one of the states above begins or ends. */
export const channel = 'limits';

/** A target that asks for more is asked again after a day. */
const longestPause = 86_400;

export function sharedOf(sql: Sql, worker: string, workspace: string, connection: string): Shared {
  const tell = () => sql`select pg_notify(${channel}, ${`${workspace} ${connection}`})`;
  return {
    async take({ limits, needs, spare, busy, slots, person }) {
      const rates = limits.filter(({ per }) => per !== 'concurrent');
      const concurrent = limits.find(({ per }) => per === 'concurrent')?.calls ?? null;
      const [row] = await sql<(Omit<Taken, 'freeMs'> & { free_ms: number })[]>`
        select * from take_calls(
          ${workspace}::uuid, ${connection}::uuid, ${worker}::uuid, ${rates.map(({ per }) => per)}::text[], ${rates.map(({ calls }) => calls)}::int[],
          ${needs}::int[], ${spare}::int, ${concurrent}::int, ${busy}::int, ${slots}::int, ${person}::boolean
        )`;
      if (!row) throw new Error('take_calls gave no row.');
      const { free_ms, ...rest } = row;
      return { ...rest, freeMs: free_ms };
    },

    async promise(afterMs, lastingMs) {
      const [row] = await sql<{ ms: number }[]>`
        update connection_use set promised_until = greatest(promised_until, clock_timestamp() + make_interval(secs => ${afterMs / 1000}))
          + make_interval(secs => ${lastingMs / 1000})
        where workspace = ${workspace} and connection = ${connection}
        returning extract(epoch from promised_until - clock_timestamp())::float8 * 1000 - ${lastingMs}::float8 as ms`;
      return row?.ms ?? afterMs;
    },

    async failed(words, probe) {
      const opens = sql`(u.open_until is null and u.failures + 1 >= ${breaker.failures} or ${probe} and u.open_until <= clock_timestamp())`;
      await sql`
        with counted as (
          insert into connection_use as u (workspace, connection, failures, reason) values (${workspace}, ${connection}, 1, ${words})
          on conflict (workspace, connection) do update set failures = u.failures + 1, reason = excluded.reason,
            opened = u.opened + case when ${opens} then 1 else 0 end,
            open_until = case when ${opens}
              then clock_timestamp() + make_interval(secs => least(${breaker.cap}, ${breaker.seconds} * power(2, least(u.opened, 10))))
              else u.open_until end,
            probe_until = case when ${opens} then null else u.probe_until end
        )
        ${tell()}`;
    },

    async answered(probe) {
      const [row] = await sql`
        update connection_use set failures = 0, reason = null, opened = 0, open_until = null, probe_until = null
        where workspace = ${workspace} and connection = ${connection}
          and (open_until is null and failures > 0 or ${probe} and open_until is not null)
        returning 1`;
      if (row) await tell();
    },

    async paused(seconds) {
      const until = sql`clock_timestamp() + make_interval(secs => ${Math.min(seconds, longestPause)})`;
      await sql`
        with kept as (
          insert into connection_use as u (workspace, connection, blocked_until) values (${workspace}, ${connection}, ${until})
          on conflict (workspace, connection) do update set blocked_until = greatest(u.blocked_until, excluded.blocked_until)
        )
        ${tell()}`;
    },
  };
}
