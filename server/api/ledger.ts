import { z } from 'zod';
import { nodeOf } from '#flow/flow.ts';
import { emptyTally, messageStates } from '#flow/run/status.ts';
import { addDays, today } from '../store/days.ts';
import { findDraft, findVersion, openDocument } from '../store/flows.ts';
import * as store from '../store/ledger.ts';
import { triggersOf } from '../store/triggers.ts';
import { missing, procedure, router } from './trpc.ts';
import type { FlowLedger, LedgerLine } from './views.ts';

const suppressedShown = 20;
const lostShown = 20;

/** Where every received message stands, per trigger and flow. */
export const ledgerRouter = router({
  get: procedure('run.read')
    .input(z.object({ flow: z.uuid(), days: z.union([z.literal(1), z.literal(7), z.literal(30)]) }))
    .query(async ({ ctx: { api, actor }, input }): Promise<FlowLedger> => {
      const { sql, orm } = api.db;
      const began = performance.now();
      const draft = await findDraft(orm, actor.workspace, input.flow);
      if (!draft) throw missing('flow');
      const first = await store.firstDay(sql, actor.workspace, input.flow, input.days);
      const [lines, suppressed, triggers, version] = await Promise.all([
        store.readLedger(sql, actor.workspace, input.flow, first),
        store.readSuppressed(sql, actor.workspace, input.flow, suppressedShown),
        triggersOf(orm, actor.workspace, input.flow),
        findVersion(orm, actor.workspace, input.flow, draft.published ?? 0),
      ]);
      const flow = openDocument((version ?? draft).document);
      const sum = sumOf(lines);
      const known = new Map(triggers.map((trigger) => [trigger.id, trigger.node]));
      const quiet = triggers.filter((trigger) => !lines.some((line) => line.trigger === trigger.id));
      return {
        first,
        sum,
        triggers: [...lines, ...quiet.map(({ id }) => ({ ...emptyLine(), trigger: id }))].map(
          ({ trigger, ...line }) => {
            const node = known.get(trigger) ?? '';
            return {
              ...lineOf(line),
              id: trigger,
              node,
              name: nodeOf(flow, node)?.name ?? 'A trigger of an older version',
            };
          },
        ),
        suppressed: suppressed.map((one) => ({ ...one, at: one.at.toISOString() })),
        lost: sum.gap === 0 ? [] : [...(await store.readLost(sql, actor.workspace, input.flow, first, lostShown))],
        tookMs: Math.round(performance.now() - began),
      };
    }),

  /** Flows in which something does not add up today, for the list of flows. */
  troubles: procedure('run.read').query(async ({ ctx: { api, actor } }) => {
    const lines = await store.readLedger(api.db.sql, actor.workspace, null, today());
    return [...Map.groupBy(lines, (line) => line.flow)].flatMap(([flow, of]) => {
      const { gap, differs } = sumOf(of);
      return gap === 0 && differs === 0 ? [] : [{ flow, gap, differs }];
    });
  }),

  /** Suppressed duplicates of so many days, today included; of a flow or of all. */
  duplicates: procedure('run.read')
    .input(z.object({ flow: z.uuid().optional(), days: z.number().int().min(1).max(30) }))
    .query(async ({ ctx: { api, actor }, input }) => ({
      duplicates: await store.countSuppressed(
        ...([api.db.sql, actor.workspace, input.flow ?? null, addDays(today(), 1 - input.days)] as const),
      ),
    })),
});

const emptyLine = (): LedgerLine => ({ tally: emptyTally(), gap: 0, partly: 0, duplicates: 0, replays: 0, differs: 0 });

const lineOf = ({ tally, gap, partly, duplicates, replays, differs }: LedgerLine): LedgerLine => ({
  ...{ tally, gap, partly, duplicates, replays, differs },
});

function sumOf(lines: LedgerLine[]): LedgerLine {
  const sum = emptyLine();
  for (const line of lines) {
    for (const state of [...messageStates, 'received'] as const) sum.tally[state] += line.tally[state];
    for (const count of ['gap', 'partly', 'duplicates', 'replays', 'differs'] as const) sum[count] += line[count];
  }
  return sum;
}
