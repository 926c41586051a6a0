import type { Event } from '#flow/run/events.ts';
import { emptyTally, gap, type MessageState, messageStates, type RunStatus, type Tally } from '#flow/run/status.ts';
import type { Sql } from '../db.ts';
import { newestRows, type Span } from './days.ts';

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
  /** Runs that this trigger began. */
  trigger?: string;
  /** A run's status, or `parked`: holds a parked message. */
  status?: string;
  /** Runs that hold a message in this state. */
  holds?: MessageState;
  /** Business key, exact. */
  key?: string;
  /** Runs accepted on this UTC day or later. */
  first?: string;
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
  const [live, ended] = await Promise.all([
    readLive(sql, filter),
    newestRows(filter.most, (span, most) => readEnded(sql, filter, span, most), {
      first: filter.first,
      last: filter.cursor === undefined ? undefined : dayOfCursor(filter.cursor),
    }),
  ]);
  // A run that ended between the two questions answers both; as ended it says more.
  const known = new Set(ended.map((row) => row.id));
  return [...live.filter((row) => !known.has(row.id)), ...ended].sort(newestFirst).slice(0, filter.most).map(stored);
}

const newestFirst = (a: Row, b: Row): number =>
  BigInt(a.micros) === BigInt(b.micros) ? (a.id < b.id ? 1 : -1) : BigInt(a.micros) < BigInt(b.micros) ? 1 : -1;

const dayOfCursor = (cursor: string): string =>
  new Date(Number(BigInt(cursor.split('_')[0] ?? '0') / 1000n)).toISOString().slice(0, 10);

function narrowed(sql: Sql, filter: RunFilter) {
  const [micros, beforeId] = filter.cursor?.split('_') ?? [];
  return sql`
    workspace = ${filter.workspace}
    ${filter.flow === undefined ? sql`` : sql`and flow = ${filter.flow}`}
    ${filter.trigger === undefined ? sql`` : sql`and trigger = ${filter.trigger}`}
    ${micros === undefined ? sql`` : sql`and (accepted_at, id) < ('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond', ${beforeId ?? ''}::uuid)`}`;
}

const asMicros = (sql: Sql) => sql`(extract(epoch from accepted_at) * 1000000)::bigint::text as micros`;

function readEnded(sql: Sql, filter: RunFilter, { first, last }: Span, most: number): Promise<Row[]> {
  const { id, status, holds, key, workspace } = filter;
  const ofStatus =
    status === undefined ? sql`` : status === 'parked' ? sql`and parked > 0` : sql`and status = ${status}`;
  const holding =
    holds === undefined ? sql`` : holds === 'in-flight' ? sql`and status = 'waiting'` : sql`and ${sql(holds)} > 0`;
  const withKey =
    key === undefined
      ? sql``
      : sql`and id in (select run from message where workspace = ${workspace} and key = ${key} and day between ${first} and ${last})`;
  return sql<Row[]>`
    select id, workspace, keep, day::text, flow, version, status, mode, started_by, accepted_at, finished_at, keys, error,
      received, delivered, filtered, parked, cancelled, discarded, ${asMicros(sql)}
    from run
    where ${narrowed(sql, filter)} and day between ${first} and ${last}
      ${id === undefined ? sql`` : sql`and id = ${id}`} ${ofStatus} ${holding} ${withKey}
    order by accepted_at desc, id desc limit ${most}`;
}

