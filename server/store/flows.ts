import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { flow, flowTrigger, flowVersion } from '#drizzle/schema/index.ts';
import { canonicalFlow, type Flow } from '#flow/flow.ts';
import { readFlow } from '#flow/migrate.ts';
import type { Orm, Sql } from '../db.ts';
import { type Actor, logChange } from './actor.ts';
import { placeStarts, type Start } from './schedules.ts';
import { reopen } from './shapes.ts';

/** Drafts and published versions. */

/** Somebody saved in between: the caller's revision is stale. */
export class StaleRevision extends Error {
  constructor() {
    super('This flow was changed in another window. Reload to see it; your last change is not saved.');
    this.name = 'StaleRevision';
  }
}

export type { Start } from './schedules.ts';
export type DraftRow = typeof flow.$inferSelect;
export type VersionRow = typeof flowVersion.$inferSelect;

export async function listDrafts(db: Orm, workspace: string): Promise<DraftRow[]> {
  return db
    .select()
    .from(flow)
    .where(and(eq(flow.workspace, workspace), isNull(flow.removedAt)))
    .orderBy(flow.createdAt);
}

export async function findDraft(db: Orm, workspace: string, id: string): Promise<DraftRow | undefined> {
  const [row] = await db
    .select()
    .from(flow)
    .where(and(eq(flow.workspace, workspace), eq(flow.id, id), isNull(flow.removedAt)));
  return row;
}

export async function createDraft(db: Orm, actor: Actor, document: Flow): Promise<string> {
  const id = crypto.randomUUID();
  await db.transaction(async (tx) => {
    await tx
      .insert(flow)
      .values({ workspace: actor.workspace, id, document: canonicalFlow(document), savedBy: actor.name });
    await logChange(tx, actor, 'flow.create', id, { name: document.name });
  });
  return id;
}

/** @throws StaleRevision when the draft has moved on since `revision` */
export async function saveDraft(
  db: Orm,
  actor: Actor,
  id: string,
  document: Flow,
  revision: number,
): Promise<{ revision: number; savedAt: Date }> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(flow)
      .set({ document: canonicalFlow(document), revision: revision + 1, savedAt: sql`now()`, savedBy: actor.name })
      .where(
        and(eq(flow.workspace, actor.workspace), eq(flow.id, id), eq(flow.revision, revision), isNull(flow.removedAt)),
      )
      .returning({ revision: flow.revision, savedAt: flow.savedAt });
    if (!row) throw new StaleRevision();
    await logChange(tx, actor, 'flow.save', id, { revision: row.revision });
    return row;
  });
}

/**
 * Makes the draft the next version and points its triggers there, all or nothing. A trigger keeps its id and hook path
 * from version to version; one whose node is gone is switched off, not removed.
 * @param starts nodes of the flow that start runs, and by what
 */
export async function publishDraft(
  db: Orm,
  actor: Actor,
  id: string,
  revision: number,
  starts: Start[],
): Promise<number> {
  return db.transaction(async (tx) => {
    const [draft] = await tx
      .select()
      .from(flow)
      .where(
        and(eq(flow.workspace, actor.workspace), eq(flow.id, id), eq(flow.revision, revision), isNull(flow.removedAt)),
      )
      .for('update');
    if (!draft) throw new StaleRevision();
    const version = (draft.published ?? 0) + 1;
    const ours = and(eq(flowTrigger.workspace, actor.workspace), eq(flowTrigger.flow, id));
    await tx.insert(flowVersion).values({
      ...{ workspace: actor.workspace, flow: id, version, document: draft.document, publishedBy: actor.name },
      epoch: await epochOf(tx, actor.workspace, id, version, draft.document),
    });
    await tx
      .update(flow)
      .set({ published: version })
      .where(and(eq(flow.workspace, actor.workspace), eq(flow.id, id)));
    await tx.update(flowTrigger).set({ active: false }).where(ours);
    const placed: (Start & { trigger: string })[] = [];
    for (const start of starts) {
      const fresh = { id: crypto.randomUUID(), flow: id, node: start.node, hookPath: hookToken(), version };
      const [row] = await tx
        .insert(flowTrigger)
        .values({ workspace: actor.workspace, ...fresh })
        .onConflictDoUpdate({
          target: [flowTrigger.workspace, flowTrigger.flow, flowTrigger.node],
          set: { version, active: true },
        })
        .returning({ id: flowTrigger.id });
      placed.push({ ...start, trigger: row?.id ?? fresh.id });
    }
    await placeStarts(tx, actor.workspace, id, placed);
    await reopen(
      tx,
      actor.workspace,
      id,
      version,
      openDocument(draft.document).nodes.map((node) => node.id),
    );
    await logChange(tx, actor, 'flow.publish', id, { version });
    return version;
  });
}

