import { stringifyJson } from '#flow/json.ts';
import { journalFormat } from '#flow/run/events.ts';
import type { Message } from '#flow/run/message.ts';
import type { Tally } from '#flow/run/status.ts';
import type { Sql } from '../db.ts';
import type { Append, Leg, Outcome, Wait } from '../executor/host.ts';
import type { Counted, Counting } from './roll-up.ts';
import { storable, storableJson } from './storable.ts';

/** One leg's write. `tally` where the leg is the whole run and its counts are known without asking the database. */
export interface Write {
  leg: Leg;
  append: Append;
  tally?: Tally;
}

/**
 * Writes what legs did: journal, outcomes, receipts, parked messages, messages that wait and the counts of it all, in one
 * statement. It begins by holding each leg's row for this worker and fence; of a leg that is not held, nothing is written.
 * @returns the ids of the legs that were held
 */
export async function writeAppends(sql: Sql, worker: string, writes: Write[], rollUps: Counting): Promise<Set<number>> {
  for (let rest = writes; rest.length > 0; ) {
    const counted = rollUps.count(rest);
    const held = await writeIfAllHeld(sql, worker, rest, counted);
    if (held.size === rest.length) {
      counted.keep();
      return held;
    }
    rest = rest.filter(({ leg }) => held.has(leg.id));
  }
  return new Set();
}

/** Nothing is written where a leg of them was lost, so that counts of all of them together are the counts of what is written. */
async function writeIfAllHeld(sql: Sql, worker: string, writes: Write[], counted: Counted): Promise<Set<number>> {
  const all = <T>(list: (append: Append) => T[]) =>
    writes.flatMap(({ leg, append }) => list(append).map((item) => ({ leg: leg.id, item })));
  const outcomes = all((append) => append.outcomes);
  const receipts = all((append) => append.receipts);
  const parked = all((append) => append.parked);
  const waits = all((append) => append.waits);
  const finishes = writes.some(({ append }) => append.finish);
  const held = await sql<{ id: string }[]>`
    with
    asked as (
      select * from unnest(
        ${writes.map(({ leg }) => leg.id)}::bigint[], ${writes.map(({ leg }) => leg.fence)}::int[], ${writes.map(({ leg }) => leg.rows)}::int[],
        ${writes.map(({ append }) => storableJson(append.events))}::text[], ${writes.map(({ append }) => (append.finish ? 1 : 0))}::int[],
        ${writes.map(({ append, tally }) => (tally && append.finish?.status === 'failed' ? 'failed' : tally ? 'done' : 'waiting'))}::text[],
        ${writes.map(({ append }) => orNull(append.finish?.words))}::text[], ${writes.map(({ leg }) => storableJson(keysOf(leg)))}::text[],
        ${writes.map(({ tally }) => tally?.delivered ?? 0)}::int[], ${writes.map(({ tally }) => tally?.filtered ?? 0)}::int[],
        ${writes.map(({ tally }) => tally?.parked ?? 0)}::int[]
      ) as u (id, fence, seq, events, finishes, status, words, keys, delivered, filtered, parked)
    ),
    locked as (
      select r.*, a.seq, a.events, a.finishes, a.status, a.words, a.keys, a.delivered, a.filtered, a.parked
      from run_live r join asked a on a.id = r.id and a.fence = r.fence and r.owner = ${worker}::uuid
      order by r.id for update of r
    ),
    mine as (
      select * from locked where (select count(*) from locked) = ${writes.length}
    ),
    journaled as (
      insert into journal (keep, day, run, leg, seq, fence, format, events)
      select keep, day, run, id, seq, fence, ${journalFormat}, events::jsonb from mine
    )
    ${endedAs(sql, outcomes)}${receivedAs(sql, receipts)}${parkedAs(sql, parked)}${leavingAs(sql, waits)}${finishes ? finishedAs(sql) : sql``}${counted.cte(sql)}
    select id from locked`;
  return new Set(held.map((row) => Number(row.id)));
}

/** Something of one leg. */
interface Of<T> {
  leg: number;
  item: T;
}

