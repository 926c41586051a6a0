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
  tried_for: number | null;
  mode: Leg['mode'];
  fence: number;
  accepted_at: Date;
  keep: number;
  day: string;
  lane: string | null;
  hold_key: string | null;
  origin: string;
  lost: number;
  last_flow: string | null;
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

export interface Share {
  /** Legs to claim, at the most. */
  most: number;
  /** What this worker runs of each flow already. */
  running: Map<string, number>;
  /** Legs of one flow that it runs at once, at the most. */
  perFlow: number;
  /** Flows after this one come first: where the last claim ended. */
  after: string;
}

export interface Claimed {
  legs: Leg[];
  /** Where the next claim should begin, so that each flow has its turn. */
  after: string;
  /** Legs whose rows cannot be read; they were put back to rest. */
  unreadable: { run: string; error: unknown }[];
}

/** Before every flow. */
export const firstFlow = '00000000-0000-0000-0000-000000000000';
const unreadableRestSeconds = 30;
/** Lanes of a step's own backlog that keep no order; see flow/run/lane.ts. */
const onlyConcurrency = '#[0-9]+$';

/** For who claims alone: the oldest of everything, as much as it asks for. */
export const wholeShare = (most: number): Share => ({ most, running: new Map(), perFlow: most, after: firstFlow });

/**
 * Takes legs that are due for this worker: the oldest few of each flow, in turn, so that a backlog of one delays no
 * other. Where a flow keeps order, the first leg of each lane of which none runs, and none before all runs of an older
 * epoch have ended. Only what holds its key may be due later and be passed by: for any other that rests, its lane waits. Other workers pass over what is taken. Flows are found by jumping from one to the next in the index,
 * a few microseconds each, and not by reading the backlog. Then reads what the legs carry, and what an earlier worker
 * left behind. Messages are not joined to the claim: without knowing the days beforehand Postgres plans for every day of
 * history, 73 ms per claim after a year, and 1 ms like this.
 *
 * A claim does not wait for the disk. Should the database die with it, the leg is claimed again, and nothing was done in
 * its name that a second claim would repeat: the first write of a leg, which does wait, takes the claim to the disk with it.
 * Where order is kept it does wait: another worker would send what comes later, while this one still sends what was first.
 */
export async function claim(sql: Sql, worker: string, share: Share): Promise<Claimed> {
  const rows = await take(sql, worker, share);
  if (rows.length === 0 && share.after !== firstFlow) return claim(sql, worker, { ...share, after: firstFlow });

  const messages = await receivedBy(
    sql,
    rows.filter((row) => row.kind === 'origin'),
  );
  const unreadable: Claimed['unreadable'] = [];
  const loaded = await Promise.all(
    rows.map((row) =>
      load(sql, row, messages.get(row.run) ?? []).catch(async (error: unknown) => {
        unreadable.push({ run: row.run, error });
        await release(sql, worker, { id: Number(row.id), fence: row.fence }, unreadableRestSeconds);
      }),
    ),
  );
  return { legs: loaded.filter((leg) => leg !== undefined), after: rows[0]?.last_flow ?? firstFlow, unreadable };
}