/** That of the version before, where the same order is kept; else the next: its runs wait for all older ones. */
async function epochOf(tx: Pick<Orm, 'select'>, workspace: string, id: string, version: number, document: string) {
  const [before] = await tx
    .select()
    .from(flowVersion)
    .where(and(eq(flowVersion.workspace, workspace), eq(flowVersion.flow, id), eq(flowVersion.version, version - 1)));
  if (!before) return 0;
  const same = openDocument(before.document).settings.order === openDocument(document).settings.order;
  return same ? before.epoch : before.epoch + 1;
}

/** 192 random bits: nobody finds a hook by trying. */
function hookToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url');
}

/** Runs of it go on, its history stays; its triggers are switched off. */
export async function removeDraft(db: Orm, actor: Actor, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(flow)
      .set({ removedAt: sql`now()` })
      .where(and(eq(flow.workspace, actor.workspace), eq(flow.id, id)));
    await tx
      .update(flowTrigger)
      .set({ active: false })
      .where(and(eq(flowTrigger.workspace, actor.workspace), eq(flowTrigger.flow, id)));
    await placeStarts(tx, actor.workspace, id, []);
    await logChange(tx, actor, 'flow.remove', id);
  });
}

export async function listVersions(db: Orm, workspace: string, id: string): Promise<VersionRow[]> {
  return db
    .select()
    .from(flowVersion)
    .where(and(eq(flowVersion.workspace, workspace), eq(flowVersion.flow, id)))
    .orderBy(desc(flowVersion.version));
}

export async function findVersion(
  db: Orm,
  workspace: string,
  id: string,
  version: number,
): Promise<VersionRow | undefined> {
  const [row] = await db
    .select()
    .from(flowVersion)
    .where(and(eq(flowVersion.workspace, workspace), eq(flowVersion.flow, id), eq(flowVersion.version, version)));
  return row;
}

/** The newest published version of each of these flows. */
export async function newestVersions(db: Orm, workspace: string, flows: DraftRow[]): Promise<Map<string, VersionRow>> {
  const published = flows.filter((row) => row.published !== null).map((row) => row.id);
  if (published.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([flowVersion.flow])
    .from(flowVersion)
    .where(and(eq(flowVersion.workspace, workspace), inArray(flowVersion.flow, published)))
    .orderBy(flowVersion.flow, desc(flowVersion.version));
  return new Map(rows.map((row) => [row.flow, row]));
}

/** The document of one version of a flow. @throws when there is none, which is a bug: it was published */
export async function publishedDocument(db: Sql, workspace: string, id: string, version: number): Promise<Flow> {
  const [row] = await db<{ document: string }[]>`
    select document from flow_version where workspace = ${workspace} and flow = ${id} and version = ${version}`;
  if (!row) throw new Error(`Version ${version} of flow ${id} is missing.`);
  return openDocument(row.document);
}

/** A stored document, lifted to today's format. @throws when it cannot be read, which is a bug: it was checked when stored */
export function openDocument(document: string): Flow {
  const read = readFlow(document);
  if (!read.ok) throw new Error(`A stored flow cannot be read: ${read.problems[0]?.message ?? 'unknown reason'}`);
  return read.value;
}
