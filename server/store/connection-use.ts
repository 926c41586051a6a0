import { and, eq, sql as raw } from 'drizzle-orm';
import { connection } from '#drizzle/schema/index.ts';
import type { LimitKind, OwnLimits } from '#flow/limits.ts';
import type { Orm, Sql } from '../db.ts';
import { type Actor, logChange } from './actor.ts';

/** What workers share of connections, as a screen reads and changes it. */

export interface ConnectionUse {
  connection: string;
  /** Passing failures in a row, and the last one's words. */
  failures: number;
  reason: string | null;
  /** While the breaker is open; past: the next call tries. */
  openUntil: Date | null;
  /** Only while it lasts. */
  pausedUntil: Date | null;
  /** Calls in the window that runs now. */
  minute: number;
  day: number;
  /** Messages that wait for a limit or the breaker. */
  waiting: number;
}

export async function readUse(sql: Sql, workspace: string): Promise<ConnectionUse[]> {
  return sql<ConnectionUse[]>`
    with
    spent as (
      select connection, coalesce(sum(calls) filter (where per = 'minute' and at > now() - interval '1 minute'), 0)::int as minute,
        coalesce(sum(calls) filter (where per = 'day' and at >= date_trunc('day', now(), 'UTC')), 0)::int as day
      from connection_spent where workspace = ${workspace} group by connection
    ),
    held as (
      select trouble->>'connection' as connection, count(*)::int as n
      from run_live l join waiting w on w.live = l.id
      where l.workspace = ${workspace} and l.kind <> 'origin' and trouble->>'class' = 'limit' group by 1
    )
    select u.connection, failures, reason, open_until as "openUntil", case when blocked_until > now() then blocked_until end as "pausedUntil",
      coalesce(minute, 0) as minute, coalesce(day, 0) as day, coalesce(n, 0) as waiting
    from connection_use u left join spent using (connection) left join held on held.connection = u.connection::text
    where u.workspace = ${workspace}`;
}

/** @param own all of them; a kind that is missing is as the connector declares it */
export async function setLimits(
  db: Orm,
  actor: Actor,
  id: string,
  own: Partial<Record<LimitKind, number | null>>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const isIt = and(eq(connection.workspace, actor.workspace), eq(connection.id, id));
    const [row] = await tx.select({ limits: connection.limits }).from(connection).where(isIt).for('update');
    if (!row) return;
    const at = new Date().toISOString();
    const limits: OwnLimits = {};
    for (const [per, calls] of Object.entries(own) as [LimitKind, number | null][]) {
      const before = row.limits[per];
      limits[per] = before?.calls === calls ? before : { calls, by: actor.name, at };
    }
    await tx.update(connection).set({ limits }).where(isIt);
    await tx.execute(raw`
      update connection_use set promised_until = null where workspace = ${actor.workspace} and connection = ${id}`);
    await wake(tx, actor.workspace, id);
    await logChange(tx, actor, 'connection.limits', id, { limits: own });
  });
}

/** Closes the breaker and ends a pause: whatever waits for the connection comes now. */
export async function release(db: Orm, actor: Actor, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(raw`
      update connection_use set failures = 0, reason = null, opened = 0, open_until = null, probe_until = null, blocked_until = null, promised_until = null
      where workspace = ${actor.workspace} and connection = ${id}`);
    await wake(tx, actor.workspace, id);
    await logChange(tx, actor, 'connection.release', id);
  });
}

/** What waits for this connection is due from now on, twenty in a second: should it still be held back, it is told a new time. */
async function wake(tx: Pick<Orm, 'execute'>, workspace: string, id: string): Promise<void> {
  await tx.execute(raw`
    update run_live r set due_at = now() + make_interval(secs => 0.05 * (w.place - 1)) from (
      select l.id, row_number() over (order by l.due_at, l.id) as place from run_live l
      where l.workspace = ${workspace} and l.state = 'queued' and l.kind <> 'origin' and l.due_at > now() and exists (
        select 1 from waiting where live = l.id and trouble->>'class' = 'limit' and trouble->>'connection' = ${id}
      )
    ) w where r.id = w.id and r.state = 'queued'`);
  await tx.execute(raw`select pg_notify('limits', ${`${workspace} ${id}`}), pg_notify('queue', '')`);
}

/** Messages that stand at a step for one and the same reason. */
export interface StoredWait {
  flow: string;
  node: string;
  words: string;
  connection: string | null;
  /** Not for a time, but until somebody looks at what changed. */
  person: boolean;
  n: number;
  /** When the first and the last of them is due. */
  from: Date;
  until: Date;
}

/** The reasons looked at are those of the first few thousand messages that are due; there are few. */
const most = { messages: 5000, reasons: 20 };

/** What messages of a flow or run wait for, first due first. */
export async function readWaits(
  sql: Sql,
  workspace: string,
  { flow, run }: { flow?: string; run?: string },
): Promise<StoredWait[]> {
  return sql<StoredWait[]>`
    select flow, node, words, connection, person, count(*)::int as n, min(due_at) as from, max(due_at) as until from (
      select l.flow, l.from_node as node, w.trouble->>'message' as words, w.trouble->>'connection' as connection, w.trouble->>'class' = 'drift' as person, l.due_at
      from run_live l join waiting w on w.live = l.id
      where l.workspace = ${workspace} and l.state = 'queued' and l.kind <> 'origin' and w.trouble is not null
        ${flow === undefined ? sql`` : sql`and l.flow = ${flow}`} ${run === undefined ? sql`` : sql`and l.run = ${run}`}
      order by l.due_at limit ${most.messages}
    ) waits
    group by flow, node, words, connection, person order by min(due_at), node limit ${most.reasons}`;
}
