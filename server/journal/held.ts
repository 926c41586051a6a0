import type { Sql } from '../db.ts';

/**
 * Lets the next message of a key go on, once nothing of the key waits for another try, runs or is parked any more.
 * Without a key: of all keys, which is how one is found that nobody released. @returns how many legs may go on
 */
export async function releaseHeld(sql: Sql, of?: { flow: string; holdKey: string }): Promise<number> {
  const rows = await sql`
    with freed as (
      update run_live set state = 'queued', due_at = now()
      where state = 'held' and id in (
        select distinct on (flow, hold_key) id from run_live h
        where state = 'held' and hold_key is not null ${of === undefined ? sql`` : sql`and flow = ${of.flow} and hold_key = ${of.holdKey}`}
          and not exists (select 1 from run_live a where a.flow = h.flow and a.hold_key = h.hold_key and a.state <> 'held')
          and not exists (select 1 from parked p where p.flow = h.flow and p.hold_key = h.hold_key and p.state = 'parked')
        order by flow, hold_key, origin, id
      )
      returning id
    )
    select id, (select count(*) from (select pg_notify('queue', '') from freed limit 1) told) from freed`;
  return rows.length;
}
