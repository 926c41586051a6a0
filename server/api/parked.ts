import { z } from 'zod';
import { nodeOf } from '#flow/flow.ts';
import { findVersion, openDocument } from '../store/flows.ts';
import { countParked, discardParked, readParked, retryParked } from '../store/parked.ts';
import { cursorForm } from '../store/runs.ts';
import { procedure, router } from './trpc.ts';
import type { ParkedRow } from './views.ts';

const ids = z.array(z.uuid()).min(1).max(10_000);

/** At most 500 rows; the last one's `cursor` leads to the next. */
export const parkedRouter = router({
  list: procedure('run.read')
    .input(
      z
        .object({
          flow: z.uuid().optional(),
          run: z.uuid().optional(),
          cursor: z.string().regex(cursorForm, 'This is not a place in the list of what is parked.').optional(),
        })
        .optional(),
    )
    .query(async ({ ctx: { api, actor }, input }): Promise<ParkedRow[]> => {
      const rows = await readParked(api.db.sql, actor.workspace, input ?? {});
      const versions = [...new Map(rows.map((row) => [`${row.flow}/${row.version}`, row])).values()];
      const flows = new Map(
        await Promise.all(
          versions.map(async ({ flow, version }) => {
            const row = await findVersion(api.db.orm, actor.workspace, flow, version);
            return [`${flow}/${version}`, row ? openDocument(row.document) : undefined] as const;
          }),
        ),
      );
      return rows.map((row) => {
        const flow = flows.get(`${row.flow}/${row.version}`);
        return {
          id: row.id,
          run: row.run,
          message: row.root,
          flow: { id: row.flow, name: flow?.name ?? 'a flow' },
          node: row.node,
          nodeName: (flow ? nodeOf(flow, row.node)?.name : undefined) ?? row.node,
          key: row.key,
          at: row.at.toISOString(),
          trouble: row.trouble,
          body: row.body,
          state: row.state,
          cursor: row.cursor,
        };
      });
    }),

  count: procedure('run.read')
    .input(z.object({ flow: z.uuid().optional() }).optional())
    .query(async ({ ctx: { api, actor }, input }) => ({
      parked: await countParked(api.db.sql, actor.workspace, input?.flow),
    })),

  retry: procedure('run.repair')
    .input(z.object({ ids }))
    .mutation(async ({ ctx: { api, actor }, input }) => ({
      retried: await retryParked(api.db.sql, actor, input.ids),
    })),

  discard: procedure('run.repair')
    .input(z.object({ ids, reason: z.string().min(1, 'Say why these are set aside.').max(500) }))
    .mutation(async ({ ctx: { api, actor }, input }) => ({
      discarded: await discardParked(api.db.sql, actor, input.ids, input.reason),
    })),
});
