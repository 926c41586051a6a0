import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { sharedMap, sharedMapVersion } from '#drizzle/schema/index.ts';
import type { Orm } from '../db.ts';
import { type Actor, logChange } from './actor.ts';

/** Maps that several flows use, with their immutable versions. */

/** Somebody saved a version in between. */
export class StaleMap extends Error {
  constructor(version: number) {
    super(`Version ${version} of this map was saved meanwhile. Look at it, then save yours after it.`);
    this.name = 'StaleMap';
  }
}

/** A map of the workspace has this name already. */
export class MapNameTaken extends Error {
  constructor(name: string) {
    super(`A shared map is called “${name}” already. Give this one another name.`);
    this.name = 'MapNameTaken';
  }
}

export type MapRow = typeof sharedMap.$inferSelect & { version: number; savedAt: Date; savedBy: string };
export type MapVersionRow = typeof sharedMapVersion.$inferSelect & { name: string };

/** By name, each with its newest version. */
export async function listMaps(db: Orm, workspace: string): Promise<MapRow[]> {
  const rows = await db
    .selectDistinctOn([sharedMap.id], {
      map: sharedMap,
      version: sharedMapVersion.version,
      savedAt: sharedMapVersion.savedAt,
      savedBy: sharedMapVersion.savedBy,
    })
    .from(sharedMap)
    .innerJoin(sharedMapVersion, ofMap)
    .where(and(eq(sharedMap.workspace, workspace), isNull(sharedMap.removedAt)))
    .orderBy(sharedMap.id, desc(sharedMapVersion.version));
  return rows
    .map(({ map, ...newest }) => ({ ...map, ...newest }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** One version, also of a map that was removed since: flows that use it go on. */
export async function findMapVersion(
  db: Pick<Orm, 'select'>,
  workspace: string,
  id: string,
  version: number,
): Promise<MapVersionRow | undefined> {
  const [row] = await db
    .select({ version: sharedMapVersion, name: sharedMap.name })
    .from(sharedMapVersion)
    .innerJoin(sharedMap, ofMap)
    .where(
      and(
        eq(sharedMapVersion.workspace, workspace),
        eq(sharedMapVersion.map, id),
        eq(sharedMapVersion.version, version),
      ),
    );
  return row && { ...row.version, name: row.name };
}

/** Newest first. */
export async function listMapVersions(db: Orm, workspace: string, id: string): Promise<MapVersionRow[]> {
  const rows = await db
    .select({ version: sharedMapVersion, name: sharedMap.name })
    .from(sharedMapVersion)
    .innerJoin(sharedMap, ofMap)
    .where(and(eq(sharedMapVersion.workspace, workspace), eq(sharedMapVersion.map, id)))
    .orderBy(desc(sharedMapVersion.version));
  return rows.map(({ version, name }) => ({ ...version, name }));
}

/** @param document canonical text of the mapping @throws MapNameTaken */
export async function createMap(db: Orm, actor: Actor, name: string, document: string): Promise<string> {
  const id = crypto.randomUUID();
  const { workspace } = actor;
  await db.transaction(async (tx) => {
    const made = await tx.insert(sharedMap).values({ workspace, id, name }).onConflictDoNothing().returning();
    if (made.length === 0) throw new MapNameTaken(name);
    await tx.insert(sharedMapVersion).values({ workspace, map: id, version: 1, document, savedBy: actor.name });
    await logChange(tx, actor, 'map.create', id, { name });
  });
  return id;
}

/**
 * The next version of a map.
 * @param after the newest version that the caller knows
 * @returns undefined when the map is gone
 * @throws StaleMap when there is a newer one
 */
export async function saveMapVersion(
  db: Orm,
  actor: Actor,
  id: string,
  after: number,
  document: string,
): Promise<number | undefined> {
  const { workspace } = actor;
  return db.transaction(async (tx) => {
    const [row] = await tx.select().from(sharedMap).where(isThere(workspace, id)).for('update');
    if (!row) return undefined;
    const [newest] = await tx
      .select({ version: sql<number>`max(${sharedMapVersion.version})` })
      .from(sharedMapVersion)
      .where(and(eq(sharedMapVersion.workspace, workspace), eq(sharedMapVersion.map, id)));
    if (newest && newest.version !== after) throw new StaleMap(newest.version);
    const version = after + 1;
    await tx.insert(sharedMapVersion).values({ workspace, map: id, version, document, savedBy: actor.name });
    await logChange(tx, actor, 'map.save', id, { version });
    return version;
  });
}

/** @returns false when the map is gone @throws MapNameTaken */
export async function renameMap(db: Orm, actor: Actor, id: string, name: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const taken = await tx
      .select({ id: sharedMap.id })
      .from(sharedMap)
      .where(and(eq(sharedMap.workspace, actor.workspace), eq(sharedMap.name, name), isNull(sharedMap.removedAt)));
    if (taken.some((one) => one.id !== id)) throw new MapNameTaken(name);
    const rows = await tx.update(sharedMap).set({ name }).where(isThere(actor.workspace, id)).returning();
    if (rows.length > 0) await logChange(tx, actor, 'map.rename', id, { name });
    return rows.length > 0;
  });
}

/** Its versions stay, for flows that were published with them. @returns false when it was gone already */
export async function removeMap(db: Orm, actor: Actor, id: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(sharedMap)
      .set({ removedAt: sql`now()` })
      .where(isThere(actor.workspace, id))
      .returning();
    if (rows.length > 0) await logChange(tx, actor, 'map.remove', id);
    return rows.length > 0;
  });
}

/** Many versions at once, by `id version`. */
export async function findMapVersions(
  db: Pick<Orm, 'select'>,
  workspace: string,
  ids: string[],
): Promise<Map<string, MapVersionRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ version: sharedMapVersion, name: sharedMap.name })
    .from(sharedMapVersion)
    .innerJoin(sharedMap, ofMap)
    .where(and(eq(sharedMapVersion.workspace, workspace), inArray(sharedMapVersion.map, ids)));
  return new Map(rows.map(({ version, name }) => [`${version.map} ${version.version}`, { ...version, name }]));
}

const ofMap = and(eq(sharedMapVersion.workspace, sharedMap.workspace), eq(sharedMapVersion.map, sharedMap.id));

const isThere = (workspace: string, id: string) =>
  and(eq(sharedMap.workspace, workspace), eq(sharedMap.id, id), isNull(sharedMap.removedAt));
