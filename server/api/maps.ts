import { z } from 'zod';
import { type Flow, nodeOf } from '#flow/flow.ts';
import { parseJson } from '#flow/json.ts';
import { type Mapping, mappingSchema } from '#flow/mapping/document.ts';
import { driftOf } from '#flow/mapping-drift.ts';
import { readsOf, touchedBy } from '#flow/mapping-impact.ts';
import { canonicalMapping, sharedUses } from '#flow/mapping-shared.ts';
import { findDraft, listDrafts, newestVersions, openDocument, publishedDocument } from '../store/flows.ts';
import * as store from '../store/maps.ts';
import { acceptShape, findShape, findShapes, type HeldUp, readHeldUp, type ShapeRow } from '../store/shapes.ts';
import { type Caller, missing, procedure, refuse, router } from './trpc.ts';
import type { FieldUse, MapDrift, NodeDrift, SharedMapRow, SharedMapVersion } from './views.ts';

const id = z.object({ id: z.uuid() });
const mapOf = z.object({ flow: z.uuid(), node: z.string().max(48) });
const name = z.string().trim().min(1, 'Give the map a name.').max(80);
const document = z.string().max(2_000_000);

/** Maps that several flows use. */
export const mapsRouter = router({
  list: procedure('flow.read').query(async ({ ctx }): Promise<SharedMapRow[]> => {
    const [rows, uses] = await Promise.all([store.listMaps(ctx.api.db.orm, ctx.actor.workspace), usesOf(ctx)]);
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      version: row.version,
      savedAt: row.savedAt.toISOString(),
      savedBy: row.savedBy,
      usedBy: uses.filter(({ map }) => map === row.id).map(({ map: _, ...use }) => use),
    }));
  }),

  version: procedure('flow.read')
    .input(id.extend({ version: z.number().int().positive() }))
    .query(async ({ ctx, input }): Promise<SharedMapVersion> => {
      const row = await store.findMapVersion(ctx.api.db.orm, ctx.actor.workspace, input.id, input.version);
      if (!row) throw missing('version of the map');
      return {
        id: row.map,
        name: row.name,
        version: row.version,
        document: row.document,
        savedAt: row.savedAt.toISOString(),
        savedBy: row.savedBy,
      };
    }),

  /** What breaks in all flows when a field of what an operation gives goes away. */
  impact: procedure('flow.read')
    .input(z.object({ operation: z.string().max(120), path: z.array(z.string().min(1).max(500)).min(1).max(60) }))
    .query(async ({ ctx, input }): Promise<FieldUse[]> => {
      const uses = new Map<string, FieldUse>();
      for (const { id, name, flow, stage } of await openFlows(ctx)) {
        for (const touched of touchedBy(flow, ctx.api.catalog, input)) {
          const key = `${id} ${touched.node} ${touched.row} ${touched.target} ${touched.becomes}`;
          const known = uses.get(key);
          if (known) known.in.push(stage);
          else uses.set(key, { ...touched, flow: { id, name }, in: [stage] });
        }
      }
      return [...uses.values()];
    }),

  /** How what comes to a map differs from what it looked like before. */
  drift: procedure('flow.read')
    .input(mapOf)
    .query(async ({ ctx, input }): Promise<MapDrift> => {
      const { api, actor } = ctx;
      const { drawn } = await flowAt(ctx, input.flow);
      const [row, heldUp] = await Promise.all([
        findShape(api.db.sql, { ...input, workspace: actor.workspace, port: 'in' }),
        readHeldUp(api.db.sql, actor.workspace, input.flow),
      ]);
      return driftView(
        row,
        readsOf(drawn, api.catalog, input.node),
        heldUp.find(({ node }) => node === input.node),
      );
    }),

  /** The maps of a flow that are touched by a change in what comes to them, or hold messages up for it, in its order. */
  drifts: procedure('flow.read')
    .input(z.object({ flow: z.uuid() }))
    .query(async ({ ctx, input }): Promise<NodeDrift[]> => {
      const { api, actor } = ctx;
      const { drawn } = await flowAt(ctx, input.flow);
      const [rows, heldUp] = await Promise.all([
        findShapes(api.db.sql, actor.workspace, input.flow),
        readHeldUp(api.db.sql, actor.workspace, input.flow),
      ]);
      const place = (id: string) => drawn.nodes.findIndex((node) => node.id === id);
      return rows
        .toSorted((a, b) => place(a.node) - place(b.node))
        .flatMap((row): NodeDrift[] => {
          const node = nodeOf(drawn, row.node);
          const held = heldUp.find((one) => one.node === row.node);
          const { found, ...view } = driftView(row, readsOf(drawn, api.catalog, row.node), held);
          const touching = found.filter(({ matters }) => matters).map(({ words }) => words);
          if (touching.length === 0 && !view.stopped && view.waiting + view.parked === 0) return [];
          return [{ ...view, node: row.node, name: node?.name ?? null, words: touching }];
        });
    }),

  acceptDrift: procedure('flow.edit')
    .input(mapOf)
    .mutation(async ({ ctx, input }) => {
      const { drawn, published } = await flowAt(ctx, input.flow);
      const reads = [drawn, published].flatMap((flow) => (flow ? readsOf(flow, ctx.api.catalog, input.node) : []));
      return { accepted: await acceptShape(ctx.api.db.orm, ctx.actor, { ...input, port: 'in' }, reads) };
    }),

  create: procedure('flow.edit')
    .input(z.object({ name, document }))
    .mutation(async ({ ctx, input }) => {
      const text = canonicalMapping(parsed(input.document));
      return { id: await told(store.createMap(ctx.api.db.orm, ctx.actor, input.name, text)), version: 1 };
    }),

  save: procedure('flow.edit')
    .input(id.extend({ after: z.number().int().positive(), document }))
    .mutation(async ({ ctx, input }) => {
      const text = canonicalMapping(parsed(input.document));
      const version = await told(store.saveMapVersion(ctx.api.db.orm, ctx.actor, input.id, input.after, text));
      if (version === undefined) throw missing('map');
      return { version };
    }),

  rename: procedure('flow.edit')
    .input(id.extend({ name }))
    .mutation(async ({ ctx, input }) => {
      if (!(await told(store.renameMap(ctx.api.db.orm, ctx.actor, input.id, input.name)))) throw missing('map');
    }),

  /** Refused while a draft or a published version uses it. */
  remove: procedure('flow.edit')
    .input(id)
    .mutation(async ({ ctx, input }) => {
      const uses = (await usesOf(ctx)).filter(({ map }) => map === input.id);
      const [first] = uses;
      if (first) {
        const more = new Set(uses.map(({ flow }) => flow.id)).size - 1;
        throw refuse(
          `“${first.flow.name}”${more > 0 ? ` and ${more} more` : ''} use it. Detach it in “${first.node.name}” there first.`,
        );
      }
      if (!(await store.removeMap(ctx.api.db.orm, ctx.actor, input.id))) throw missing('map');
    }),
});

