import type { Sql } from '../db.ts';
import { reasonOf } from '../store/reason.ts';
import { type Ahead, makeDaysAhead } from './days-ahead.ts';
import { readDays, shelves } from './history.ts';
import { endOldDays, type Old } from './old-days.ts';
import { Elsewhere } from './step.ts';
import { type Swept, sweep } from './sweep.ts';

/** What keeps the database from growing for ever. Runs in every web process; whoever comes first does it. */
export interface Housekeeping {
  /** What is under way ends after its current step. */
  stop(): Promise<void>;
  /** A turn now, or the one that is under way. @throws the database's error */
  turn(): Promise<Report>;
}

export interface Report {
  /** Another process was at it, so this turn ended early. */
  elsewhere: boolean;
  ahead: Ahead;
  old: Old;
  swept: Swept;
  /** Default partitions that hold rows of today although days were made ahead. */
  strays: string[];
}

export interface HousekeepingDeps {
  sql: Sql;
  log(level: 'info' | 'warn' | 'error', words: string, facts: Record<string, unknown>): void;
  /** The database's clock, which also places messages, unless told otherwise. */
  now?: () => Date;
}

const firstMs = 5_000;
const everyMs = 3_600_000;

export function startHousekeeping({ sql, log, now }: HousekeepingDeps): Housekeeping {
  let stopped = false;
  let underWay: Promise<Report> | undefined;
  let timer = setTimeout(tick, firstMs);
  timer.unref();

  async function tick(): Promise<void> {
    await house.turn().catch((error: unknown) => {
      if (!stopped) log('warn', 'Keeping house failed and is tried again in an hour.', { reason: reasonOf(error) });
    });
    if (stopped) return;
    timer = setTimeout(tick, everyMs);
    timer.unref();
  }

  const house: Housekeeping = {
    turn() {
      underWay ??= keepHouse(sql, now, () => !stopped)
        .then((report) => {
          tell(report, log);
          return report;
        })
        .finally(() => {
          underWay = undefined;
        });
      return underWay;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay?.catch(() => {});
    },
  };
  return house;
}

async function keepHouse(sql: Sql, now: (() => Date) | undefined, going: () => boolean): Promise<Report> {
  const report: Report = {
    elsewhere: false,
    ahead: { made: 0, busy: [] },
    old: { dropped: [], deleted: 0, inUse: [], busy: [] },
    swept: { keys: 0, tallies: 0 },
    strays: [],
  };
  try {
    const moment = (now ? now() : await databaseClock(sql)).toISOString();
    const today = moment.slice(0, 10);
    report.strays = await findStrays(sql, today);
    report.ahead = await makeDaysAhead(sql, today, going);
    report.old = await endOldDays(sql, today, going);
    report.swept = await sweep(sql, moment, going);
  } catch (error) {
    if (!(error instanceof Elsewhere)) throw error;
    report.elsewhere = true;
  }
  return report;
}

async function databaseClock(sql: Sql): Promise<Date> {
  const [row] = await sql<{ now: Date }[]>`select now()`;
  return row?.now ?? new Date();
}

/** On the first day everything stands in the default partitions. Once a day was made, nothing should. */
async function findStrays(sql: Sql, today: string): Promise<string[]> {
  const days = await readDays(sql);
  const begun = shelves.filter((shelf) => days.get(shelf.name)?.some(({ day }) => day <= today));
  const strays: string[] = [];
  for (const { rest, keep } of begun) {
    const [row] = await sql`select 1 from ${sql(rest)} where keep = ${keep} and day = ${today} limit 1`;
    if (row) strays.push(rest);
  }
  return strays;
}

function tell({ ahead, old, swept, strays }: Report, log: HousekeepingDeps['log']): void {
  if (strays.length > 0)
    log('warn', 'Today’s history has no tables of its own: none were made ahead. It works, but is slow to remove.', {
      tables: strays,
    });
  const busy = [...ahead.busy, ...old.busy];
  if (busy.length > 0)
    log('warn', 'Some tables of history were in use and are made or dropped in an hour.', { tables: busy });
  if (old.inUse.length > 0)
    log('warn', 'Some days are past their time and stay, because a message of theirs is still waiting.', {
      days: old.inUse,
    });
  const done = { made: ahead.made, dropped: old.dropped.length, deleted: old.deleted, ...swept };
  if (Object.values(done).some((n) => n > 0)) log('info', 'History was kept in order.', done);
}