function take(sql: Sql, worker: string, { most, running, perFlow, after }: Share): Promise<ClaimedRow[]> {
  return sql<ClaimedRow[]>`
    with recursive
    flows as (
      (select flow from run_live where state = 'queued' and lane is null and flow > ${after}::uuid order by flow limit 1)
      union all
      select (select flow from run_live where state = 'queued' and lane is null and flow > flows.flow order by flow limit 1)
      from flows where flow is not null
    ),
    turns as (
      select flow from flows
      where exists (select 1 from run_live r where r.flow = flows.flow and state = 'queued' and lane is null and due_at <= now())
      limit ${most}
    ),
    mine as (select * from unnest(${[...running.keys()]}::uuid[], ${[...running.values()]}::int[]) as u (flow, under_way)),
    plain as (
      select taken.id, turns.flow
      from turns left join mine using (flow)
      cross join lateral (
        select id from run_live r where r.flow = turns.flow and state = 'queued' and lane is null and due_at <= now()
        order by due_at, id limit greatest(0, least(${perFlow} - coalesce(under_way, 0), ceil(${most}::float8 / (select count(*) from turns)))::int) for update skip locked
      ) taken
    ),
    lanes as (
      (select flow, lane from run_live where state = 'queued' and lane is not null order by flow, lane limit 1)
      union all
      select further.flow, further.lane from lanes cross join lateral (
        select flow, lane from run_live where state = 'queued' and lane is not null and (flow, lane) > (lanes.flow, lanes.lane) order by flow, lane limit 1
      ) further
    ),
    heads as (
      select head.id, row_number() over (partition by lanes.flow order by head.id) + coalesce(under_way, 0) as place
      from lanes left join mine using (flow) cross join lateral (
        select id, epoch, hold_key, due_at from run_live r
        where r.flow = lanes.flow and r.lane = lanes.lane and state = 'queued'
          and (due_at <= now() or (hold_key is null and r.lane !~ ${onlyConcurrency})) order by id limit 1
      ) head
      where head.due_at <= now()
        and not exists (select 1 from run_live r where r.flow = lanes.flow and r.lane = lanes.lane and r.state = 'running')
        and (head.epoch = 0 or head.hold_key is not null or not exists (select 1 from run_live r where r.flow = lanes.flow and r.epoch < head.epoch))
    ),
    laned as (
      select id from run_live
      where state = 'queued' and id = any(array(select id from heads where place <= ${perFlow} order by id limit ${most}))
      for update skip locked
    ),
    claimed as (
      update run_live r set state = 'running', owner = ${worker}::uuid, fence = fence + 1,
        lease_until = now() + make_interval(secs => ${leaseSeconds})
      where id = any(array(select id from plain union all select id from laned))
      returning r.*
    )
    select c.id, c.run, c.workspace, c.flow, c.version, c.kind, coalesce(c.from_node, t.node) as from_node, c.attempt, extract(epoch from now() - c.since)::float8 as tried_for, c.mode, c.fence,
      c.accepted_at, c.keep, c.day::text, c.lane, c.hold_key, coalesce(c.origin, c.id) as origin, c.lost,
      set_config('synchronous_commit', case when (select bool_or(lane !~ ${onlyConcurrency}) from claimed) then current_setting('synchronous_commit') else 'off' end, true), (select flow from turns order by flow offset ${most - 1}) as last_flow
    from claimed c left join flow_trigger t on t.workspace = c.workspace and t.id = c.trigger
    order by c.id`;
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
  const heldKeys = row.lane === null || row.hold_key !== null ? [] : await heldOf(sql, row, messages);
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
    triedFor: row.tried_for ?? undefined,
    mode: row.mode,
    fence: row.fence,
    acceptedAt: (row.kind === 'origin' ? row.accepted_at : (messages[0]?.at ?? row.accepted_at)).toISOString(),
    messages: messages.map(({ at, ...message }) => message),
    history,
    rows: journal.length,
    lost: row.lost,
    lane: row.lane ?? undefined,
    holdKey: row.hold_key ?? undefined,
    heldKeys: new Set(heldKeys),
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

/**
 * Of the keys of these messages, those that an earlier message holds: it waits for another try, or is parked. Messages
 * behind a leg's own do not hold it, nor does another branch of the same message.
 */
async function heldOf(sql: Sql, row: ClaimedRow, messages: Message[]): Promise<string[]> {
  const keys = ['', ...new Set(messages.flatMap((message) => message.key ?? []))];
  const roots = [...new Set(messages.map((message) => message.root))];
  const rows = await sql<{ hold_key: string }[]>`
    select hold_key from run_live l
    where flow = ${row.flow} and hold_key = any(${keys}::text[]) and origin < ${row.origin}
      and not exists (select 1 from waiting w where w.live = l.id and w.root = any(${roots}::text[]))
    union
    select hold_key from parked
    where flow = ${row.flow} and hold_key = any(${keys}::text[]) and state = 'parked' and origin < ${row.origin} and root <> all(${roots}::text[])`;
  return rows.map((one) => one.hold_key);
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
    update run_live set state = 'queued', owner = null, lease_until = null, lost = lost + 1 where state = 'running' and lease_until < now() returning id`;
  return rows.length;
}

/** Puts a leg back, as it was: for a worker that stops or cannot go on. */
export async function release(sql: Sql, worker: string, leg: Pick<Leg, 'id' | 'fence'>, seconds = 0): Promise<void> {
  await sql`
    update run_live set state = 'queued', owner = null, lease_until = null, due_at = now() + make_interval(secs => ${seconds})
    where id = ${leg.id} and owner = ${worker}::uuid and fence = ${leg.fence}`;
}

/** Puts everything back that a worker held which is known to have ended. */
export async function releaseAll(sql: Sql, worker: string): Promise<void> {
  await sql`
    with freed as (
      update run_live set state = 'queued', owner = null, lease_until = null, lost = lost + 1 where owner = ${worker}::uuid and state = 'running' returning id
    )
    select pg_notify('queue', '') from freed limit 1`;
}
