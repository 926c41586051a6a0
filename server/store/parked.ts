import { nodeOf } from '#flow/flow.ts';
import { laneOf } from '#flow/run/lane.ts';
import type { Headers, Trouble } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import { releaseHeld } from '../journal/held.ts';
import { refreshRuns } from '../journal/refresh.ts';
import type { Actor } from './actor.ts';
import { openDocument } from './flows.ts';

/** Messages that need a person, and what the person decides. */

export interface StoredParked {
  id: string;
  run: string;
  flow: string;
  version: number;
  node: string;
  message: string;
  root: string;
  key: string | null;
  headers: Headers;
  body: string;
  trouble: Trouble;
  state: 'parked' | 'retried' | 'discarded';
  at: Date;
  /** Its place among all parked messages, newest first: `<microseconds since 1970>_<id>`. */
  cursor: string;
}

export interface ParkedFilter {
  flow?: string;
  run?: string;
  /** False: those decided on as well. */
  open?: boolean;
  /** Those after the one with this cursor; its form is that of runs. */
  cursor?: string;
}

/** Rows of one page. */
export const parkedPage = 500;

export async function readParked(
  sql: Sql,
  workspace: string,
  filter: ParkedFilter,
  most = parkedPage,
): Promise<StoredParked[]> {
  const [micros, beforeId] = filter.cursor?.split('_') ?? [];
  return sql<StoredParked[]>`
    select id, run, flow, version, node, message, root, key, headers, body, trouble, state, at,
      (extract(epoch from at) * 1000000)::bigint || '_' || id as cursor
    from parked
    where workspace = ${workspace}
    ${filter.flow === undefined ? sql`` : sql`and flow = ${filter.flow}`}
    ${filter.run === undefined ? sql`` : sql`and run = ${filter.run}`}
    ${filter.open === false ? sql`` : sql`and state = 'parked'`}
    ${micros === undefined ? sql`` : sql`and (at, id) < ('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond', ${beforeId ?? ''}::uuid)`}
    order by at desc, id desc limit ${most}`;
}