/** A part of the statement, left out where it has nothing to write: preparing to write to a table costs more than a row. */
type Part = ReturnType<Sql>;

function endedAs(sql: Sql, outcomes: Of<Outcome>[]): Part {
  if (outcomes.length === 0) return sql``;
  return sql`,
    ended as (
      insert into outcome (keep, day, message, leg, node, workspace, run, state, port, sent, reply, external_id, live)
      select keep, day, u.message, u.leg, u.node, workspace, run, u.state, u.port, u.sent, u.reply, u.external_id, mine.id
      from mine join unnest(
        ${outcomes.map((one) => one.leg)}::bigint[],
        ${outcomes.map((one) => one.item.root)}::text[], ${outcomes.map((one) => one.item.leg)}::text[], ${outcomes.map((one) => one.item.node)}::text[],
        ${outcomes.map((one) => one.item.state)}::text[], ${outcomes.map((one) => one.item.port ?? null)}::text[], ${outcomes.map((one) => one.item.sent ?? null)}::text[],
        ${outcomes.map((one) => one.item.reply ?? null)}::text[], ${outcomes.map((one) => orNull(one.item.externalId))}::text[]
      ) as u (id, message, leg, node, state, port, sent, reply, external_id) on u.id = mine.id
      on conflict (keep, day, message, leg, node) do update
        set state = excluded.state, port = excluded.port, sent = coalesce(excluded.sent, outcome.sent), reply = excluded.reply, external_id = coalesce(excluded.external_id, outcome.external_id), live = excluded.live, at = now()
    )`;
}

function receivedAs(sql: Sql, receipts: Of<Append['receipts'][number]>[]): Part {
  if (receipts.length === 0) return sql``;
  return sql`,
    received as (
      insert into receipt (workspace, connection, entity, source_key, external_id, version, hash)
      select workspace, u.connection, u.entity, u.source_key, u.external_id, u.version, u.hash
      from mine join unnest(
        ${receipts.map((one) => one.leg)}::bigint[],
        ${receipts.map((one) => one.item.connection)}::uuid[], ${receipts.map((one) => storable(one.item.entity))}::text[], ${receipts.map((one) => storable(one.item.sourceKey))}::text[],
        ${receipts.map((one) => storable(one.item.externalId))}::text[], ${receipts.map((one) => orNull(one.item.version))}::text[], ${receipts.map((one) => orNull(one.item.hash))}::text[]
      ) as u (id, connection, entity, source_key, external_id, version, hash) on u.id = mine.id
      on conflict do nothing
    )`;
}

function parkedAs(sql: Sql, parked: Of<Append['parked'][number]>[]): Part {
  if (parked.length === 0) return sql``;
  return sql`,
    parked_now as (
      insert into parked (id, workspace, flow, version, node, run, keep, day, message, root, parents, key, headers, body, trouble, accepted_at, hold_key, origin)
      select gen_random_uuid(), workspace, flow, version, u.node, run, keep, day, u.message, u.root,
        array(select jsonb_array_elements_text(u.parents::jsonb)), u.key, u.headers::jsonb, u.body, u.trouble::jsonb, accepted_at, u.holds, coalesce(mine.origin, mine.id)
      from mine join unnest(
        ${parked.map((one) => one.leg)}::bigint[],
        ${parked.map((one) => one.item.node)}::text[], ${parked.map((one) => one.item.message.id)}::text[], ${parked.map((one) => one.item.message.root)}::text[],
        ${parked.map((one) => parents(one.item.message))}::text[], ${parked.map((one) => orNull(one.item.message.key))}::text[],
        ${parked.map((one) => storableJson(one.item.message.headers))}::text[], ${parked.map((one) => text(one.item.message))}::text[],
        ${parked.map((one) => storableJson(one.item.trouble))}::text[], ${parked.map((one) => orNull(one.item.holdKey))}::text[]
      ) as u (id, node, message, root, parents, key, headers, body, trouble, holds) on u.id = mine.id
      on conflict (run, message, node) do update
        set state = 'parked', version = excluded.version, trouble = excluded.trouble, body = excluded.body, hold_key = excluded.hold_key, at = now(), decided_by = null, decided_at = null, reason = null
    )`;
}

