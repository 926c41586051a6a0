import type { Event } from '#flow/run/events.ts';
import { emptyTally, type MessageState, type RunStatus, type Tally } from '#flow/run/status.ts';
import type { Sql } from '../db.ts';

/** Runs as the screens read them: those in the queue and those in history, in one shape. */

export interface StoredRun {
  id: string;
  workspace: string;
  keep: number;
  day: string;
  flow: string;
  version: number;
  status: RunStatus;
  mode: 'live' | 'test' | 'dry';
  startedBy: string;
  acceptedAt: Date;
  finishedAt: Date | null;
  keys: string[];
  error: string | null;
  tally: Tally;
  /** Its place among all runs, newest first: `<microseconds since 1970>_<id>`. A Date has milliseconds only. */
  cursor: string;
}

export interface RunFilter {
  workspace: string;
  id?: string;
  flow?: string;
  status?: string;
  /** Business key, exact. */
  key?: string;
  /** Runs accepted before the one with this cursor. */
  cursor?: string;
  most: number;
}

interface Row {
  id: string;
  workspace: string;
  keep: number;
  day: string;
  flow: string;
  version: number;
  status: RunStatus;
  mode: StoredRun['mode'];
  started_by: string;
  accepted_at: Date;
  finished_at: Date | null;
  keys: string[] | null;
  error: string | null;
  received: number;
  delivered: number;
  filtered: number;
  parked: number;
  cancelled: number;
  discarded: number;
  micros: string;
}

/** The form of a cursor. */
export const cursorForm = /^\d{1,17}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Newest first. A run that is still queued or running has not been counted yet: all of it is in flight. */
export async function readRuns(sql: Sql, filter: RunFilter): Promise<StoredRun[]> {
  const [micros, beforeId] = filter.cursor?.split('_') ?? [];
  const withKey =
    filter.key === undefined
      ? sql``
      : sql`and id in (select run from message where workspace = ${filter.workspace} and key = ${filter.key})`;
  const narrowed = sql`
    workspace = ${filter.workspace}
    ${filter.flow === undefined ? sql`` : sql`and flow = ${filter.flow}`}
    ${filter.id === undefined ? sql`` : sql`and id = ${filter.id}`}
    ${micros === undefined ? sql`` : sql`and (accepted_at, id) < ('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond', ${beforeId ?? ''}::uuid)`}
    ${withKey}`;
  const rows = await sql<Row[]>`
    select *, (extract(epoch from accepted_at) * 1000000)::bigint::text as micros from (
      select id, workspace, keep, day::text, flow, version, status, mode, started_by, accepted_at, finished_at, keys, error,
        received, delivered, filtered, parked, cancelled, discarded
      from run where ${narrowed}
      union all
      select id, workspace, keep, day::text, flow, version, state, mode, started_by, accepted_at, null,
        array(select distinct key from message m where m.keep = live.keep and m.day = live.day and m.run = live.id and key is not null limit 5), null, n, 0, 0, 0, 0, 0
      from (
        select run as id, workspace, keep, day, flow, version, state, mode, started_by, accepted_at, n from run_live where kind = 'origin'
      ) live where ${narrowed}
    ) both_kinds
    ${filter.status === undefined ? sql`` : filter.status === 'parked' ? sql`where parked > 0` : sql`where status = ${filter.status}`}
    order by accepted_at desc, id desc limit ${filter.most}`;
  return rows.map(stored);
}

function stored(row: Row): StoredRun {
  const { received, delivered, filtered, parked, cancelled, discarded } = row;
  const settled = delivered + filtered + parked + cancelled + discarded;
  const open = row.status === 'queued' || row.status === 'running' || row.status === 'waiting';
  const tally = {
    ...emptyTally(),
    received,
    delivered,
    filtered,
    parked,
    cancelled,
    discarded,
    'in-flight': open ? received - settled : 0,
  };
  return {
    id: row.id,
    workspace: row.workspace,
    keep: row.keep,
    day: row.day,
    flow: row.flow,
    version: row.version,
    status: row.status,
    mode: row.mode,
    startedBy: row.started_by,
    acceptedAt: row.accepted_at,
    finishedAt: open ? null : row.finished_at,
    keys: row.keys ?? [],
    error: row.error,
    tally,
    cursor: `${row.micros}_${row.id}`,
  };
}

/** The last few runs of each flow, newest first. */
export async function lastRuns(
  sql: Sql,
  workspace: string,
  flows: string[],
  each: number,
): Promise<Map<string, StoredRun[]>> {
  const lists = await Promise.all(flows.map((flow) => readRuns(sql, { workspace, flow, most: each })));
  return new Map(flows.map((flow, i) => [flow, lists[i] ?? []]));
}