/** A flow as it is drawn, and as it is published. */
async function flowAt({ api, actor }: Caller, id: string): Promise<{ drawn: Flow; published: Flow | undefined }> {
  const draft = await findDraft(api.db.orm, actor.workspace, id);
  if (!draft) throw missing('flow');
  const { sql } = api.db;
  const published =
    draft.published === null ? undefined : await publishedDocument(sql, actor.workspace, id, draft.published);
  return { drawn: openDocument(draft.document), published };
}

function driftView(row: ShapeRow | undefined, reads: string[][], heldUp: HeldUp | undefined): MapDrift {
  return {
    seen: row?.seen ?? 0,
    found: row ? driftOf(row.shape, reads) : [],
    stopped: row?.shape.stopped ?? null,
    waiting: heldUp?.waiting ?? 0,
    parked: heldUp?.parked ?? 0,
  };
}

/** Every flow of the workspace as it is drawn, and as it is published. */
async function openFlows({ api, actor }: Caller): Promise<OpenFlow[]> {
  const drafts = await listDrafts(api.db.orm, actor.workspace);
  const published = await newestVersions(api.db.orm, actor.workspace, drafts);
  return drafts.flatMap((draft): OpenFlow[] => {
    const flow = openDocument(draft.document);
    const version = published.get(draft.id);
    const { id } = draft;
    const { name } = flow;
    return [
      { id, name, flow, stage: 'draft' },
      ...(version ? [{ id, name, flow: openDocument(version.document), stage: 'published' as const }] : []),
    ];
  });
}

interface OpenFlow {
  id: string;
  /** Of the draft. */
  name: string;
  flow: Flow;
  stage: 'draft' | 'published';
}

async function usesOf(ctx: Caller): Promise<(SharedMapRow['usedBy'][number] & { map: string })[]> {
  return (await openFlows(ctx)).flatMap(({ id, name, flow, stage }) =>
    sharedUses(flow, ctx.api.catalog).map(({ node, pin }) => ({
      map: pin.id,
      flow: { id, name },
      node: { id: node.id, name: node.name },
      version: pin.version,
      in: stage,
    })),
  );
}

function parsed(document: string): Mapping {
  let value: unknown;
  try {
    value = parseJson(document);
  } catch {
    throw refuse('This is no mapping: it is not even JSON.');
  }
  const read = mappingSchema.safeParse(value);
  if (!read.success) throw refuse(`This is no mapping: ${read.error.issues[0]?.message}`);
  return read.data;
}

/** Expected trouble of the store, in its own words. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof store.StaleMap || error instanceof store.MapNameTaken) throw refuse(error.message);
    throw error;
  }
}
