import type { Sql } from '../db.ts';
import { addDays, dayTable, oldestKept, readDays, type Shelf, shelves } from './history.ts';
import { isBusy, step } from './step.ts';
import { deleteInBatches } from './sweep.ts';

export interface Old {
  /** Tables dropped. */
  dropped: string[];
  /** Rows deleted from default partitions. */
  deleted: number;
  /** Days past their class that stay because a leg of theirs is still queued or running: `30 days: 2026-10-01`. */
  inUse: string[];
  /** Tables that somebody held a lock on. They, and the rest of their class, are left for the next turn. */
  busy: string[];
}

/**
 * Ends the history that is older than its class: days are dropped whole, the default partitions' old rows deleted in
 * batches. A day that nobody wrote to goes as soon as it is over, because every table makes every plan slower: where flows
 * use one class there are 300 tables after a year instead of 2,100. What a live leg belongs to stays: it journals there,
 * and reads there what it must not do twice. Parked messages keep nothing: they hold all they need.
 * @param today UTC, `2026-11-24`
 */
export async function endOldDays(sql: Sql, today: string, going: () => boolean = () => true): Promise<Old> {
  const held = await readHeld(sql);
  const late = held.filter(({ keep, day }) => day < oldestKept(keep, today));
  const inUse = late.map(({ keep, day }) => `${keep} days: ${day}`);
  const old: Old = { dropped: [], deleted: 0, inUse, busy: [] };
  const isHeld = (shelf: Shelf, day: string) => held.some((one) => one.keep === shelf.keep && one.day === day);
  const days = await readDays(sql);
  for (const shelf of shelves) {
    const ended = (days.get(shelf.name) ?? []).filter(
      ({ day, unused }) => day < (unused ? addDays(today, -1) : oldestKept(shelf.keep, today)) && !isHeld(shelf, day),
    );
    for (const { day, unused } of ended) {
      if (!going()) return old;
      try {
        if (await dropDay(sql, shelf, day, unused)) old.dropped.push(dayTable(shelf, day));
      } catch (error) {
        if (!isBusy(error)) throw error;
        old.busy.push(dayTable(shelf, day));
        break;
      }
    }
    old.deleted += await deleteOldRest(sql, shelf, oldestKept(shelf.keep, today), going);
  }
  return old;
}

/** A retry may be queued while the DETACH waits for it: the second look, under the lock, sees that. */
async function dropDay(sql: Sql, shelf: Shelf, day: string, unused: boolean): Promise<boolean> {
  const name = dayTable(shelf, day);
  try {
    return await step(sql, async (tx) => {
      const [there] = await tx`select 1 where to_regclass(${name}) is not null`;
      if (!there) return false;
      await tx`alter table ${tx(shelf.name)} detach partition ${tx(name)}`;
      const needed = await tx`
        select 1 from run_live where keep = ${shelf.keep} and day = ${day}
        union all select 1 where ${unused} and pg_relation_size(${name}::regclass) > 0 limit 1`;
      if (needed.length > 0) throw new Needed();
      await tx`drop table ${tx(name)}`;
      return true;
    });
  } catch (error) {
    if (error instanceof Needed) return false;
    throw error;
  }
}

/** Takes the DETACH back. */
class Needed extends Error {}

function deleteOldRest(sql: Sql, { rest, keep }: Shelf, before: string, going: () => boolean): Promise<number> {
  return deleteInBatches(
    sql,
    (tx, most) => tx`
      delete from ${tx(rest)} where ctid = any(array(
        select ctid from ${tx(rest)} r
        where keep = ${keep} and day < ${before}
          and not exists (select 1 from run_live l where l.keep = r.keep and l.day = r.day)
        limit ${most}
      ))`,
    going,
  );
}

function readHeld(sql: Sql): Promise<{ keep: number; day: string }[]> {
  return sql<{ keep: number; day: string }[]>`
    select distinct keep, day::text from run_live order by keep, day`;
}
