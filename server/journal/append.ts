import { type Json, stringifyJson } from '#flow/json.ts';
import { journalFormat } from '#flow/run/events.ts';
import type { Message } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import { type Append, LeaseLost, type Leg } from '../executor/host.ts';
import { refreshRun } from './refresh.ts';

/**
 * Writes what a leg did: journal, outcomes, receipts, parked messages and messages that wait, in one statement that
 * begins by holding the leg's row for this worker and fence; without it, nothing is written.
 * @throws LeaseLost when the leg is another worker's
 */
export async function appendToJournal(sql: Sql, worker: string, leg: Leg, append: Append): Promise<void> {
  await sql.begin(async (tx) => {
    const transaction = tx as unknown as Sql;
    const refresh = append.finish !== undefined || append.waits.length > 0;
    if (refresh) await transaction`select pg_advisory_xact_lock(hashtextextended(${leg.run}, 0))`;
    const written = await write(transaction, worker, leg, append);
    if (!written) throw new LeaseLost(leg);
    if (append.finish) await refreshRun(transaction, leg.run, leg.place);
  });
  leg.rows += 1;
}

async function write(sql: Sql, worker: string, leg: Leg, append: Append): Promise<boolean> {
  const { outcomes, receipts, parked, waits } = append;
  const waiting = waits.flatMap((wait) => wait.messages.map((one, seq) => ({ ...one, seq, node: wait.node })));
  const text = (message: Message) => stringifyJson(message.body);
  const parents = (message: Message) => JSON.stringify(message.parents);
  const rows = await sql`
    with
    mine as (
      select * from run_live where id = ${leg.id} and owner = ${worker}::uuid and fence = ${leg.fence} for update
    ),
    journaled as (
      insert into journal (keep, day, run, leg, seq, fence, format, events)
      select keep, day, run, id, ${leg.rows}, fence, ${journalFormat}, ${JSON.stringify(append.events)}::text::jsonb from mine
    ),
    ended as (
      insert into outcome (keep, day, message, leg, node, workspace, run, state, port, sent, reply, external_id)
      select keep, day, u.message, u.leg, u.node, workspace, run, u.state, u.port, u.sent, u.reply, u.external_id
      from mine, unnest(
        ${outcomes.map((one) => one.root)}::text[], ${outcomes.map((one) => one.leg)}::text[], ${outcomes.map((one) => one.node)}::text[],
        ${outcomes.map((one) => one.state)}::text[], ${outcomes.map((one) => one.port ?? null)}::text[], ${outcomes.map((one) => one.sent ?? null)}::text[],
        ${outcomes.map((one) => one.reply ?? null)}::text[], ${outcomes.map((one) => one.externalId ?? null)}::text[]
      ) as u (message, leg, node, state, port, sent, reply, external_id)
      on conflict (keep, day, message, leg, node) do update
        set state = excluded.state, port = excluded.port, sent = coalesce(excluded.sent, outcome.sent), reply = excluded.reply, external_id = excluded.external_id, at = now()
    ),
    received as (
      insert into receipt (workspace, connection, entity, source_key, external_id, version, hash)
      select workspace, u.connection, u.entity, u.source_key, u.external_id, u.version, u.hash
      from mine, unnest(
        ${receipts.map((one) => one.connection)}::uuid[], ${receipts.map((one) => one.entity)}::text[], ${receipts.map((one) => one.sourceKey)}::text[],
        ${receipts.map((one) => one.externalId)}::text[], ${receipts.map((one) => one.version ?? null)}::text[], ${receipts.map((one) => one.hash ?? null)}::text[]
      ) as u (connection, entity, source_key, external_id, version, hash)
      on conflict do nothing
    ),
    parked_now as (
      insert into parked (id, workspace, flow, version, node, run, keep, day, message, root, parents, key, headers, body, trouble)
      select gen_random_uuid(), workspace, flow, version, u.node, run, keep, day, u.message, u.root,
        array(select jsonb_array_elements_text(u.parents::jsonb)), u.key, u.headers::jsonb, u.body, u.trouble::jsonb
      from mine, unnest(
        ${parked.map((one) => one.node)}::text[], ${parked.map((one) => one.message.id)}::text[], ${parked.map((one) => one.message.root)}::text[],
        ${parked.map((one) => parents(one.message))}::text[], ${parked.map((one) => one.message.key ?? null)}::text[],
        ${parked.map((one) => JSON.stringify(one.message.headers))}::text[], ${parked.map((one) => text(one.message))}::text[],
        ${parked.map((one) => stringifyJson(one.trouble as unknown as Json))}::text[]
      ) as u (node, message, root, parents, key, headers, body, trouble)
      on conflict (run, message, node) do update
        set state = 'parked', trouble = excluded.trouble, body = excluded.body, at = now(), decided_by = null, decided_at = null, reason = null
    ),
    detached as (
      insert into run_live (workspace, flow, version, trigger, run, keep, day, kind, parent, from_node, attempt, mode, started_by, accepted_at, due_at, n)
      select workspace, flow, version, trigger, run, keep, day, 'retry', mine.id, u.node, u.attempt, mode, started_by, accepted_at, now() + make_interval(secs => u.seconds), u.n
      from mine, unnest(
        ${waits.map((one) => one.node)}::text[], ${waits.map((one) => one.attempt)}::int[], ${waits.map((one) => one.seconds)}::float8[],
        ${waits.map((one) => one.messages.length)}::int[]
      ) as u (node, attempt, seconds, n)
      returning id, from_node
    ),
    kept as (
      insert into waiting (live, seq, id, root, parents, key, headers, body, trouble)
      select detached.id, u.seq, u.id, u.root, array(select jsonb_array_elements_text(u.parents::jsonb)), u.key, u.headers::jsonb, u.body, u.trouble::jsonb
      from unnest(
        ${waiting.map((one) => one.node)}::text[], ${waiting.map((one) => one.seq)}::int[], ${waiting.map((one) => one.message.id)}::text[],
        ${waiting.map((one) => one.message.root)}::text[], ${waiting.map((one) => parents(one.message))}::text[],
        ${waiting.map((one) => one.message.key ?? null)}::text[], ${waiting.map((one) => JSON.stringify(one.message.headers))}::text[],
        ${waiting.map((one) => text(one.message))}::text[], ${waiting.map((one) => stringifyJson(one.trouble as unknown as Json))}::text[]
      ) as u (node, seq, id, root, parents, key, headers, body, trouble)
      join detached on detached.from_node = u.node
    ),
    recorded as (
      insert into run (keep, day, id, workspace, flow, version, trigger, mode, status, started_by, keys, received, error, accepted_at, finished_at)
      select keep, day, run, workspace, flow, version, trigger, mode, ${append.finish?.status ?? 'running'}, started_by,
        ${keysOf(leg)}::text[], n, ${append.finish?.words ?? null}, accepted_at, now()
      from mine where ${append.finish !== undefined} and kind = 'origin'
    ),
    removed as (
      delete from run_live where ${append.finish !== undefined} and id in (select id from mine)
    )
    select pg_notify('runs', concat_ws(' ', workspace, flow, run)) from mine`;
  return rows.length === 1;
}

/** The first few business keys, for the list of runs. */
function keysOf(leg: Leg): string[] {
  return [...new Set(leg.messages.flatMap((message) => message.key ?? []))].slice(0, 5);
}
