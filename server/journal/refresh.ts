import type { Sql } from '../db.ts';
import type { Place } from '../executor/host.ts';

/**
 * Counts a finished run's messages again from their outcomes: each received message is in the first state, in the order
 * of flow/run/status.ts, that any of its legs is in; one that waits, or that a person sent back, is in flight. A run with
 * a leg still queued is waiting; one with a message parked by a bug has failed. Hold the run's advisory lock, so that two
 * legs that end together see each other.
 * @param decided a person's decision made this count change; the run itself ended before
 */
export async function refreshRun(sql: Sql, run: string, place: Place, decided = false): Promise<void> {
  await sql`
    with
    state as (
      select message, (array['parked', 'cancelled', 'discarded', 'delivered', 'filtered'])[min(rank)] as state
      from (
        select message, array_position(array['parked', 'cancelled', 'discarded', 'delivered', 'filtered'], state) as rank
        from outcome where keep = ${place.keep} and day = ${place.day} and run = ${run}
          and message not in (
            select message from outcome where keep = ${place.keep} and day = ${place.day} and run = ${run} and state = 'in-flight'
          )
          and message not in (select root from waiting join run_live on run_live.id = live where run = ${run})
      ) ranked
      where rank is not null group by message
    ),
    counts as (
      select count(*) filter (where state = 'delivered') as delivered, count(*) filter (where state = 'filtered') as filtered,
        count(*) filter (where state = 'parked') as parked, count(*) filter (where state = 'cancelled') as cancelled,
        count(*) filter (where state = 'discarded') as discarded
      from state
    ),
    open as (
      select exists (select 1 from run_live where run = ${run}) as still,
        exists (select 1 from parked where run = ${run} and state = 'parked' and trouble->>'class' = 'bug') as broken
    )
    update run set delivered = counts.delivered, filtered = counts.filtered, parked = counts.parked, cancelled = counts.cancelled,
      discarded = counts.discarded,
      finished_at = case when ${decided} then run.finished_at else now() end,
      status = case when open.still then 'waiting' when open.broken then 'failed' else 'done' end
    from counts, open where run.keep = ${place.keep} and run.day = ${place.day} and run.id = ${run}`;
}
