import { createHash } from 'node:crypto';
import type { Headers } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import { storable, storableJson } from './storable.ts';

/** A verified message on its way in, with all that places it. */
export interface Incoming {
  /** Names the message from now on; a uuid. */
  id: string;
  workspace: string;
  flow: string;
  version: number;
  trigger: string;
  /** Days that its history is kept. */
  keep: number;
  sourceId?: string;
  key?: string;
  headers: Headers;
  /** The body as it came: text, or bytes where it is not UTF-8 or holds NUL. */
  body: string | Uint8Array;
  startedBy: string;
  /** How long the source id is remembered, in seconds; 30 days unless told. 0: never a duplicate. */
  dedupeSeconds?: number;
  /** Somebody waits for the answer: a run of its own, and before others. */
  alone?: boolean;
  /** Messages of one lane run one after another, in the order in which they were stored; see flow/run/lane.ts. */
  lane?: string;
  /** Runs of a lane wait for all of the flow's with a smaller number. */
  epoch?: number;
}

/** Whom the statement itself calls: the workers, and the screens. */
export interface Tell {
  queue: boolean;
  runs: boolean;
}

const everybody: Tell = { queue: true, runs: true };

/** `message` of a duplicate is the first one; undefined where the database could not be asked for it. */
export type Accepted =
  | { duplicate: false; message: string; run: string }
  | { duplicate: true; message: string | undefined };

/** Longer business keys are cut: an index holds only so much, and a list of runs shows less. */
export const keyLength = 200;

/** How long a source id is remembered, unless the trigger says otherwise. */
const dedupeSeconds = 30 * 86_400;

/**
 * Takes a group in: source ids, messages, runs, tallies and the call to the workers in one statement, so that after it
 * returns nothing of the group can be lost, and before it nothing is there. One run per trigger and lane. An equal source id, in
 * this group or from any earlier time, makes a suppressed duplicate that names the first message.
 */
export async function accept(sql: Sql, group: Incoming[], writer: string, tell: Tell = everybody): Promise<Accepted[]> {
  const first = new Map<string, Incoming>();
  const repeats = new Map<Incoming, Incoming>();
  const keyed = group.map((incoming) => {
    const inbox =
      incoming.sourceId === undefined || incoming.dedupeSeconds === 0
        ? null
        : inboxKey(incoming.trigger, incoming.sourceId);
    const earlier = inbox === null ? undefined : first.get(inbox);
    if (earlier) repeats.set(incoming, earlier);
    else if (inbox !== null) first.set(inbox, incoming);
    return { incoming, inbox };
  });
  const rows = keyed.filter(({ incoming }) => !repeats.has(incoming));
  const runs = runsOf(rows.map(({ incoming }) => incoming));
  const runOf = (incoming: Incoming) => runs.get(runKey(incoming))?.id ?? '';
  const fresh = await insert(sql, rows, [...runs.values()], runOf, writer, tell);
  if (fresh.size === group.length)
    return group.map((incoming) => ({ duplicate: false, message: incoming.id, run: runOf(incoming) }));
  const taken = rows.flatMap(({ inbox, incoming }) => (inbox && !fresh.has(incoming.id) ? [inbox] : []));
  // The group is stored: should the database go away here, its senders must not hear that it is not, and send again.
  const known = await sql<
    { id: string; message: string }[]
  >`select id, message from inbox_key where id = any(${taken}::uuid[])`.catch(() => []);
  const knownBy = new Map(known.map((row) => [row.id, row.message]));
  await countDuplicates(sql, group, fresh, writer).catch(() => {});
  return keyed.map(({ incoming, inbox }) => {
    const original = repeats.get(incoming) ?? incoming;
    if (original === incoming && fresh.has(incoming.id))
      return { duplicate: false, message: incoming.id, run: runOf(incoming) };
    return {
      duplicate: true,
      message: fresh.has(original.id) ? original.id : knownBy.get(inbox ?? ''),
    };
  });
}

