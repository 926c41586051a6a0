import { nodeOf } from '#flow/flow.ts';
import { laneOf, orderKey } from '#flow/run/lane.ts';
import type { Sql } from '../db.ts';
import { refreshRuns } from '../journal/refresh.ts';
import type { Actor } from './actor.ts';
import { bodyText } from './cancel.ts';
import { openDocument } from './flows.ts';
import { lockRuns, tellRuns } from './parked.ts';

/**
 * Sends messages of a run through its flow once more, from where they came in, in the newest published version. They keep
 * their ids, and so the keys that targets know them by; a step without keys does what it does a second time, which is
 * why a person has to ask for it. What was recorded of them makes way for what is recorded now. They are counted as
 * replays, not as received. Only messages that are at rest are taken. @returns how many
 */
export function runAgain(
  sql: Sql,
  actor: Actor,
  run: { id: string; flow: string; keep: number; day: string },
  only?: string,
): Promise<number> {
  return sql.begin(async (transaction) => {
    const tx = transaction as unknown as Sql;
    await lockRuns(tx, tx`select ${run.id}::uuid as run`);
    const [newest] = await tx<{ version: number; document: string; epoch: number }[]>`
      select version, document, epoch from flow_version where workspace = ${actor.workspace} and flow = ${run.flow} order by version desc limit 1`;
    const rested = await tx<{ id: string; key: string | null; trigger: string; node: string }[]>`
      select m.id, m.key, m.trigger, t.node
      from message_states(${actor.workspace}, null, array[${run.id}::uuid], ${run.day}, ${run.day}, ${run.keep}) s
      join message m on m.id = s.message join flow_trigger t on t.workspace = m.workspace and t.id = m.trigger
      where m.keep = ${run.keep} and m.day = ${run.day} and s.state in ('delivered', 'filtered', 'cancelled', 'discarded')
        and ${only === undefined ? tx`true` : tx`m.id = ${only}`}`;
    const flow = newest && openDocument(newest.document);
    const taken = flow ? rested.filter((one) => nodeOf(flow, one.node)) : [];
    if (!flow || taken.length === 0) return 0;
    const ids = taken.map((one) => one.id);
    const lanes = taken.map((one) => laneOf(orderKey(flow.settings.order, one.key ?? undefined)) ?? null);
    await tx`
      update outcome set state = 'retried', live = null
      where keep = ${run.keep} and day = ${run.day} and run = ${run.id} and message = any(${ids}::text[])`;
    await tx`
      with again as materialized (
        select nextval('run_live_id_seq') as live, ordered.* from (
          select m.*, u.node, u.lane from message m
          join unnest(${ids}::text[], ${taken.map((one) => one.node)}::text[], ${lanes}::text[]) as u (id, node, lane) on u.id = m.id
          where m.keep = ${run.keep} and m.day = ${run.day} order by m.seq
        ) ordered
      ),
      legs as (
        insert into run_live (id, workspace, flow, version, trigger, run, keep, day, kind, from_node, started_by, accepted_at, lane, epoch, n)
        overriding system value
        select live, workspace, flow, ${newest.version}, trigger, run, keep, day, 'replay', node, ${actor.name}, received_at, lane, ${newest.epoch}, 1 from again
      )
      insert into waiting (live, seq, id, root, parents, key, headers, body)
      select live, 0, id, id, '{}', key, headers, ${bodyText(tx)} from again`;
    await tx`
      insert into replay (trigger, day, workspace, n)
      select trigger, (now() at time zone 'utc')::date, ${actor.workspace}, count(*) from unnest(${taken.map((one) => one.trigger)}::uuid[]) as u (trigger)
      group by trigger
      on conflict (trigger, day) do update set n = replay.n + excluded.n`;
    await tx`
      insert into change_log (workspace, actor, action, subject, details)
      values (${actor.workspace}, ${actor.name}, 'run.again', ${run.id}, ${JSON.stringify({ messages: ids.length })}::text::jsonb)`;
    await refreshRuns(tx, [run.id], run, true);
    await tellRuns(tx, [{ workspace: actor.workspace, flow: run.flow, run: run.id }]);
    return ids.length;
  });
}
