import type { Sql } from '../db.ts';
import type { Place } from '../executor/host.ts';

/**
 * Counts a finished run's messages again from their outcomes: each received message is in the first state, in the order
 * of flow/run/status.ts, that any of its legs is in; one that waits, or that a person sent back, is in flight. A run with
 * a leg still queued is waiting; one with a message parked by a bug has failed; one of which a person cancelled something
 * and nothing else came of it is cancelled. Hold the run's advisory lock, so that two legs that end together see each other.
 * @param decided a person's decision made this count change; the run itself ended before
 */
export function refreshRun(sql: Sql, run: string, place: Place, decided = false): Promise<void> {
  return refreshRuns(sql, [run], place, decided);
}

/** The same for many runs of one day at once. */
export async function refreshRuns(sql: Sql, runs: string[], place: Place, decided = false): Promise<void> {
  await sql`
    with
    ended as materialized (
      select run, message, state, array_position(array['parked', 'cancelled', 'discarded', 'delivered', 'filtered'], state) as rank
      from outcome where keep = ${place.keep} and day = ${place.day} and run = any(${runs}::uuid[])
    ),
    open as (
      select message from ended where state = 'in-flight'
      union select root from waiting join run_live on run_live.id = live where run = any(${runs}::uuid[])
    ),
    state as (
      select run, message, (array['parked', 'cancelled', 'discarded', 'delivered', 'filtered'])[min(rank)] as state
      from ended where rank is not null and message not in (select message from open) group by run, message
    ),
    counts as (
      select r.id, count(*) filter (where state = 'delivered') as delivered, count(*) filter (where state = 'filtered') as filtered,
        count(*) filter (where state = 'parked') as parked, count(*) filter (where state = 'cancelled') as cancelled,
        count(*) filter (where state = 'discarded') as discarded
      from unnest(${runs}::uuid[]) as r (id) left join state on state.run = r.id group by r.id
    ),
    live as (select distinct run from run_live where run = any(${runs}::uuid[])),
    broken as (
      select distinct run from parked where run = any(${runs}::uuid[]) and state = 'parked' and trouble->>'class' = 'bug'
    )
    update run set delivered = counts.delivered, filtered = counts.filtered, parked = counts.parked, cancelled = counts.cancelled,
      discarded = counts.discarded,
      finished_at = case when ${decided} then run.finished_at else now() end,
      status = case
        when counts.id in (select run from live) then 'waiting'
        when counts.id in (select run from broken) then 'failed'
        when counts.cancelled > 0 and counts.delivered + counts.parked = 0 then 'cancelled'
        else 'done' end
    from counts where run.keep = ${place.keep} and run.day = ${place.day} and run.id = counts.id`;
}
