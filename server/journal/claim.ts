import { type Json, parseJson } from '#flow/json.ts';
import type { Event } from '#flow/run/events.ts';
import type { Headers, Message } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import type { Leg } from '../executor/host.ts';
import { doneFor, type Recorded } from './done.ts';

/** A worker that says nothing for so long is taken for dead. */
export const leaseSeconds = 10;

interface ClaimedRow {
  id: string;
  run: string;
  workspace: string;
  flow: string;
  version: number;
  kind: Leg['kind'];
  from_node: string | null;
  attempt: number;
  mode: Leg['mode'];
  fence: number;
  accepted_at: Date;
  keep: number;
  day: string;
}

interface ReceivedRow {
  run: string;
  message: string;
  key: string | null;
  headers: Headers;
  body: string | null;
  raw: Uint8Array | null;
  received_at: Date;
}

/**
 * Takes up to `most` legs that are due, oldest first, for this worker; other workers pass over them. Then reads what they
 * carry, and on top of that what an earlier worker left behind. Messages are not joined to the claim: without knowing the
 * days beforehand Postgres plans for every day of history, 73 ms per claim after a year, and 1 ms like this.
 */
export async function claim(sql: Sql, worker: string, most: number): Promise<Leg[]> {
  const rows = await sql<ClaimedRow[]>`
    with due as (
      select id from run_live where state = 'queued' and due_at <= now()
      order by priority desc, due_at, id limit ${most} for update skip locked
    ),
    claimed as (
      update run_live r set state = 'running', owner = ${worker}::uuid, fence = fence + 1,
        lease_until = now() + make_interval(secs => ${leaseSeconds})
      from due where r.id = due.id
      returning r.*
    )
    select c.id, c.run, c.workspace, c.flow, c.version, c.kind, coalesce(c.from_node, t.node) as from_node, c.attempt, c.mode, c.fence,
      c.accepted_at, c.keep, c.day::text
    from claimed c left join flow_trigger t on t.workspace = c.workspace and t.id = c.trigger
    order by c.id`;
  const messages = await receivedBy(
    sql,
    rows.filter((row) => row.kind === 'origin'),
  );
  return Promise.all(rows.map((row) => load(sql, row, messages.get(row.run) ?? [])));
}

/** The messages of runs, by run; one question per day, and nearly always there is one. */
async function receivedBy(sql: Sql, runs: ClaimedRow[]): Promise<Map<string, ReceivedRow[]>> {
  const days = Map.groupBy(runs, (row) => `${row.keep} ${row.day}`);
  const lists = await Promise.all(
    [...days.values()].flatMap((of) => {
      const [{ keep, day }] = of as [ClaimedRow];
      return sql<ReceivedRow[]>`
        select run, id as message, key, headers, body, raw, received_at from message
        where keep = ${keep} and day = ${day} and run = any(${of.map((row) => row.run)}::uuid[]) order by run, seq`;
    }),
  );
  return Map.groupBy(lists.flat(), (row) => row.run);
}

async function load(sql: Sql, row: ClaimedRow, came: ReceivedRow[]): Promise<Leg> {
  const id = Number(row.id);
  const again = row.fence > 1;
  const [messages, journal] = await Promise.all([
    row.kind === 'origin' ? came.map(received) : waited(sql, id, row),
    again
      ? sql<{ events: Event[] }[]>`
          select events from journal where keep = ${row.keep} and day = ${row.day} and run = ${row.run} and leg = ${id} order by seq`
      : [],
  ]);
  const history = journal.flatMap((append) => append.events);
  const from = row.from_node ?? '';
  const outcomes = again || row.kind !== 'origin' ? await recorded(sql, row, messages) : [];
  return {
    id,
    run: row.run,
    place: { keep: row.keep, day: row.day },
    workspace: row.workspace,
    flow: row.flow,
    version: row.version,
    kind: row.kind,
    from,
    attempt: row.attempt,
    mode: row.mode,
    fence: row.fence,
    acceptedAt: (row.kind === 'origin' ? row.accepted_at : (messages[0]?.at ?? row.accepted_at)).toISOString(),
    messages: messages.map(({ at, ...message }) => message),
    history,
    rows: journal.length,
    done: doneFor({ id, kind: row.kind, from }, outcomes),
  };
}

/** `at` is when the received message was accepted: the time that mappings see, on every attempt. */
type Loaded = Message & { at: Date };

function received(row: ReceivedRow): Loaded {
  return {
    id: row.message,
    root: row.message,
    parents: [],
    key: row.key ?? undefined,
    headers: row.headers,
    body: bodyOf(row),
    at: row.received_at,
  };
}

async function waited(sql: Sql, live: number, { keep, day }: ClaimedRow): Promise<Loaded[]> {
  const rows = await sql<
    {
      id: string;
      root: string;
      parents: string[];
      key: string | null;
      headers: Headers;
      body: string;
      received_at: Date;
    }[]
  >`
    select w.id, w.root, w.parents, w.key, w.headers, w.body, coalesce(m.received_at, l.accepted_at) as received_at
    from waiting w join run_live l on l.id = w.live
    left join message m on m.keep = ${keep} and m.day = ${day} and m.id = w.root
    where w.live = ${live} order by w.seq`;
  return rows.map(({ received_at, key, body, ...row }) => ({
    ...row,
    key: key ?? undefined,
    body: parseJson(body),
    at: received_at,
  }));
}

/** What is recorded of these messages' legs, so that no effect of an earlier attempt is repeated. */
async function recorded(sql: Sql, { keep, day, run }: ClaimedRow, messages: Message[]): Promise<Recorded[]> {
  const roots = [...new Set(messages.map((message) => message.root))];
  const rows = await sql<(Omit<Recorded, 'live'> & { live: string | null })[]>`
    select leg, node, state, port, reply, live from outcome
    where keep = ${keep} and day = ${day} and run = ${run} and message = any(${roots}::text[])`;
  return rows.map((row) => ({ ...row, live: row.live === null ? null : Number(row.live) }));
}

/** A body that is not JSON travels as text, one that is not text as base64. */
function bodyOf(row: { body: string | null; raw: Uint8Array | null }): Json {
  if (row.body === null) return Buffer.from(row.raw ?? []).toString('base64');
  try {
    return parseJson(row.body);
  } catch {
    return row.body;
  }
}

/** Keeps these legs of this worker. Any other in its name was lost sight of, and lapses as a dead worker's would. */
export async function renew(sql: Sql, worker: string, legs: number[]): Promise<void> {
  await sql`
    update run_live set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where owner = ${worker}::uuid and state = 'running' and id = any(${legs}::bigint[])`;
}

/** Puts the legs of dead workers back into the queue. @returns how many */
export async function reap(sql: Sql): Promise<number> {
  const rows = await sql`
    update run_live set state = 'queued', owner = null, lease_until = null where state = 'running' and lease_until < now() returning id`;
  return rows.length;
}

/** Puts a leg back, as it was: for a worker that stops or cannot go on. */
export async function release(sql: Sql, worker: string, leg: Leg, seconds = 0): Promise<void> {
  await sql`
    update run_live set state = 'queued', owner = null, lease_until = null, due_at = now() + make_interval(secs => ${seconds})
    where id = ${leg.id} and owner = ${worker}::uuid and fence = ${leg.fence}`;
}

/** Puts everything back that a worker held which is known to have ended. */
export async function releaseAll(sql: Sql, worker: string): Promise<void> {
  await sql`
    with freed as (
      update run_live set state = 'queued', owner = null, lease_until = null where owner = ${worker}::uuid and state = 'running' returning id
    )
    select pg_notify('queue', '') from freed limit 1`;
}