function leavingAs(sql: Sql, waits: Of<Wait>[]): Part {
  if (waits.length === 0) return sql``;
  const waiting = waits.flatMap(({ item }, place) => item.messages.map((one, seq) => ({ ...one, seq, place })));
  return sql`,
    leaving as materialized (
      select nextval('run_live_id_seq') as live, ordered.* from (
        select u.place, u.kind as as_kind, u.node, u.attempt as as_attempt, u.seconds, u.count, u.backlog, u.holds, u.as_state, mine.*
        from mine join unnest(
          ${waits.map((one) => one.leg)}::bigint[], ${waits.map((_, i) => i)}::int[], ${waits.map((one) => one.item.kind ?? 'retry')}::text[],
          ${waits.map((one) => one.item.node)}::text[], ${waits.map((one) => one.item.attempt)}::int[], ${waits.map((one) => one.item.seconds)}::float8[],
          ${waits.map((one) => one.item.messages.length)}::int[], ${waits.map((one) => orNull(one.item.lane))}::text[],
          ${waits.map((one) => orNull(one.item.holdKey))}::text[], ${waits.map((one) => (one.item.held ? 'held' : 'queued'))}::text[]
        ) as u (id, place, kind, node, attempt, seconds, count, backlog, holds, as_state) on u.id = mine.id
        order by u.place
      ) ordered
    ),
    detached as (
      insert into run_live (id, workspace, flow, version, trigger, run, keep, day, kind, parent, from_node, attempt, since, mode, started_by, accepted_at, due_at, lane, epoch, hold_key, origin, state, n)
      overriding system value
      select live, workspace, flow, version, trigger, run, keep, day, as_kind, id, node, as_attempt, case when as_attempt > 1 then coalesce(case when from_node = node then since end, now()) end, mode, started_by, accepted_at, now() + make_interval(secs => seconds),
        coalesce(backlog, lane), epoch, holds, coalesce(origin, id), as_state, count
      from leaving
      returning id
    ),
    kept as (
      insert into waiting (live, seq, id, root, parents, key, headers, body, trouble)
      select leaving.live, u.seq, u.id, u.root, array(select jsonb_array_elements_text(u.parents::jsonb)), u.key, u.headers::jsonb, u.body, u.trouble::jsonb
      from leaving join detached on detached.id = leaving.live join unnest(
        ${waiting.map((one) => one.place)}::int[], ${waiting.map((one) => one.seq)}::int[], ${waiting.map((one) => one.message.id)}::text[],
        ${waiting.map((one) => one.message.root)}::text[], ${waiting.map((one) => parents(one.message))}::text[],
        ${waiting.map((one) => orNull(one.message.key))}::text[], ${waiting.map((one) => storableJson(one.message.headers))}::text[],
        ${waiting.map((one) => text(one.message))}::text[], ${waiting.map((one) => (one.trouble ? storableJson(one.trouble) : null))}::text[]
      ) as u (place, seq, id, root, parents, key, headers, body, trouble) on u.place = leaving.place
    )`;
}

function finishedAs(sql: Sql): Part {
  return sql`,
    recorded as (
      insert into run (keep, day, id, workspace, flow, version, trigger, mode, status, started_by, keys, received, delivered, filtered, parked, error, accepted_at, finished_at)
      select keep, day, run, workspace, flow, version, trigger, mode, status, started_by,
        array(select jsonb_array_elements_text(keys::jsonb)), n, delivered, filtered, parked, words, accepted_at, now()
      from mine where finishes = 1 and kind = 'origin'
    ),
    removed as (
      delete from run_live where id in (select id from mine where finishes = 1)
    )`;
}

const text = (message: Message): string => stringifyJson(message.body);
const parents = (message: Message): string => storableJson(message.parents);
const orNull = (words: string | undefined): string | null => (words === undefined ? null : storable(words));

/** The first few business keys, for the list of runs. */
function keysOf(leg: Leg): string[] {
  return [...new Set(leg.messages.flatMap((message) => message.key ?? []))].slice(0, 5);
}