/** How many are parked now. */
export async function countParked(sql: Sql, workspace: string, flow?: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from parked
    where workspace = ${workspace} and state = 'parked' ${flow === undefined ? sql`` : sql`and flow = ${flow}`}`;
  return row?.n ?? 0;
}

/**
 * Sends parked messages back to the step that parked them: in the newest published version, where a mended map is, or in
 * their own when that one no longer has the step. @returns how many
 */
export function retryParked(sql: Sql, actor: Actor, ids: string[]): Promise<number> {
  return decide(sql, actor, ids, 'retried', null);
}

/** Sets parked messages aside for good, with a reason. @returns how many */
export function discardParked(sql: Sql, actor: Actor, ids: string[], reason: string): Promise<number> {
  return decide(sql, actor, ids, 'discarded', reason);
}

/** Messages decided on in one transaction: each may hold the lock of a run of its own, and a server has room for some thousands. */
const atOnce = 1000;

async function decide(
  sql: Sql,
  actor: Actor,
  ids: string[],
  state: 'retried' | 'discarded',
  reason: string | null,
): Promise<number> {
  let decided = 0;
  for (let i = 0; i < ids.length; i += atOnce)
    decided += await decideSome(sql, actor, ids.slice(i, i + atOnce), state, reason);
  return decided;
}

interface Decided {
  id: string;
  workspace: string;
  flow: string;
  version: number;
  run: string;
  keep: number;
  day: string;
  root: string;
  message: string;
  node: string;
  holdKey: string | null;
}

const verbs = { retried: 'parked.retry', discarded: 'parked.discard' };

/** One decision per message, whoever presses the button twice: only rows still parked are taken. */
function decideSome(
  sql: Sql,
  actor: Actor,
  ids: string[],
  state: 'retried' | 'discarded',
  reason: string | null,
): Promise<number> {
  return sql.begin(async (transaction) => {
    const tx = transaction as unknown as Sql;
    await lockRuns(
      tx,
      tx`select distinct run from parked where workspace = ${actor.workspace} and id = any(${ids}::uuid[]) and state = 'parked'`,
    );
    const rows = await tx<Decided[]>`
      update parked set state = ${state}, decided_by = ${actor.name}, decided_at = now(), reason = ${reason}
      where workspace = ${actor.workspace} and id = any(${ids}::uuid[]) and state = 'parked'
      returning id, workspace, flow, version, run, keep, day::text, root, message, node, hold_key as "holdKey"`;
    if (rows.length === 0) return 0;
    for (const { keep, day, of } of byDay(rows)) {
      await tx`
        update outcome o set state = ${state}
        from unnest(${of.map((row) => row.root)}::text[], ${of.map((row) => row.message)}::text[], ${of.map((row) => row.node)}::text[]) as d (root, leg, node)
        where o.keep = ${keep} and o.day = ${day} and o.message = d.root and o.leg = d.leg and o.node = d.node`;
    }
    if (state === 'retried') await queueAgain(tx, actor, rows);
    await tx`
      insert into change_log (workspace, actor, action, subject, details)
      select ${actor.workspace}, ${actor.name}, ${verbs[state]}, id, ${JSON.stringify(reason === null ? {} : { reason })}::text::jsonb
      from unnest(${rows.map((row) => row.id)}::text[]) as decided (id)`;
    for (const { keep, day, of } of byDay(rows))
      await refreshRuns(tx, [...new Set(of.map((row) => row.run))], { keep, day }, true);
    for (const row of distinct(rows, (one) => (one.holdKey === null ? undefined : `${one.flow} ${one.holdKey}`)))
      await releaseHeld(tx, { flow: row.flow, holdKey: row.holdKey ?? '' });
    await tellRuns(tx, rows);
    return rows.length;
  });
}

/**
 * A leg of its own for each, at the step that parked it; one that held its key holds it until it is through. It is of the
 * newest epoch: what comes in a newer order shall not wait for what a person sent back.
 */
async function queueAgain(tx: Sql, actor: Actor, rows: Decided[]): Promise<void> {
  const versions = await versionsFor(tx, rows);
  await tx`
    with again as materialized (
      select nextval('run_live_id_seq') as live, ordered.* from (
        select p.*, u.as_version, u.lane from parked p join unnest(
          ${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => versions(row))}::int[], ${rows.map((row) => laneOf(row.holdKey ?? undefined) ?? null)}::text[]
        ) as u (id, as_version, lane) on u.id = p.id order by p.accepted_at, p.id
      ) ordered
    ),
    legs as (
      insert into run_live (id, workspace, flow, version, run, keep, day, kind, from_node, started_by, accepted_at, lane, epoch, hold_key, origin, n)
      overriding system value
      select live, workspace, flow, as_version, run, keep, day, 'replay', node, ${actor.name}, accepted_at, lane,
        (select max(v.epoch) from flow_version v where v.workspace = again.workspace and v.flow = again.flow), hold_key, origin, 1 from again
    )
    insert into waiting (live, seq, id, root, parents, key, headers, body, trouble)
    select live, 0, message, root, parents, key, headers, body, trouble from again`;
}

/** The newest published version where it has the step, else the one that parked it. Each flow is read once. */
async function versionsFor(tx: Sql, rows: Decided[]): Promise<(row: Decided) => number> {
  const newest = new Map<string, { version: number; has(node: string): boolean }>();
  for (const { workspace, flow } of distinct(rows, (row) => row.flow)) {
    const [row] = await tx<{ version: number; document: string }[]>`
      select version, document from flow_version where workspace = ${workspace} and flow = ${flow} order by version desc limit 1`;
    if (!row) continue;
    const document = openDocument(row.document);
    newest.set(flow, { version: row.version, has: (node) => nodeOf(document, node) !== undefined });
  }
  return (row) => {
    const latest = newest.get(row.flow);
    return latest?.has(row.node) ? latest.version : row.version;
  };
}

interface OfRun {
  workspace: string;
  flow: string;
  run: string;
}

/** Holds these runs against everybody who counts them, always in the same order. @param runs a query of their ids */
export async function lockRuns(tx: Sql, runs: ReturnType<Sql>): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(run::text, 0)) from (select run from (${runs}) wanted order by run offset 0) ordered`;
}

/** Wakes the workers, and the screens that show these runs. */
export async function tellRuns(tx: Sql, rows: OfRun[]): Promise<void> {
  const told = distinct(rows, (row) => row.run).map((row) => `${row.workspace} ${row.flow} ${row.run}`);
  await tx`select pg_notify('queue', ''), pg_notify('runs', words) from unnest(${told}::text[]) as told (words)`;
}

function byDay<T extends { keep: number; day: string }>(rows: T[]): { keep: number; day: string; of: T[] }[] {
  return [...Map.groupBy(rows, ({ keep, day }) => `${keep} ${day}`).values()].flatMap((of) => {
    const [first] = of;
    return first ? [{ keep: first.keep, day: first.day, of }] : [];
  });
}

/** The first of each name; without a name, none. */
function distinct<T>(rows: T[], nameOf: (row: T) => string | undefined): T[] {
  return [
    ...new Map(
      rows.toReversed().flatMap((row) => {
        const name = nameOf(row);
        return name === undefined ? [] : [[name, row] as const];
      }),
    ).values(),
  ];
}
