import { z } from 'zod';
import { isObject, parseJson } from '#flow/json.ts';
import { logChange } from '../store/actor.ts';
import {
  type CheckpointRow,
  clocksOf,
  pauseClock,
  pollSoon,
  resumeClock,
  type ScheduleRow,
} from '../store/schedules.ts';
import { findTrigger, type TriggerRow } from '../store/triggers.ts';
import { fireByHand } from '../triggers/schedules.ts';
import { createStarts } from '../triggers/starts.ts';
import { type Caller, missing, procedure, refuse, router } from './trpc.ts';
import type { ClockState } from './views.ts';

const trigger = z.object({ trigger: z.uuid() });

/** What sets flows off by itself: schedules and polls, as they stand now. */
export const schedulesRouter = router({
  of: procedure('flow.read')
    .input(z.object({ flow: z.uuid() }))
    .query(async ({ ctx, input }): Promise<ClockState[]> => {
      const rows = await clocksOf(ctx.api.db.orm, ctx.actor.workspace, input.flow);
      return rows.flatMap(({ trigger: id, node, schedule, checkpoint }) => {
        // Of a node that changed what it is, the other clock stands still.
        if (checkpoint && (checkpoint.dueAt || !schedule?.dueAt)) return [{ id, node, ...pollState(checkpoint) }];
        return schedule ? [{ id, node, ...scheduleState(schedule) }] : [];
      });
    }),

  pause: procedure('flow.run')
    .input(trigger)
    .mutation(async ({ ctx, input }) => {
      const row = await triggerOf(ctx, input.trigger);
      return { changed: await pauseClock(ctx.api.db.orm, ctx.actor, row.id) };
    }),

  resume: procedure('flow.run')
    .input(trigger)
    .mutation(async ({ ctx, input }) => {
      const row = await triggerOf(ctx, input.trigger);
      return { changed: await resumeClock(ctx.api.db.orm, ctx.actor, row.id) };
    }),

  /** A schedule fires once, by hand, and its run is named; a poll looks at its system at once. */
  run: procedure('flow.run')
    .input(trigger)
    .mutation(async ({ ctx, input }): Promise<{ run: string | null }> => {
      const row = await triggerOf(ctx, input.trigger);
      const clock = (await clocksOf(ctx.api.db.orm, ctx.actor.workspace, row.flow)).find(
        (one) => one.trigger === row.id,
      );
      if (clock?.checkpoint) {
        if (clock.checkpoint.pausedAt) throw refuse('It is paused. Resume it: then it looks at once.');
        await pollSoon(ctx.api.db.orm, ctx.actor, row.id);
        return { run: null };
      }
      if (!clock?.schedule) throw refuse('This trigger waits to be called; there is nothing to start from here.');
      return { run: (await fireNow(ctx, row)).run };
    }),
});

/** Fires a schedule for the caller, and keeps record of it. */
export async function fireNow({ api, actor }: Caller, row: TriggerRow): Promise<{ run: string; key: string | null }> {
  const { id, workspace, flow, node, version } = row;
  const starts = createStarts({ orm: api.db.orm, operation: api.operation });
  const place = { workspace, trigger: id, flow, node, version };
  const fired = await fireByHand({ sql: api.db.sql, starts }, place, actor.name);
  await logChange(api.db.orm, actor, 'trigger.run', id, { run: fired.run });
  return fired;
}

async function triggerOf({ api, actor }: Caller, id: string): Promise<TriggerRow> {
  const row = await findTrigger(api.db.orm, actor.workspace, id);
  if (!row?.active) throw missing('trigger');
  return row;
}

function scheduleState(row: ScheduleRow): Omit<ClockState, 'id' | 'node'> {
  return {
    kind: 'schedule',
    nextAt: iso(row.dueAt),
    lastAt: iso(row.firedAt),
    lastRun: row.lastRun,
    paused: pausedOf(row),
    readUpTo: null,
    waiting: false,
    trouble: null,
  };
}

function pollState(row: CheckpointRow): Omit<ClockState, 'id' | 'node'> {
  return {
    kind: 'poll',
    nextAt: iso(row.dueAt),
    lastAt: iso(row.polledAt),
    lastRun: row.lastRun,
    paused: pausedOf(row),
    readUpTo: lowIn(row.cursor),
    waiting: row.waiting,
    trouble: row.trouble,
  };
}

/** The watermark of a cursor that has one. */
function lowIn(cursor: string | null): string | null {
  const value = cursor === null ? null : parseJson(cursor);
  return isObject(value) && typeof value.low === 'string' ? value.low : null;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const pausedOf = ({ pausedAt, pausedBy }: { pausedAt: Date | null; pausedBy: string | null }): ClockState['paused'] =>
  pausedAt && { at: pausedAt.toISOString(), by: pausedBy ?? '' };
