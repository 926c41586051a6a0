import { and, eq, sql as raw, type SQL } from 'drizzle-orm';
import { shape } from '#drizzle/schema/index.ts';
import { type Json, parseJson } from '#flow/json.ts';
import { accepted } from '#flow/mapping-drift.ts';
import { type LearnedShape, learn, learnChanged, nothingLearned, type Stop } from '#flow/mapping-drift-learned.ts';
import type { Orm, Sql } from '../db.ts';
import { type Actor, logChange } from './actor.ts';

/** What messages at a port were seen to look like. */

export interface Port {
  workspace: string;
  flow: string;
  node: string;
  port: string;
}

export interface ShapeRow {
  shape: LearnedShape;
  seen: number;
  firstSeen: Date;
  lastSeen: Date;
}

export async function findShape(sql: Sql, { workspace, flow, node, port }: Port): Promise<ShapeRow | undefined> {
  const [row] = await sql<{ shape: LearnedShape; seen: string; first_seen: Date; last_seen: Date }[]>`
    select shape, seen, first_seen, last_seen from shape
    where workspace = ${workspace} and flow = ${flow} and node = ${node} and port = ${port}`;
  return row && { shape: row.shape, seen: Number(row.seen), firstSeen: row.first_seen, lastSeen: row.last_seen };
}

/** Of all nodes of a flow at which something was learned. */
export async function findShapes(sql: Sql, workspace: string, flow: string): Promise<(ShapeRow & { node: string })[]> {
  const rows = await sql<{ node: string; shape: LearnedShape; seen: string; first_seen: Date; last_seen: Date }[]>`
    select node, shape, seen, first_seen, last_seen from shape
    where workspace = ${workspace} and flow = ${flow} and port = 'in' order by node`;
  return rows.map((row) => ({
    ...{ node: row.node, shape: row.shape, seen: Number(row.seen) },
    ...{ firstSeen: row.first_seen, lastSeen: row.last_seen },
  }));
}

/** What is normal at a port, and the version of its flow that is published now. */
export async function findNormal(
  sql: Sql,
  { workspace, flow, node, port }: Port,
): Promise<{ shape: LearnedShape | null; published: number | null }> {
  const [row] = await sql<{ shape: LearnedShape | null; published: number | null }[]>`
    select s.shape, f.published from flow f
    left join shape s on s.workspace = f.workspace and s.flow = f.id and s.node = ${node} and s.port = ${port}
    where f.workspace = ${workspace} and f.id = ${flow}`;
  return row ?? { shape: null, published: null };
}

/** Learns from messages, also where other workers learn of the same port at that moment. `changed` are those that were held up. */
export async function learnShape(sql: Sql, at: Port, bodies: Json[], changed: Json[] = []): Promise<void> {
  const { workspace, flow, node, port } = at;
  await sql.begin(async (tx) => {
    await tx`
      insert into shape (workspace, flow, node, port, shape, seen) values (${workspace}, ${flow}, ${node}, ${port}, ${tx.json(asJson(nothingLearned()))}, 0)
      on conflict do nothing`;
    const known = (await locked(tx as unknown as Sql, at)) ?? nothingLearned();
    const learned = changed.reduce<LearnedShape>(learnChanged, bodies.reduce<LearnedShape>(learn, known));
    await tx`
      update shape set shape = ${tx.json(asJson(learned))}, seen = seen + ${bodies.length + changed.length}, last_seen = now()
      where workspace = ${workspace} and flow = ${flow} and node = ${node} and port = ${port}`;
  });
}

/**
 * From now on all that comes to a port waits for a person, unless it does already or what was learned meanwhile takes the
 * message as normal. @returns why it waits; undefined: it need not
 */
export async function stopAt(
  sql: Sql,
  at: Port,
  stop: Stop,
  isChanged: (learned: LearnedShape) => boolean,
): Promise<Stop | undefined> {
  const { workspace, flow, node, port } = at;
  return sql.begin(async (tx) => {
    const learned = await locked(tx as unknown as Sql, at);
    if (!learned || learned.stopped) return learned?.stopped;
    if (!isChanged(learned)) return undefined;
    await tx`
      update shape set shape = ${tx.json(asJson({ ...learned, stopped: stop }))}
      where workspace = ${workspace} and flow = ${flow} and node = ${node} and port = ${port}`;
    return stop;
  });
}

