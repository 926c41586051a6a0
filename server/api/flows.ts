import { z } from 'zod';
import { emptyFlow, type Flow, type FlowNode } from '#flow/flow.ts';
import { sharedProblems, sharedUses } from '#flow/mapping-shared.ts';
import { testProblems } from '#flow/mapping-tests.ts';
import { readFlow } from '#flow/migrate.ts';
import { blocking, type Problem } from '#flow/problem.ts';
import { validate } from '#flow/validate.ts';
import type { Operation } from '../connectors/contract.ts';
import { logChange } from '../store/actor.ts';
import { listConnections } from '../store/connections.ts';
import * as store from '../store/flows.ts';
import { findMapVersions } from '../store/maps.ts';
import { lastRuns } from '../store/runs.ts';
import { triggersOf } from '../store/triggers.ts';
import { flowDetail, flowRow } from './present-flow.ts';
import { rehearsal } from './rehearsal.ts';
import { samplesFor } from './samples.ts';
import { subscribeTriggers } from './subscribe.ts';
import { type Caller, missing, procedure, refuse, router } from './trpc.ts';
import type { FlowDetail, FlowRow, PublishResult, Sample, SaveResult } from './views.ts';

const id = z.object({ id: z.uuid() });

export const flowsRouter = router({
  list: procedure('flow.read').query(async ({ ctx }): Promise<FlowRow[]> => {
    const { db } = ctx.api;
    const drafts = await store.listDrafts(db.orm, ctx.actor.workspace);
    const [versions, runs, connections] = await Promise.all([
      store.newestVersions(db.orm, ctx.actor.workspace, drafts),
      lastRuns(
        db.sql,
        ctx.actor.workspace,
        drafts.map((draft) => draft.id),
        20,
      ),
      listConnections(db.orm, ctx.actor.workspace),
    ]);
    return drafts.map((draft) =>
      flowRow(ctx.api, draft, versions.get(draft.id), runs.get(draft.id) ?? [], connections),
    );
  }),

  get: procedure('flow.read')
    .input(id)
    .query(async ({ ctx, input }): Promise<FlowDetail> => {
      const draft = await draftOf(ctx, input.id);
      const { orm } = ctx.api.db;
      const [versions, triggers, connections] = await Promise.all([
        store.newestVersions(orm, ctx.actor.workspace, [draft]),
        triggersOf(orm, ctx.actor.workspace, draft.id),
        listConnections(orm, ctx.actor.workspace),
      ]);
      return flowDetail(ctx.api, draft, versions.get(draft.id), triggers, connections);
    }),

  create: procedure('flow.edit')
    .input(z.object({ name: z.string().min(1).max(120), document: z.string().max(10_000_000).optional() }))
    .mutation(async ({ ctx, input }) => {
      const flow =
        input.document === undefined ? emptyFlow(input.name) : { ...parsed(input.document), name: input.name };
      return { id: await store.createDraft(ctx.api.db.orm, ctx.actor, flow) };
    }),

  save: procedure('flow.edit')
    .input(id.extend({ document: z.string().max(10_000_000), revision: z.number().int() }))
    .mutation(async ({ ctx, input }): Promise<SaveResult> => {
      const flow = parsed(input.document);
      await draftOf(ctx, input.id);
      const saved = await store.saveDraft(ctx.api.db.orm, ctx.actor, input.id, flow, input.revision);
      return { revision: saved.revision, savedAt: saved.savedAt.toISOString(), problems: await problemsOf(ctx, flow) };
    }),

  publish: procedure('flow.publish')
    .input(id.extend({ revision: z.number().int() }))
    .mutation(async ({ ctx, input }): Promise<PublishResult> => {
      const { api, actor } = ctx;
      const flow = store.openDocument((await draftOf(ctx, input.id)).document);
      const errors = blocking(await problemsOf(ctx, flow));
      if (errors.length > 0) return { ok: false, problems: errors };
      const failing = await testProblems(flow, api.catalog);
      if (failing.length > 0) return { ok: false, problems: failing };
      const starts = flow.nodes.flatMap((node) => startOf(node, api.operation(node.operation)) ?? []);
      const version = await store.publishDraft(api.db.orm, actor, input.id, input.revision, starts);
      const notices = await subscribeTriggers(api, flow, await triggersOf(api.db.orm, actor.workspace, input.id));
      return { ok: true, version, notices };
    }),

  rehearse: procedure('flow.run')
    .input(id.extend({ sample: z.string().optional() }))
    .mutation(async ({ ctx, input }) => {
      const draft = await draftOf(ctx, input.id);
      if (draft.published === null)
        throw refuse('Publish the flow first: Run sends a real event to the published version.');
      const version = await store.findVersion(ctx.api.db.orm, ctx.actor.workspace, draft.id, draft.published);
      if (!version) throw missing('version');
      const [triggers, connections] = await Promise.all([
        triggersOf(ctx.api.db.orm, ctx.actor.workspace, draft.id),
        listConnections(ctx.api.db.orm, ctx.actor.workspace),
      ]);
      const ready = rehearsal(ctx.api, store.openDocument(version.document), triggers, connections);
      if (!ready.ok) throw refuse(ready.why);
      const { words, key } = await ready.start(ctx, input.sample);
      await logChange(ctx.api.db.orm, ctx.actor, 'flow.rehearse', input.id, key === undefined ? {} : { key });
      return { words, key: key ?? null };
    }),

  remove: procedure('flow.edit')
    .input(id)
    .mutation(async ({ ctx, input }) => {
      await draftOf(ctx, input.id);
      await store.removeDraft(ctx.api.db.orm, ctx.actor, input.id);
    }),

  versions: procedure('flow.read')
    .input(id)
    .query(async ({ ctx, input }) => {
      const rows = await store.listVersions(ctx.api.db.orm, ctx.actor.workspace, input.id);
      return rows.map((row) => ({ version: row.version, at: row.publishedAt.toISOString(), by: row.publishedBy }));
    }),

  version: procedure('flow.read')
    .input(id.extend({ version: z.number().int() }))
    .query(async ({ ctx, input }) => {
      const row = await store.findVersion(ctx.api.db.orm, ctx.actor.workspace, input.id, input.version);
      if (!row) throw missing('version');
      return { document: row.document };
    }),

  samples: procedure('flow.read')
    .input(id.extend({ node: z.string() }))
    .query(async ({ ctx, input }): Promise<{ samples: Sample[]; zone: string }> => {
      const draft = await draftOf(ctx, input.id);
      return samplesFor(ctx.api, ctx.actor.workspace, draft.id, store.openDocument(draft.document), input.node);
    }),
});

