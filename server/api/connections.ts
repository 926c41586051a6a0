import { z } from 'zod';
import type { Limit } from '#flow/catalog.ts';
import { isJson, type JsonObject } from '#flow/json.ts';
import { declaredLimit, limitKinds } from '#flow/limits.ts';
import { Rejected, Unauthorized } from '../connectors/contract.ts';
import * as use from '../store/connection-use.ts';
import * as store from '../store/connections.ts';
import { listDrafts, openDocument } from '../store/flows.ts';
import { dropTokens } from '../store/tokens.ts';
import { VaultTrouble } from '../vault.ts';
import { checkConnection, isSandbox, withSandboxCredentials } from './check-connection.ts';
import { type Caller, missing, procedure, refuse, router } from './trpc.ts';
import type { ConnectionRow, HeldView, LimitRow, WaitRow } from './views.ts';

const id = z.object({ id: z.uuid() });

const draft = z.object({
  name: z.string().trim().min(1, 'Give the connection a name.').max(80),
  address: z.string().trim().max(500),
  settings: z.record(z.string(), z.custom<JsonObject[string]>(isJson)),
  secrets: z.record(z.string(), z.string().max(20_000)),
});

export const connectionsRouter = router({
  list: procedure('connection.read').query(async ({ ctx: { api, actor } }): Promise<ConnectionRow[]> => {
    const [rows, drafts, used] = await Promise.all([
      store.listConnections(api.db.orm, actor.workspace),
      listDrafts(api.db.orm, actor.workspace),
      use.readUse(api.db.sql, actor.workspace),
    ]);
    const useOf = new Map(used.map((one) => [one.connection, one]));
    const flows = drafts.map((row) => ({ id: row.id, flow: openDocument(row.document) }));
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      connector: row.connector,
      sandbox: row.sandbox,
      address: row.address,
      settings: row.settings,
      secretsSet: row.secretsSet,
      status: row.status,
      words: row.words,
      testedAt: row.testedAt?.toISOString() ?? null,
      usedBy: flows
        .filter(({ flow }) => flow.nodes.some((node) => node.connection === row.id))
        .map(({ id, flow }) => ({ id, name: flow.name })),
      limits: limitRows(api.connector(row.connector)?.manifest.connection?.limits ?? [], row, useOf.get(row.id)),
      held: heldView(useOf.get(row.id)),
      waiting: useOf.get(row.id)?.waiting ?? 0,
    }));
  }),

  waits: procedure('run.read')
    .input(z.object({ flow: z.uuid().optional(), run: z.uuid().optional() }))
    .query(async ({ ctx: { api, actor }, input }): Promise<WaitRow[]> => {
      const waits = await use.readWaits(api.db.sql, actor.workspace, input);
      return waits.map((one) => ({ ...one, from: one.from.toISOString(), until: one.until.toISOString() }));
    }),

  create: procedure('connection.edit')
    .input(draft.extend({ connector: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const { db, vault } = ctx.api;
      const whole = { ...withSandboxCredentials(ctx.api, input), sandbox: isSandbox(input.address) };
      checkConnection(ctx.api, input.connector, whole, []);
      return { id: await named(input.name, store.createConnection(db.orm, vault, ctx.actor, whole)) };
    }),

  update: procedure('connection.edit')
    .input(draft.extend({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      const row = await connectionOf(ctx, input.id);
      const { db, vault } = ctx.api;
      if (!row.sandbox && isSandbox(input.address))
        throw refuse('A connection to a real system stays one. Make another connection for the sandbox.');
      const whole = { ...input, address: row.sandbox ? row.address : input.address };
      checkConnection(ctx.api, row.connector, whole, row.secretsSet);
      await named(input.name, store.updateConnection(db.orm, vault, ctx.actor, input.id, whole));
      ctx.api.outside.forget(input.id);
    }),

  setLimits: procedure('connection.edit')
    .input(
      id.extend({ limits: z.partialRecord(z.enum(limitKinds), z.number().int().min(1).max(1_000_000).nullable()) }),
    )
    .mutation(async ({ ctx, input }) => {
      await connectionOf(ctx, input.id);
      await use.setLimits(ctx.api.db.orm, ctx.actor, input.id, input.limits);
      ctx.api.outside.forget(input.id);
    }),

  release: procedure('run.repair')
    .input(id)
    .mutation(async ({ ctx, input }) => {
      await connectionOf(ctx, input.id);
      await use.release(ctx.api.db.orm, ctx.actor, input.id);
    }),

  test: procedure('connection.edit')
    .input(id)
    .mutation(async ({ ctx, input }) => {
      const { api, actor } = ctx;
      const row = await connectionOf(ctx, input.id);
      const test = api.connector(row.connector)?.test;
      if (!test) return { ok: true, words: 'This kind of connection has nothing to test.' };
      const opened = await store.openConnection(api.db.orm, api.vault, actor.workspace, input.id);
      const readable = !(opened?.secrets instanceof VaultTrouble);
      await dropTokens(api.db.orm, actor.workspace, input.id);
      api.outside.forget(input.id);
      const result = await api.outside
        .connect(actor.workspace, input.id, 'person')
        .then(test)
        .then(
          (words) => ({ ok: true, words }),
          (error: unknown) => ({ ok: false, words: wordsOf(error) }),
        );
      await store.recordTest(
        api.db.orm,
        actor,
        input.id,
        result.ok ? 'works' : readable ? 'fails' : 'unreadable',
        result.words,
      );
      return result;
    }),

  options: procedure('connection.read')
    .input(id.extend({ name: z.string() }))
    .query(async ({ ctx, input }) => {
      const row = await connectionOf(ctx, input.id);
      const options = ctx.api.connector(row.connector)?.options?.[input.name];
      if (!options) throw refuse(`“${row.name}” has no list named ${input.name}.`);
      return options(await ctx.api.outside.connect(ctx.actor.workspace, input.id, 'person'));
    }),

  remove: procedure('connection.edit')
    .input(id)
    .mutation(async ({ ctx, input }) => {
      const row = await connectionOf(ctx, input.id);
      const drafts = await listDrafts(ctx.api.db.orm, ctx.actor.workspace);
      const users = drafts
        .map((one) => openDocument(one.document))
        .filter((flow) => flow.nodes.some((node) => node.connection === input.id));
      if (users.length > 0)
        throw refuse(
          `“${row.name}” is used by ${users.map((flow) => `“${flow.name}”`).join(', ')}. Choose another connection there first.`,
        );
      await store.removeConnection(ctx.api.db.orm, ctx.actor, input.id);
      ctx.api.outside.forget(input.id);
    }),
});

