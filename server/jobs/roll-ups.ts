import type { Sql } from '../db.ts';
import { byStep, countsOf, type RollUpTable, type StoredCounts, storedCounts } from '../journal/counts.ts';
import { packSketch } from '../journal/sketch.ts';
import { storableJson } from '../journal/storable.ts';
import { reasonOf } from '../store/reason.ts';
import { Elsewhere, isBusy, step } from './step.ts';
import { deleteInBatches } from './sweep.ts';

/** Makes hours of minutes and days of hours, once a minute, in every web process; whoever comes first does it. */
export interface Folding {
  /** What is under way ends after its current step. */
  stop(): Promise<void>;
  /** A turn now, or the one that is under way. @throws the database's error */
  turn(): Promise<Folded>;
}

export interface Folded {
  /** Hours and days written, each of one flow. */
  hours: number;
  days: number;
  /** Rows deleted because they are old and folded. */
  deleted: number;
}

export interface FoldingDeps {
  sql: Sql;
  log(level: 'warn', words: string, facts: Record<string, unknown>): void;
  /** The database's clock unless told otherwise. */
  now?: () => Date;
}

const everyMs = 60_000;

/** A worker is still writing the last minute when the hour is over. What comes later than this is folded in again. */
const graceMinutes = 5;

interface Level {
  from: RollUpTable;
  to: RollUpTable;
  unit: 'hour' | 'day';
  /** Length of the unit. */
  ms: number;
  /** Finer rows are kept for so long after their time. */
  keepDays: number;
}

const levels: Level[] = [
  { from: 'roll_up_minute', to: 'roll_up_hour', unit: 'hour', ms: 3_600_000, keepDays: 2 },
  { from: 'roll_up_hour', to: 'roll_up_day', unit: 'day', ms: 86_400_000, keepDays: 60 },
];

/** Any number but that of the rest of the housekeeping, so that neither ends the other's turn. */
const lockNumber = 7_719_284_003;

export function startFolding({ sql, log, now }: FoldingDeps): Folding {
  let stopped = false;
  let underWay: Promise<Folded> | undefined;
  let timer = setTimeout(tick, everyMs);
  timer.unref();

  /** A database that is away is told of once, not every minute. */
  let told = false;

  async function tick(): Promise<void> {
    try {
      await folding.turn();
      told = false;
    } catch (error) {
      if (!stopped && !told)
        log('warn', 'Adding up the counts failed and is tried every minute.', { reason: reasonOf(error) });
      told = true;
    }
    if (stopped) return;
    timer = setTimeout(tick, everyMs);
    timer.unref();
  }

  const folding: Folding = {
    turn() {
      underWay ??= fold(sql, now, () => !stopped).finally(() => {
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
  return folding;
}

async function fold(sql: Sql, now: (() => Date) | undefined, going: () => boolean): Promise<Folded> {
  const folded: Folded = { hours: 0, days: 0, deleted: 0 };
  try {
    const moment = now?.() ?? (await databaseClock(sql));
    for (const level of levels) {
      const done = await foldLevel(sql, level, moment, going);
      if (level.unit === 'hour') folded.hours = done;
      else folded.days = done;
      if (going()) folded.deleted += await deleteOld(sql, level, moment, going);
    }
  } catch (error) {
    if (!(error instanceof Elsewhere || isBusy(error))) throw error;
  }
  return folded;
}

async function databaseClock(sql: Sql): Promise<Date> {
  const [row] = await sql<{ now: Date }[]>`select now()`;
  return row?.now ?? new Date();
}

/** One hour or day of one flow. */
interface Span {
  workspace: string;
  flow: string;
  start: Date;
}

async function foldLevel(sql: Sql, level: Level, now: Date, going: () => boolean): Promise<number> {
  const { from, unit } = level;
  const spans = await sql<Span[]>`
    select distinct workspace, flow, date_trunc(${unit}, at, 'UTC') as start from ${sql(from)}
    where not folded and at < date_trunc(${unit}, ${now}::timestamptz - make_interval(mins => ${graceMinutes}), 'UTC')
    order by start`;
  let done = 0;
  for (const span of spans) {
    if (!going()) break;
    await step(sql, (tx) => foldSpan(tx, level, span, horizonOf(level, now)), lockNumber);
    done += 1;
  }
  return done;
}

/**
 * Written whole from all finer rows of the span, so that a row which came late, or changed, is neither missed nor counted
 * twice. In a span so old that finer rows of it were deleted (a worker whose clock was days behind), what came late is
 * added to what stands there. All of it in one transaction with marking the finer rows as folded.
 */
async function foldSpan(tx: Sql, level: Level, span: Span, horizon: Date): Promise<void> {
  const { from, to, ms } = level;
  const end = new Date(span.start.getTime() + ms);
  const within = tx`workspace = ${span.workspace} and flow = ${span.flow} and at >= ${span.start} and at < ${end}`;
  const allThere = span.start >= horizon;
  if (allThere) await tx`update ${tx(from)} set folded = false where ${within} and folded`;
  const finer = await tx<StoredCounts[]>`
    update ${tx(from)} set folded = true where ${within} and not folded returning ${storedCounts(tx, from)}`;
  const before = allThere
    ? []
    : await tx<StoredCounts[]>`select ${storedCounts(tx, to)} from ${tx(to)} where ${within}`;
  const rows = byStep(countsOf([...finer, ...before])).map(({ sketch, ...counts }) => ({
    ...counts,
    sketch: packSketch(sketch),
  }));
  await tx`delete from ${tx(to)} where ${within}`;
  await tx`
    insert into ${tx(to)} (workspace, flow, at, node, connection, came, delivered, filtered, parked, retried, ms, ports, troubles, sketch)
    select ${span.workspace}, ${span.flow}, ${span.start}, u.node, u.connection, u.came, u.delivered, u.filtered, u.parked, u.retried, u.ms,
      u.ports, u.troubles, decode(u.sketch, 'base64')
    from json_to_recordset(${storableJson(rows)}::text::json) as u (
      node text, connection text, came bigint, delivered bigint, filtered bigint, parked bigint, retried bigint, ms bigint,
      ports jsonb, troubles jsonb, sketch text
    )`;
}

/** Finer rows before this may be gone. Whole hours and days, so that a span is there altogether or not at all. */
function horizonOf({ ms, keepDays }: Level, now: Date): Date {
  const then = now.getTime() - keepDays * 86_400_000;
  return new Date(then - (then % ms));
}

async function deleteOld(sql: Sql, level: Level, now: Date, going: () => boolean): Promise<number> {
  const table = sql(level.from);
  const horizon = horizonOf(level, now);
  return deleteInBatches(
    sql,
    (tx, most) =>
      tx`delete from ${table} where ctid = any(array(select ctid from ${table} where at < ${horizon} and folded limit ${most}))`,
    going,
    lockNumber,
  );
}
