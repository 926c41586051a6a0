import type { Sql } from '../db.ts';
import { isBusy, step } from './step.ts';

/** Rows deleted in one transaction: short enough that nobody notices. */
const batch = 1000;

/** Minutes counted at the door are kept so long: a year, and the month before it to compare with. */
const tallyDays = 400;

export interface Swept {
  /** Source ids that are past their time. */
  keys: number;
  tallies: number;
}

/** Deletes what is past its time and has no partition to drop. @param now ISO 8601 */
export async function sweep(sql: Sql, now: string, going: () => boolean = () => true): Promise<Swept> {
  const keys = await deleteInBatches(
    sql,
    (tx, most) => tx`
      delete from inbox_key where ctid = any(array(select ctid from inbox_key where until < ${now} limit ${most}))`,
    going,
  );
  // By trigger, because the key of tally begins with it: a look at each index entry's end, not at all minutes of a year.
  const tallies = await deleteInBatches(
    sql,
    (tx, most) => tx`
      delete from tally where ctid = any(array(
        select old.id from flow_trigger t, lateral (
          select ctid as id from tally where trigger = t.id and minute < ${now}::timestamptz - make_interval(days => ${tallyDays}) limit ${most}
        ) old limit ${most}
      ))`,
    going,
  );
  return { keys, tallies };
}

/**
 * Rows that somebody holds for longer than a second end it for this turn.
 * @param remove deletes at most so many rows
 * @returns how many rows are gone, in all
 */
export async function deleteInBatches(
  sql: Sql,
  remove: (tx: Sql, most: number) => Promise<{ count: number }>,
  going: () => boolean,
  lockNumber?: number,
): Promise<number> {
  let gone = 0;
  for (let last = batch; last === batch && going(); gone += last) {
    try {
      last = (await step(sql, (tx) => remove(tx, batch), lockNumber)).count;
    } catch (error) {
      if (!isBusy(error)) throw error;
      last = 0;
    }
  }
  return gone;
}