/** The journal of a run, leg by leg, in the order in which the legs were made. */
export async function readJournal(sql: Sql, run: StoredRun): Promise<Event[]> {
  const rows = await sql<{ events: Event[] }[]>`
    select events from journal where keep = ${run.keep} and day = ${run.day} and run = ${run.id} order by leg, seq`;
  return rows.flatMap((row) => row.events);
}

/** What of a run stands at a step now: parked, or waiting there for another try. */
export interface Standing {
  parked: number;
  waiting: number;
}

/** By node. */
export async function readStanding(sql: Sql, run: StoredRun): Promise<Map<string, Standing>> {
  const rows = await sql<({ node: string } & Standing)[]>`
    select node, sum(parked)::int as parked, sum(waiting)::int as waiting from (
      select node, 1 as parked, 0 as waiting from parked where run = ${run.id} and state = 'parked'
      union all
      select from_node, 0, n from run_live where run = ${run.id} and kind <> 'origin'
    ) standing group by node`;
  return new Map(rows.map(({ node, ...standing }) => [node, standing]));
}

export interface StoredMessage {
  id: string;
  key: string | null;
  sourceId: string | null;
  receivedAt: Date;
  state: MessageState;
  /** When a waiting part of it is due. */
  dueAt: Date | null;
}

/** Received messages with the one state each is in; see flow/run/status.ts for the order. At most `most`, those that need a person first. */
export async function readMessages(sql: Sql, run: StoredRun, most: number): Promise<StoredMessage[]> {
  const rows = await sql<
    {
      id: string;
      key: string | null;
      source_id: string | null;
      received_at: Date;
      rank: number | null;
      due_at: Date | null;
    }[]
  >`
    select m.id, m.key, m.source_id, m.received_at, o.rank, w.due_at
    from message m
    left join lateral (
      select min(array_position(array['in-flight', 'parked', 'cancelled', 'discarded', 'delivered', 'filtered'], state)) as rank
      from outcome where keep = ${run.keep} and day = ${run.day} and message = m.id
    ) o on true
    left join lateral (
      select min(l.due_at) as due_at from waiting join run_live l on l.id = waiting.live where waiting.root = m.id
    ) w on true
    where m.keep = ${run.keep} and m.day = ${run.day} and m.run = ${run.id}
    order by o.rank nulls first, m.seq limit ${most}`;
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    sourceId: row.source_id,
    receivedAt: row.received_at,
    state: row.due_at || row.rank === null ? 'in-flight' : (ranked[row.rank - 1] ?? 'in-flight'),
    dueAt: row.due_at,
  }));
}

const ranked: MessageState[] = ['in-flight', 'parked', 'cancelled', 'discarded', 'delivered', 'filtered'];

/** The body of a received message as it came; null where it is not text. */
export async function readBodyOf(sql: Sql, run: StoredRun, message: string): Promise<string | null> {
  const [row] = await sql<{ body: string | null }[]>`
    select body from message where keep = ${run.keep} and day = ${run.day} and id = ${message} and run = ${run.id}`;
  return row?.body ?? null;
}

export interface StoredOutcome {
  leg: string;
  node: string;
  state: string;
  port: string | null;
  sent: string | null;
  reply: string | null;
  externalId: string | null;
}

export async function readOutcomes(sql: Sql, run: StoredRun, message: string): Promise<StoredOutcome[]> {
  const rows = await sql<(Omit<StoredOutcome, 'externalId'> & { external_id: string | null })[]>`
    select leg, node, state, port, sent, reply, external_id from outcome
    where keep = ${run.keep} and day = ${run.day} and message = ${message} order by at`;
  return rows.map(({ external_id, ...row }) => ({ ...row, externalId: external_id }));
}

export interface Came {
  key: string | null;
  at: Date;
  body: string;
}

/** Newest bodies that a trigger of a flow received. */
export async function lastBodies(
  sql: Sql,
  workspace: string,
  flow: string,
  node: string,
  most: number,
): Promise<Came[]> {
  return sql<Came[]>`
    select m.key, m.received_at as at, m.body from message m join flow_trigger t on t.workspace = m.workspace and t.id = m.trigger
    where m.workspace = ${workspace} and m.flow = ${flow} and t.node = ${node} and m.body is not null
    order by m.received_at desc limit ${most}`;
}

/** Newest bodies that an action of a flow gave on. */
export async function lastReplies(
  sql: Sql,
  workspace: string,
  flow: string,
  node: string,
  most: number,
): Promise<Came[]> {
  return sql<Came[]>`
    select m.key, o.at, o.reply as body
    from (
      select run, keep, day, message, at, reply from outcome
      where node = ${node} and reply is not null and run in (select id from run where workspace = ${workspace} and flow = ${flow} order by accepted_at desc limit 50)
      order by at desc limit ${most}
    ) o left join message m on m.keep = o.keep and m.day = o.day and m.id = o.message`;
}