function limitRows(declared: Limit[], row: store.ConnectionRecord, used: use.ConnectionUse | undefined): LimitRow[] {
  return limitKinds.map((per) => {
    const limit = declaredLimit(declared, per);
    const counted = per === 'minute' || per === 'day' ? (used?.[per] ?? 0) : null;
    return {
      per,
      declared: limit ? { calls: limit.calls, source: limit.source, date: limit.date } : null,
      own: row.limits[per] ?? null,
      used: counted,
    };
  });
}

function heldView(used: use.ConnectionUse | undefined): HeldView | null {
  const { openUntil, pausedUntil, failures = 0, reason = null } = used ?? {};
  if (openUntil) return { why: 'breaker', until: openUntil.toISOString(), failures, words: reason };
  return pausedUntil ? { why: 'pause', until: pausedUntil.toISOString(), failures, words: reason } : null;
}

async function connectionOf({ api, actor }: Caller, connection: string): Promise<store.ConnectionRecord> {
  const row = await store.findConnection(api.db.orm, actor.workspace, connection);
  if (!row) throw missing('connection');
  return row;
}

/** Two connections of one name confuse everybody. */
async function named<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505') {
      throw refuse(`There is a connection named “${name}” already. Choose another name.`);
    }
    throw error;
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Unauthorized || error instanceof Rejected) return `${error.message} ${error.wayOut}`;
  return error instanceof Error ? error.message : String(error);
}