async function locked(tx: Sql, { workspace, flow, node, port }: Port): Promise<LearnedShape | undefined> {
  const [row] = await tx<{ shape: LearnedShape }[]>`
    select shape from shape where workspace = ${workspace} and flow = ${flow} and node = ${node} and port = ${port} for update`;
  return row?.shape;
}

/** Messages that the policy of a step holds up now. */
export interface HeldUp {
  node: string;
  waiting: number;
  parked: number;
}

export async function readHeldUp(sql: Sql, workspace: string, flow: string): Promise<HeldUp[]> {
  return sql<HeldUp[]>`
    select node, sum(waiting)::int as waiting, sum(parked)::int as parked from (
      select l.from_node as node, 1 as waiting, 0 as parked from run_live l join waiting w on w.live = l.id
      where l.workspace = ${workspace} and l.flow = ${flow} and l.state = 'queued' and l.kind <> 'origin' and w.trouble->>'class' = 'drift'
      union all
      select node, 0, 1 from parked
      where workspace = ${workspace} and flow = ${flow} and state = 'parked' and trouble->>'class' = 'drift'
    ) held group by node`;
}

/**
 * What came latest is what is normal from now on, and so is what is held up; what waits for it is due at once, what is
 * parked stays so until it is retried. @param reads the fields that the map reads
 * @returns false when nothing was learned there
 */
export async function acceptShape(
  orm: Orm,
  actor: Actor,
  { flow, node, port }: Omit<Port, 'workspace'>,
  reads: string[][],
): Promise<boolean> {
  const isIt = and(
    eq(shape.workspace, actor.workspace),
    eq(shape.flow, flow),
    eq(shape.node, node),
    eq(shape.port, port),
  );
  return orm.transaction(async (tx) => {
    const [row] = await tx.select({ shape: shape.shape }).from(shape).where(isIt).for('update');
    if (!row) return false;
    // Those behind one that changed name no field: nobody looked at them yet.
    const heldUp = await tx.execute<{ body: string }>(raw`
      select distinct on (words) body from (
        select w.trouble->>'message' as words, w.body from run_live l join waiting w on w.live = l.id
        where l.workspace = ${actor.workspace} and l.flow = ${flow} and l.from_node = ${node} and l.kind <> 'origin'
          and w.trouble->>'class' = 'drift' and w.trouble->>'field' is not null
        union all
        select trouble->>'message', body from parked
        where workspace = ${actor.workspace} and flow = ${flow} and node = ${node} and state = 'parked' and trouble->>'class' = 'drift'
      ) held limit ${mostHeldUp}`);
    const bodies = heldUp.map(({ body }) => parseJson(body));
    await tx
      .update(shape)
      .set({ shape: accepted(row.shape, bodies, reads) })
      .where(isIt);
    await goOn(tx, raw`workspace = ${actor.workspace} and flow = ${flow} and from_node = ${node}`);
    await logChange(tx, actor, 'shape.accept', flow, { node, port });
    return true;
  });
}

/** Changes of different kinds that one person takes as normal at once. */
const mostHeldUp = 500;

/**
 * A new version decides anew: what waits for a person goes on in it where it has the step, as what is retried does.
 * Otherwise it is looked at by the version it came with.
 */
export async function reopen(
  tx: Pick<Orm, 'execute'>,
  workspace: string,
  flow: string,
  version: number,
  nodes: string[],
): Promise<void> {
  await tx.execute(raw`
    update shape set shape = shape - 'stopped' where workspace = ${workspace} and flow = ${flow} and shape ? 'stopped'`);
  await goOn(
    tx,
    raw`workspace = ${workspace} and flow = ${flow}`,
    raw`, version = case when from_node = any(select jsonb_array_elements_text(${JSON.stringify(nodes)}::jsonb)) then ${version} else version end`,
  );
}

async function goOn(tx: Pick<Orm, 'execute'>, of: SQL, also: SQL = raw``): Promise<void> {
  await tx.execute(raw`
    update run_live set due_at = now() ${also}
    where ${of} and state = 'queued' and kind <> 'origin'
      and exists (select 1 from waiting where live = run_live.id and trouble->>'class' = 'drift')`);
  await tx.execute(raw`select pg_notify('queue', '')`);
}

/** Counts and names alone, so that the driver's own JSON loses nothing. */
const asJson = (shape: LearnedShape) => shape as unknown as Record<string, never>;