async function draftOf({ api, actor }: Caller, flow: string) {
  const draft = await store.findDraft(api.db.orm, actor.workspace, flow);
  if (!draft) throw missing('flow');
  return draft;
}

/** A document from the browser, at the door. */
function parsed(document: string): Flow {
  const read = readFlow(document);
  if (!read.ok) throw refuse(read.problems.map((problem) => `${problem.message} ${problem.wayOut}`).join('\n'));
  return read.value;
}

async function problemsOf(ctx: Caller, flow: Flow): Promise<Problem[]> {
  const { api, actor } = ctx;
  const [connections, shared] = await Promise.all([
    listConnections(api.db.orm, actor.workspace),
    sharedMapProblems(ctx, flow),
  ]);
  return [...validate(flow, api.catalog, { connections }), ...shared];
}

/** A flow that uses shared maps is published with exactly the versions it names. */
async function sharedMapProblems({ api, actor }: Caller, flow: Flow): Promise<Problem[]> {
  const ids = sharedUses(flow, api.catalog).map(({ pin }) => pin.id);
  const versions = await findMapVersions(api.db.orm, actor.workspace, ids);
  return sharedProblems(flow, api.catalog, ({ id, version }) => versions.get(`${id} ${version}`));
}

/** What sets off a node that starts runs; undefined for every other node. */
function startOf({ id: node, config }: FlowNode, operation: Operation | undefined): store.Start | undefined {
  if (operation?.kind !== 'trigger') return undefined;
  return { node, schedule: operation.schedule?.(config), everySeconds: operation.every?.(config) };
}