/** Half of sha256 over trigger and source id, as a uuid. */
export function inboxKey(trigger: string, sourceId: string): string {
  const hex = createHash('sha256').update(trigger).update('\0').update(sourceId).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

interface NewRun {
  id: string;
  of: Incoming;
}

function runsOf(group: Incoming[]): Map<string, NewRun> {
  const runs = new Map<string, NewRun>();
  for (const incoming of group)
    if (!runs.has(runKey(incoming))) runs.set(runKey(incoming), { id: crypto.randomUUID(), of: incoming });
  return runs;
}

const runKey = ({ id, trigger, lane, alone }: Incoming): string => (alone ? id : `${trigger} ${lane ?? ''}`);

/** Who is waited for comes before the backlog of its flow. */
const headStartSeconds = 60;

async function insert(
  sql: Sql,
  rows: { incoming: Incoming; inbox: string | null }[],
  runs: NewRun[],
  runOf: (incoming: Incoming) => string,
  writer: string,
  tell: Tell,
): Promise<Set<string>> {
  const column = <T>(read: (incoming: Incoming) => T) => rows.map(({ incoming }) => read(incoming));
  const raw = (incoming: Incoming) =>
    typeof incoming.body === 'string' ? null : Buffer.from(incoming.body).toString('base64');
  const fresh = await sql<{ id: string }[]>`
    with
    runs as (
      select * from unnest(
        ${runs.map((run) => run.id)}::uuid[], ${runs.map((run) => run.of.workspace)}::uuid[], ${runs.map((run) => run.of.flow)}::uuid[],
        ${runs.map((run) => run.of.version)}::int[], ${runs.map((run) => run.of.trigger)}::uuid[], ${runs.map((run) => run.of.keep)}::smallint[],
        ${runs.map((run) => run.of.startedBy)}::text[], ${runs.map((run) => run.of.lane ?? null)}::text[], ${runs.map((run) => run.of.epoch ?? 0)}::int[],
        ${runs.map((run) => (run.of.alone ? headStartSeconds : 0))}::int[]
      ) as u (run, workspace, flow, version, trigger, keep, started_by, lane, epoch, head_start)
    ),
    came as (
      select * from unnest(
        ${column((one) => one.id)}::text[], ${column(runOf)}::uuid[], ${rows.map((_, i) => i)}::int[], ${rows.map((row) => row.inbox)}::uuid[], ${column((one) => one.dedupeSeconds ?? dedupeSeconds)}::int[],
        ${column((one) => orNull(one.key?.slice(0, keyLength)))}::text[], ${column((one) => orNull(one.sourceId))}::text[],
        ${column((one) => storableJson(one.headers))}::text[],
        ${column((one) => (typeof one.body === 'string' ? one.body : null))}::text[], ${column(raw)}::text[]
      ) as u (id, run, seq, inbox, remembered, key, source_id, headers, body, raw)
    ),
    today as (select (now() at time zone 'utc')::date as day),
    taken as (
      insert into inbox_key (id, message, day, until)
      select inbox, id, day, now() + make_interval(secs => remembered) from came, today where inbox is not null order by inbox
      on conflict (id) do update set message = excluded.message, day = excluded.day, until = excluded.until where inbox_key.until <= now()
      returning id
    ),
    stored as (
      insert into message (keep, day, id, workspace, flow, trigger, run, seq, key, source_id, headers, body, raw)
      select keep, day, id, workspace, flow, trigger, run, seq, key, source_id, headers::jsonb, body, decode(raw, 'base64')
      from came join runs using (run), today
      where inbox is null or inbox in (select id from taken)
      returning id, run
    ),
    counted as (
      insert into tally (trigger, minute, writer, workspace, received)
      select trigger, date_trunc('minute', now()), ${writer}::uuid, workspace, count(*) from stored join runs using (run) group by trigger, workspace
      on conflict (trigger, minute, writer) do update set received = tally.received + excluded.received
    ),
    queued as (
      insert into run_live (workspace, flow, version, trigger, run, keep, day, kind, started_by, lane, epoch, due_at, n)
      select workspace, flow, version, trigger, run, keep, day, 'origin', started_by, lane, epoch, now() - make_interval(secs => head_start), count(*)
      from stored join runs using (run), today
      group by workspace, flow, version, trigger, run, keep, day, started_by, lane, epoch, head_start
      returning workspace, flow, run
    ),
    called as (
      select pg_notify('queue', '') from queued where ${tell.queue}
      union all select pg_notify('runs', concat_ws(' ', workspace, flow, run)) from queued where ${tell.runs}
    )
    select id, (select count(*) from called) from stored`;
  return new Set(fresh.map((row) => row.id));
}

async function countDuplicates(sql: Sql, group: Incoming[], fresh: Set<string>, writer: string): Promise<void> {
  const counts = new Map<string, { workspace: string; n: number }>();
  for (const { id, trigger, workspace } of group) {
    if (!fresh.has(id)) counts.set(trigger, { workspace, n: (counts.get(trigger)?.n ?? 0) + 1 });
  }
  if (counts.size === 0) return;
  const rows = [...counts].map(([trigger, { workspace, n }]) => ({ trigger, workspace, n }));
  await sql`
    insert into tally (trigger, minute, writer, workspace, duplicates)
    select trigger, date_trunc('minute', now()), ${writer}::uuid, workspace, n
    from unnest(${rows.map((row) => row.trigger)}::uuid[], ${rows.map((row) => row.workspace)}::uuid[], ${rows.map((row) => row.n)}::int[]) as u (trigger, workspace, n)
    on conflict (trigger, minute, writer) do update set duplicates = tally.duplicates + excluded.duplicates`;
}

const orNull = (words: string | undefined): string | null => (words === undefined ? null : storable(words));
