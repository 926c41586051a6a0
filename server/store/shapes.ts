import { and, eq } from 'drizzle-orm';
import { shape } from '#drizzle/schema/index.ts';
import type { Json } from '#flow/json.ts';
import { accepted } from '#flow/mapping-drift.ts';
import { type LearnedShape, learn, nothingLearned } from '#flow/mapping-drift-learned.ts';
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

/** Learns from messages, also where other workers learn of the same port at that moment. */
export async function learnShape(sql: Sql, at: Port, bodies: Json[]): Promise<void> {
  const { workspace, flow, node, port } = at;
  await sql.begin(async (tx) => {
    await tx`
      insert into shape (workspace, flow, node, port, shape, seen) values (${workspace}, ${flow}, ${node}, ${port}, ${tx.json(asJson(nothingLearned()))}, 0)
      on conflict do nothing`;
    const [row] = await tx<{ shape: LearnedShape }[]>`
      select shape from shape where workspace = ${workspace} and flow = ${flow} and node = ${node} and port = ${port} for update`;
    const learned = bodies.reduce<LearnedShape>(learn, row?.shape ?? nothingLearned());
    await tx`
      update shape set shape = ${tx.json(asJson(learned))}, seen = seen + ${bodies.length}, last_seen = now()
      where workspace = ${workspace} and flow = ${flow} and node = ${node} and port = ${port}`;
  });
}

/** What came latest is what is normal from now on. @returns false when nothing was learned there */
export async function acceptShape(
  orm: Orm,
  actor: Actor,
  { flow, node, port }: Omit<Port, 'workspace'>,
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
    await tx
      .update(shape)
      .set({ shape: accepted(row.shape) })
      .where(isIt);
    await logChange(tx, actor, 'shape.accept', flow, { node, port });
    return true;
  });
}

/** Counts and names alone, so that the driver's own JSON loses nothing. */
const asJson = (shape: LearnedShape) => shape as unknown as Record<string, never>;
