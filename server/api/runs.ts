import { z } from 'zod';
import { operationOf } from '#flow/catalog.ts';
import type { Flow } from '#flow/flow.ts';
import { indexGraph, order } from '#flow/graph.ts';
import type { Event } from '#flow/run/events.ts';
import type { Trouble } from '#flow/run/message.ts';
import { messageStates, runStatuses } from '#flow/run/status.ts';
import { runAgain } from '../store/again.ts';
import { AtWork, type Cancelled, cancelRun } from '../store/cancel.ts';
import { findDraft, findVersion, openDocument } from '../store/flows.ts';
import { readParked, type StoredParked } from '../store/parked.ts';
import * as store from '../store/runs.ts';
import { messageSteps } from './message-steps.ts';
import { runRow, stepViews } from './present-run.ts';
import { type Caller, missing, procedure, refuse, router } from './trpc.ts';
import type { MessageDetail, MessageRow, RunDetail, RunRow } from './views.ts';

const pageSize = 100;
const messagesShown = 500;

export const runsRouter = router({
  list: procedure('run.read')
    .input(
      z.object({
        flow: z.uuid().optional(),
        status: z.enum([...runStatuses, 'parked']).optional(),
        trigger: z.uuid().optional(),
        holds: z.enum(messageStates).optional(),
        first: z.iso.date().optional(),
        key: z.string().max(200).optional(),
        cursor: z.string().regex(store.cursorForm, 'This is not a place in the list of runs.').optional(),
      }),
    )
    .query(async ({ ctx, input }): Promise<{ runs: RunRow[]; next: string | null }> => {
      const runs = await store.readRuns(ctx.api.db.sql, {
        workspace: ctx.actor.workspace,
        ...input,
        most: pageSize + 1,
      });
      const page = runs.slice(0, pageSize);
      const flows = await flowsOf(ctx, page);
      const last = page.at(-1);
      return {
        runs: page.map((run) => runRow(run, flows(run))),
        next: runs.length > pageSize && last ? last.cursor : null,
      };
    }),

  get: procedure('run.read')
    .input(z.object({ id: z.uuid() }))
    .query(async ({ ctx, input }): Promise<RunDetail> => {
      const { sql, orm } = ctx.api.db;
      const run = await runOf(ctx, input.id);
      const flow = await versionOf(ctx, run);
      const [proof, journal, messages, parked, standing, draft] = await Promise.all([
        store.readProof(sql, run),
        store.readJournal(sql, run),
        store.readMessages(sql, run, messagesShown),
        readParked(sql, ctx.actor.workspace, { run: run.id }),
        store.readStanding(sql, run),
        findDraft(orm, ctx.actor.workspace, run.flow),
      ]);
      return {
        ...runRow({ ...run, tally: proof.tally }, flow.flow),
        document: flow.document,
        newestVersion: draft?.published ?? run.version,
        steps: stepViews({ ...run, tally: proof.tally }, flow.flow, journal, standing),
        gap: proof.gap,
        messages: messages.map((message) => messageRow(message, parked)),
      };
    }),

  message: procedure('run.read')
    .input(z.object({ run: z.uuid(), message: z.string().max(200) }))
    .query(async ({ ctx, input }): Promise<MessageDetail> => {
      const { sql } = ctx.api.db;
      const run = await runOf(ctx, input.run);
      const [flow, journal, messages, parked, body, outcomes] = await Promise.all([
        versionOf(ctx, run),
        store.readJournal(sql, run),
        store.readMessages(sql, run, 1, input.message),
        readParked(sql, ctx.actor.workspace, { run: run.id, open: false }),
        store.readBodyOf(sql, run, input.message),
        store.readOutcomes(sql, run, input.message),
      ]);
      const message = messages.find((candidate) => candidate.id === input.message);
      if (!message) throw missing('message');
      const mine = parked.filter((one) => one.root === message.id);
      return {
        ...messageRow(
          message,
          mine.filter((one) => one.state === 'parked'),
        ),
        body: body ?? '',
        sourceId: message.sourceId,
        steps: messageSteps({
          flow: flow.flow,
          startNode: startOf(ctx, flow.flow, journal),
          message: message.id,
          body,
          journal,
          outcomes,
          parked: mine,
        }),
      };
    }),

  cancel: procedure('run.repair')
    .input(z.object({ runs: z.array(z.uuid()).min(1).max(200) }))
    .mutation(async ({ ctx: { api, actor }, input }): Promise<Cancelled> => {
      const ended: Cancelled = { cancelled: 0, parked: 0 };
      for (const run of input.runs) {
        const { cancelled, parked } = await cancelRun(api.db.sql, actor, run);
        ended.cancelled += cancelled;
        ended.parked += parked;
      }
      return ended;
    }),

  cancelMessage: procedure('run.repair')
    .input(z.object({ run: z.uuid(), message: z.string().max(200) }))
    .mutation(async ({ ctx: { api, actor }, input }): Promise<Cancelled> => {
      try {
        return await cancelRun(api.db.sql, actor, input.run, input.message);
      } catch (error) {
        throw error instanceof AtWork ? refuse(error.message) : error;
      }
    }),

  again: procedure('run.repair')
    .input(z.object({ run: z.uuid(), message: z.string().max(200).optional() }))
    .mutation(async ({ ctx, input }) => {
      const run = await runOf(ctx, input.run);
      return { again: await runAgain(ctx.api.db.sql, ctx.actor, run, input.message) };
    }),

  watch: procedure('run.read')
    .input(z.object({ flow: z.uuid().optional() }).optional())
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const news of ctx.api.news.runs(ctx.actor.workspace, signal ?? AbortSignal.abort())) {
        if (input?.flow === undefined || input.flow === news.flow) yield news;
      }
    }),
});

