import { and, eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm';
import { checkpoint, flowTrigger, type PollTrouble, schedule } from '#drizzle/schema/index.ts';
import { nextFiring } from '#flow/schedule/firings.ts';
import type { Schedule } from '../connectors/contract.ts';
import type { Orm } from '../db.ts';
import { type Actor, logChange } from './actor.ts';

/** What sets triggers off by themselves, as publishing makes it and a person sees and stops it. Firing is in server/triggers. */

/** A node that starts runs, and by what: its schedule, a poll every so often, or neither: then its hook is called. */
export interface Start {
  node: string;
  schedule?: Schedule;
  everySeconds?: number;
}

export type ScheduleRow = typeof schedule.$inferSelect;
export type CheckpointRow = Omit<typeof checkpoint.$inferSelect, 'cursor'> & { cursor: string | null };

/**
 * Brings schedules and checkpoints of a flow in line with what is published; call it in that transaction. A schedule whose
 * times did not change stays where it is, also when it is late; cursors stay always. What has no node any more is not due.
 */
export async function placeStarts(
  db: Pick<Orm, 'select' | 'insert' | 'update' | 'execute'>,
  workspace: string,
  flow: string,
  starts: (Start & { trigger: string })[],
): Promise<void> {
  const timed = starts.filter((start) => start.schedule !== undefined);
  const polled = starts.filter((start) => start.everySeconds !== undefined);
  await retire(db, schedule, workspace, flow, timed);
  await retire(db, checkpoint, workspace, flow, polled);
  for (const start of timed) if (start.schedule) await placeSchedule(db, workspace, start.trigger, start.schedule);
  for (const { trigger, everySeconds = 60 } of polled) {
    const fresh = { everySeconds, dueAt: sql`now()`, tries: 0, trouble: null };
    await db
      .insert(checkpoint)
      .values({ workspace, trigger, ...fresh })
      .onConflictDoUpdate({ target: [checkpoint.workspace, checkpoint.trigger], set: fresh });
  }
}

async function retire(
  db: Pick<Orm, 'select' | 'update'>,
  table: typeof schedule | typeof checkpoint,
  workspace: string,
  flow: string,
  kept: { trigger: string }[],
): Promise<void> {
  const ours = db
    .select({ id: flowTrigger.id })
    .from(flowTrigger)
    .where(and(eq(flowTrigger.workspace, workspace), eq(flowTrigger.flow, flow)));
  const others = notInArray(
    table.trigger,
    kept.map(({ trigger }) => trigger),
  );
  await db
    .update(table)
    .set({ dueAt: null })
    .where(and(eq(table.workspace, workspace), inArray(table.trigger, ours), others));
}

async function placeSchedule(
  db: Pick<Orm, 'select' | 'insert' | 'execute'>,
  workspace: string,
  trigger: string,
  { cadence, misfire }: Schedule,
): Promise<void> {
  const [before] = await db
    .select()
    .from(schedule)
    .where(and(eq(schedule.workspace, workspace), eq(schedule.trigger, trigger)))
    .for('update');
  const [clock] = await db.execute<{ now: string }>(sql`select extract(epoch from clock_timestamp()) * 1000 as now`);
  const stays = before?.cron === cadence.cron && before.zone === cadence.zone && before.dueAt !== null;
  const next = stays ? null : nextFiring(cadence, Number(clock?.now));
  const placed = {
    ...cadence,
    misfire: misfire.policy,
    most: misfire.most,
    dueAt: stays ? before.dueAt : next === null ? null : new Date(next),
  };
  await db
    .insert(schedule)
    .values({ workspace, trigger, ...placed })
    .onConflictDoUpdate({ target: [schedule.workspace, schedule.trigger], set: placed });
}

/** Of a flow's active triggers, those that are set off by the clock or by polling. */
export async function clocksOf(
  db: Orm,
  workspace: string,
  flow: string,
): Promise<{ trigger: string; node: string; schedule: ScheduleRow | null; checkpoint: CheckpointRow | null }[]> {
  const rows = await db
    .select({
      trigger: flowTrigger.id,
      node: flowTrigger.node,
      schedule,
      checkpoint,
      cursor: sql<string | null>`${checkpoint.cursor}::text`,
    })
    .from(flowTrigger)
    .leftJoin(schedule, and(eq(schedule.workspace, flowTrigger.workspace), eq(schedule.trigger, flowTrigger.id)))
    .leftJoin(checkpoint, and(eq(checkpoint.workspace, flowTrigger.workspace), eq(checkpoint.trigger, flowTrigger.id)))
    .where(and(eq(flowTrigger.workspace, workspace), eq(flowTrigger.flow, flow), eq(flowTrigger.active, true)))
    .orderBy(flowTrigger.createdAt);
  return rows
    .map(({ cursor, ...row }) => ({ ...row, checkpoint: row.checkpoint && { ...row.checkpoint, cursor } }))
    .filter((row) => row.schedule !== null || row.checkpoint !== null);
}

/** Stops it until somebody resumes it; what is under way goes on. @returns false when it was paused already, or is no clock */
export async function pauseClock(db: Orm, actor: Actor, trigger: string): Promise<boolean> {
  return change(db, actor, trigger, 'trigger.pause', { pausedAt: sql`now()`, pausedBy: actor.name }, false);
}

/** A schedule goes on where it stood, by its misfire policy; a poll is due at once. @returns false when it was not paused */
export async function resumeClock(db: Orm, actor: Actor, trigger: string): Promise<boolean> {
  return change(db, actor, trigger, 'trigger.resume', { pausedAt: null, pausedBy: null }, true);
}

async function change(
  db: Orm,
  actor: Actor,
  trigger: string,
  action: string,
  set: Partial<Record<'pausedAt' | 'pausedBy', unknown>>,
  paused: boolean,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    let changed = 0;
    for (const table of [schedule, checkpoint]) {
      const now = paused ? isNotNull(table.pausedAt) : sql`${table.pausedAt} is null`;
      const rows = await tx
        .update(table)
        .set({ ...set, ...(paused && table === checkpoint ? { dueAt: sql`now()` } : {}) } as object)
        .where(and(eq(table.workspace, actor.workspace), eq(table.trigger, trigger), now))
        .returning({ trigger: table.trigger });
      changed += rows.length;
    }
    if (changed > 0) await logChange(tx, actor, action, trigger);
    return changed > 0;
  });
}

/** Makes a poll due now. @returns false when there is none, or it is paused */
export async function pollSoon(db: Orm, actor: Actor, trigger: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(checkpoint)
      .set({ dueAt: sql`now()` })
      .where(
        and(
          eq(checkpoint.workspace, actor.workspace),
          eq(checkpoint.trigger, trigger),
          sql`${checkpoint.pausedAt} is null`,
        ),
      )
      .returning({ trigger: checkpoint.trigger });
    if (rows.length > 0) await logChange(tx, actor, 'trigger.run', trigger);
    return rows.length > 0;
  });
}

export type { PollTrouble };