async function readLive(sql: Sql, filter: RunFilter): Promise<Row[]> {
  const { id, status, holds, key, first } = filter;
  if (holds !== undefined && holds !== 'in-flight') return [];
  const days = await sql<{ keep: number; day: string }[]>`
    select distinct keep, day::text from run_live where kind = 'origin' and workspace = ${filter.workspace}
    ${id === undefined ? sql`` : sql`and run = ${id}`}`;
  if (days.length === 0) return [];
  const sorted = days.map((one) => one.day).sort();
  const within = sql`m.day between ${sorted.at(0) ?? ''} and ${sorted.at(-1) ?? ''} and m.keep = live.keep and m.day = live.day and m.run = live.id`;
  return sql<Row[]>`
    select id, workspace, keep, day::text, flow, version, status, mode, started_by, accepted_at, null as finished_at,
      array(select distinct m.key from message m where ${within} and m.key is not null limit 5) as keys,
      null as error, n as received, 0 as delivered, 0 as filtered, 0 as parked, 0 as cancelled, 0 as discarded, ${asMicros(sql)}
    from (
      select run as id, workspace, keep, day, flow, version, trigger, case state when 'held' then 'waiting' else state end as status,
        mode, started_by, accepted_at, n
      from run_live where kind = 'origin'
    ) live
    where ${narrowed(sql, filter)}
      ${id === undefined ? sql`` : sql`and id = ${id}`} ${status === undefined ? sql`` : sql`and status = ${status}`}
      ${first === undefined ? sql`` : sql`and day >= ${first}`}
      ${key === undefined ? sql`` : sql`and exists (select 1 from message m where ${within} and m.key = ${key})`}
    order by accepted_at desc, id desc limit ${filter.most}`;
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
  /** Null: nothing says where it is, so it is counted in the gap. */
  state: MessageState | null;
  /** Targets that it came to, of those that it was on the way to. */
  delivered: number;
  ends: number;
  /** When a waiting part of it is due. */
  dueAt: Date | null;
}

/** Received messages with the one state each is in; see flow/run/status.ts for the order. At most `most`, those that need a person first. */
export async function readMessages(sql: Sql, run: StoredRun, most: number, only?: string): Promise<StoredMessage[]> {
  return sql<StoredMessage[]>`
    select m.id, m.key, m.source_id as "sourceId", m.received_at as "receivedAt", s.state, s.delivered, s.ends, w.due_at as "dueAt"
    from message m
    join message_states(${run.workspace}, null, array[${run.id}::uuid], ${run.day}, ${run.day}, ${run.keep}) s on s.message = m.id
    left join lateral (
      select min(l.due_at) as due_at from waiting join run_live l on l.id = waiting.live where waiting.root = m.id and l.run = ${run.id}
    ) w on true
    where m.keep = ${run.keep} and m.day = ${run.day} and m.run = ${run.id} ${only === undefined ? sql`` : sql`and m.id = ${only}`}
    order by array_position(${messageStates as unknown as string[]}::text[], s.state) nulls first, m.seq limit ${most}`;
}

/** The run's equation, counted from its messages now, and what is missing in it: received minus all that are somewhere. */
export async function readProof(sql: Sql, run: StoredRun): Promise<{ tally: Tally; gap: number }> {
  const rows = await sql<{ state: MessageState | null; n: number }[]>`
    select state, count(*)::int as n from message_states(${run.workspace}, null, array[${run.id}::uuid], ${run.day}, ${run.day}, ${run.keep}) group by state`;
  const tally = { ...emptyTally(), received: run.tally.received };
  for (const { state, n } of rows) if (state !== null) tally[state] = n;
  return { tally, gap: gap(tally) };
}

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
export function lastBodies(sql: Sql, workspace: string, flow: string, node: string, most: number): Promise<Came[]> {
  return newestRows(
    most,
    ({ first, last }, left) => sql<Came[]>`
      select m.key, m.received_at as at, m.body from message m join flow_trigger t on t.workspace = m.workspace and t.id = m.trigger
      where m.workspace = ${workspace} and m.flow = ${flow} and t.node = ${node} and m.body is not null
        and m.day between ${first} and ${last}
      order by m.received_at desc limit ${left}`,
  );
}

/** Newest bodies that an action of a flow gave on. */
export function lastReplies(sql: Sql, workspace: string, flow: string, node: string, most: number): Promise<Came[]> {
  return newestRows(
    most,
    ({ first, last }, left) => sql<Came[]>`
      select m.key, o.at, o.reply as body
      from (
        select keep, day, message, at, reply from outcome
        where node = ${node} and reply is not null and day between ${first} and ${last} and run in (
          select id from run where workspace = ${workspace} and flow = ${flow} and day between ${first} and ${last}
          order by accepted_at desc limit 50
        )
        order by at desc limit ${left}
      ) o left join message m on m.keep = o.keep and m.day = o.day and m.id = o.message and m.day between ${first} and ${last}
      order by o.at desc`,
  );
}