function messageRow(message: store.StoredMessage, parked: StoredParked[]): MessageRow {
  const one = parked.find((candidate) => candidate.root === message.id);
  const trouble: (Trouble & { node: string; parked: string }) | null = one
    ? { ...one.trouble, node: one.node, parked: one.id }
    : null;
  return {
    id: message.id,
    key: message.key,
    receivedAt: message.receivedAt.toISOString(),
    state: message.state,
    reached: message.ends > 1 ? { delivered: message.delivered, ends: message.ends } : null,
    trouble,
    dueAt: message.dueAt?.toISOString() ?? null,
  };
}

function startOf({ api }: Caller, flow: Flow, journal: Event[]): string {
  const started = journal.find((event) => event.type === 'leg-started');
  const trigger = order(indexGraph(flow)).find((id) => {
    const node = flow.nodes.find((candidate) => candidate.id === id);
    return node !== undefined && operationOf(api.catalog, node.operation)?.kind === 'trigger';
  });
  return started?.from ?? trigger ?? '';
}

async function runOf({ api, actor }: Caller, id: string): Promise<store.StoredRun> {
  const [run] = await store.readRuns(api.db.sql, { workspace: actor.workspace, id, most: 1 });
  if (!run) throw missing('run');
  return run;
}

async function versionOf({ api, actor }: Caller, run: store.StoredRun): Promise<{ document: string; flow: Flow }> {
  const row = await findVersion(api.db.orm, actor.workspace, run.flow, run.version);
  if (!row) throw missing('version');
  return { document: row.document, flow: openDocument(row.document) };
}

/** The flow of each run as its version has it, each read once. */
async function flowsOf(ctx: Caller, runs: store.StoredRun[]): Promise<(run: store.StoredRun) => Flow> {
  const keyOf = (run: store.StoredRun) => `${run.flow}/${run.version}`;
  const distinct = [...new Map(runs.map((run) => [keyOf(run), run])).values()];
  const flows = new Map(
    await Promise.all(distinct.map(async (run) => [keyOf(run), (await versionOf(ctx, run)).flow] as const)),
  );
  return (run) => flows.get(keyOf(run)) as Flow;
}
