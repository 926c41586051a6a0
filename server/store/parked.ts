import { nodeOf } from '#flow/flow.ts';
import type { Headers, Trouble } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import { refreshRun } from '../journal/refresh.ts';
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
}

export async function readParked(
  sql: Sql,
  workspace: string,
  filter: { flow?: string; run?: string; open?: boolean },
  most = 500,
): Promise<StoredParked[]> {
  return sql<StoredParked[]>`
    select id, run, flow, version, node, message, root, key, headers, body, trouble, state, at from parked
    where workspace = ${workspace}
    ${filter.flow === undefined ? sql`` : sql`and flow = ${filter.flow}`}
    ${filter.run === undefined ? sql`` : sql`and run = ${filter.run}`}
    ${filter.open === false ? sql`` : sql`and state = 'parked'`}
    order by at desc limit ${most}`;
}

/**
 * Sends parked messages back to the step that parked them: in the newest published version, where a mended map is, or in
 * their own when that one no longer has the step. @returns how many
 */
export function retryParked(sql: Sql, actor: Actor, ids: string[]): Promise<number> {
  return decide(sql, actor, ids, 'retried', null, async (tx, rows) => {
    for (const row of rows) {
      const version = await versionFor(tx, row);
      const [live] = await tx<{ id: string }[]>`
        insert into run_live (workspace, flow, version, run, keep, day, kind, from_node, started_by, accepted_at, n)
        select workspace, flow, ${version}, run, keep, day, 'replay', node, ${actor.name}, accepted_at, 1 from parked where id = ${row.id} returning id`;
      await tx`
        insert into waiting (live, seq, id, root, parents, key, headers, body, trouble)
        select ${live?.id ?? ''}::bigint, 0, message, root, parents, key, headers, body, trouble from parked where id = ${row.id}`;
    }
  });
}

async function versionFor(tx: Sql, { workspace, flow, node, version }: Decided): Promise<number> {
  const [newest] = await tx<{ version: number; document: string }[]>`
    select version, document from flow_version where workspace = ${workspace} and flow = ${flow} order by version desc limit 1`;
  return newest && nodeOf(openDocument(newest.document), node) ? newest.version : version;
}

/** Sets parked messages aside for good, with a reason. @returns how many */
export function discardParked(sql: Sql, actor: Actor, ids: string[], reason: string): Promise<number> {
  return decide(sql, actor, ids, 'discarded', reason, async () => {});
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
}

const verbs = { retried: 'parked.retry', discarded: 'parked.discard' };

/** One decision per message, whoever presses the button twice: only rows still parked are taken. */
async function decide(
  sql: Sql,
  actor: Actor,
  ids: string[],
  state: 'retried' | 'discarded',
  reason: string | null,
  act: (tx: Sql, rows: Decided[]) => Promise<void>,
): Promise<number> {
  return sql.begin(async (transaction) => {
    const tx = transaction as unknown as Sql;
    const rows = await tx<Decided[]>`
      with mine as (
        select id as taken from parked
        where workspace = ${actor.workspace} and id = any(${ids}::uuid[]) and state = 'parked' order by id for update
      )
      update parked set state = ${state}, decided_by = ${actor.name}, decided_at = now(), reason = ${reason}
      from mine where id = taken
      returning id, workspace, flow, version, run, keep, day::text, root, message, node`;
    for (const row of rows) {
      await tx`
        update outcome set state = ${state}
        where keep = ${row.keep} and day = ${row.day} and message = ${row.root} and leg = ${row.message} and node = ${row.node}`;
    }
    await act(tx, rows);
    await tx`
      insert into change_log (workspace, actor, action, subject, details)
      select ${actor.workspace}, ${actor.name}, ${verbs[state]}, id, ${JSON.stringify(reason === null ? {} : { reason })}::text::jsonb
      from unnest(${rows.map((row) => row.id)}::text[]) as decided (id)`;
    for (const run of [...new Map(rows.map((row) => [row.run, row])).values()].sort((a, b) =>
      a.run < b.run ? -1 : 1,
    )) {
      await tx`select pg_advisory_xact_lock(hashtextextended(${run.run}, 0))`;
      await refreshRun(tx, run.run, { keep: run.keep, day: run.day }, true);
      await tx`select pg_notify('runs', ${`${run.workspace} ${run.flow} ${run.run}`}), pg_notify('queue', '')`;
    }
    return rows.length;
  });
}
