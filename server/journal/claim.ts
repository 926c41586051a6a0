import { type Json, parseJson } from '#flow/json.ts';
import type { Event } from '#flow/run/events.ts';
import type { Headers, Message } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import { type Done, effectKey, type Leg, type OutcomeState } from '../executor/host.ts';

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
  message: string | null;
  key: string | null;
  headers: Headers;
  body: string | null;
  raw: Uint8Array | null;
  received_at: Date;
}

/**
 * Takes up to `most` legs that are due, oldest first, for this worker; other workers pass over them. A new run comes with
 * its messages in the same round trip; what an earlier worker left behind is read on top.
 */
export async function claim(sql: Sql, worker: string, most: number): Promise<Leg[]> {
  const rows = await sql<(ClaimedRow & ReceivedRow)[]>`
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
      c.accepted_at, c.keep, c.day::text, m.id as message, m.key, m.headers, m.body, m.raw, m.received_at
    from claimed c
    left join flow_trigger t on t.workspace = c.workspace and t.id = c.trigger
    left join message m on c.kind = 'origin' and m.keep = c.keep and m.day = c.day and m.run = c.run
    order by c.id, m.seq`;
  return Promise.all([...Map.groupBy(rows, (row) => row.id).values()].map((of) => load(sql, of)));
}

async function load(sql: Sql, rows: (ClaimedRow & ReceivedRow)[]): Promise<Leg> {
  const row = rows[0] as ClaimedRow;
  const id = Number(row.id);
  const again = row.fence > 1;
  const [messages, journal] = await Promise.all([
    row.kind === 'origin' ? rows.flatMap(received) : waited(sql, id),
    again
      ? sql<{ events: Event[] }[]>`
          select events from journal where keep = ${row.keep} and day = ${row.day} and run = ${row.run} and leg = ${id} order by seq`
      : [],
  ]);
  const history = journal.flatMap((append) => append.events);
  const done = again || row.kind !== 'origin' ? await recorded(sql, row.run, messages) : new Map<string, Done>();
  const tried = history.some((event) => event.type === 'step-finished' && event.node === row.from_node);
  if (!tried && row.kind !== 'origin')
    for (const message of messages) done.delete(effectKey(message.id, row.from_node ?? ''));
  return {
    id,
    run: row.run,
    place: { keep: row.keep, day: row.day },
    workspace: row.workspace,
    flow: row.flow,
    version: row.version,
    kind: row.kind,
    from: row.from_node ?? '',
    attempt: row.attempt,
    mode: row.mode,
    fence: row.fence,
    acceptedAt: (row.kind === 'origin' ? row.accepted_at : (messages[0]?.at ?? row.accepted_at)).toISOString(),
    messages: messages.map(({ at, ...message }) => message),
    history,
    rows: journal.length,
    done,
  };
}

/** `at` is when the received message was accepted: the time that mappings see, on every attempt. */
type Loaded = Message & { at: Date };

function received(row: ReceivedRow): Loaded[] {
  if (row.message === null) return [];
  return [
    {
      id: row.message,
      root: row.message,
      parents: [],
      key: row.key ?? undefined,
      headers: row.headers,
      body: bodyOf(row),
      at: row.received_at,
    },
  ];
}

async function waited(sql: Sql, live: number): Promise<Loaded[]> {
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
    left join message m on m.keep = l.keep and m.day = l.day and m.id = w.root
    where w.live = ${live} order by w.seq`;
  return rows.map(({ received_at, key, body, ...row }) => ({
    ...row,
    key: key ?? undefined,
    body: parseJson(body),
    at: received_at,
  }));
}

/** What is recorded of these messages' legs, so that no effect of an earlier attempt is repeated. */
async function recorded(sql: Sql, run: string, messages: Message[]): Promise<Map<string, Done>> {
  const roots = [...new Set(messages.map((message) => message.root))];
  const rows = await sql<
    { leg: string; node: string; state: OutcomeState; port: string | null; reply: string | null }[]
  >`
    select leg, node, state, port, reply from outcome where run = ${run} and message = any(${roots}::text[])`;
  return new Map(
    rows.map(({ leg, node, state, port, reply }) => [effectKey(leg, node), { state, port: port ?? 'out', reply }]),
  );
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
