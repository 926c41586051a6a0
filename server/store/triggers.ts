import { and, eq } from 'drizzle-orm';
import { flowTrigger } from '#drizzle/schema/index.ts';
import type { Orm } from '../db.ts';

export type TriggerRow = typeof flowTrigger.$inferSelect;

export async function triggerAtHook(db: Orm, hookPath: string): Promise<TriggerRow | undefined> {
  const [row] = await db.select().from(flowTrigger).where(eq(flowTrigger.hookPath, hookPath));
  return row;
}

export async function findTrigger(db: Orm, workspace: string, id: string): Promise<TriggerRow | undefined> {
  const [row] = await db
    .select()
    .from(flowTrigger)
    .where(and(eq(flowTrigger.workspace, workspace), eq(flowTrigger.id, id)));
  return row;
}

export async function triggersOf(db: Orm, workspace: string, flow: string): Promise<TriggerRow[]> {
  return db
    .select()
    .from(flowTrigger)
    .where(and(eq(flowTrigger.workspace, workspace), eq(flowTrigger.flow, flow), eq(flowTrigger.active, true)))
    .orderBy(flowTrigger.createdAt);
}
