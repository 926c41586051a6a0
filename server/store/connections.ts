import { and, eq, sql } from 'drizzle-orm';
import { connection, connectionSlot, connectionSpent, connectionToken, connectionUse } from '#drizzle/schema/index.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Orm } from '../db.ts';
import { type Vault, VaultTrouble } from '../vault.ts';
import { type Actor, logChange } from './actor.ts';
import { dropTokens } from './tokens.ts';

/** Connections. The only place that reads and writes sealed secrets. */

export type ConnectionRecord = Omit<typeof connection.$inferSelect, 'sealed'>;

export interface ConnectionDraft {
  name: string;
  address: string;
  settings: JsonObject;
  /** Only those that change; an empty text removes one. */
  secrets: Record<string, string>;
}

/** All but the sealed secrets. */
const publicColumns = {
  workspace: connection.workspace,
  id: connection.id,
  name: connection.name,
  connector: connection.connector,
  address: connection.address,
  sandbox: connection.sandbox,
  settings: connection.settings,
  secretsSet: connection.secretsSet,
  status: connection.status,
  words: connection.words,
  testedAt: connection.testedAt,
  limits: connection.limits,
  createdAt: connection.createdAt,
};

const binding = (workspace: string, id: string) => `${workspace}/${id}`;
const isIt = (workspace: string, id: string) => and(eq(connection.workspace, workspace), eq(connection.id, id));

export async function listConnections(db: Orm, workspace: string): Promise<ConnectionRecord[]> {
  return db.select(publicColumns).from(connection).where(eq(connection.workspace, workspace)).orderBy(connection.name);
}

export async function findConnection(db: Orm, workspace: string, id: string): Promise<ConnectionRecord | undefined> {
  const [row] = await db.select(publicColumns).from(connection).where(isIt(workspace, id));
  return row;
}

export interface OpenConnection {
  record: ConnectionRecord;
  /** Or why they do not open with the key in use. */
  secrets: Record<string, string> | VaultTrouble;
  /** Another one after every change of address, settings or secrets. */
  stamp: string;
}

export async function openConnection(
  db: Orm,
  vault: Vault,
  workspace: string,
  id: string,
): Promise<OpenConnection | undefined> {
  const [row] = await db.select().from(connection).where(isIt(workspace, id));
  if (!row) return undefined;
  const { sealed, ...record } = row;
  const stamp = JSON.stringify([record.address, record.settings, sealed]);
  return { record, secrets: opened(vault, sealed, workspace, id), stamp };
}

function opened(vault: Vault, sealed: string | null, workspace: string, id: string): OpenConnection['secrets'] {
  try {
    return sealed ? (JSON.parse(vault.open(sealed, binding(workspace, id))) as Record<string, string>) : {};
  } catch (error) {
    if (error instanceof VaultTrouble) return error;
    throw error;
  }
}

export async function createConnection(
  db: Orm,
  vault: Vault,
  actor: Actor,
  draft: ConnectionDraft & { connector: string; sandbox?: boolean; id?: string },
): Promise<string> {
  const id = draft.id ?? crypto.randomUUID();
  const secrets = withoutEmpty(draft.secrets);
  await db.transaction(async (tx) => {
    await tx.insert(connection).values({
      workspace: actor.workspace,
      id,
      name: draft.name,
      connector: draft.connector,
      address: draft.address,
      sandbox: draft.sandbox ?? false,
      settings: draft.settings,
      sealed: vault.seal(JSON.stringify(secrets), binding(actor.workspace, id)),
      secretsSet: Object.keys(secrets).sort(),
    });
    await logChange(tx, actor, 'connection.create', id, { name: draft.name, connector: draft.connector });
  });
  return id;
}

/** Secrets that are not named stay as they are. When the old ones do not open any more, those given take their place. */
export async function updateConnection(
  db: Orm,
  vault: Vault,
  actor: Actor,
  id: string,
  draft: ConnectionDraft,
): Promise<void> {
  const before = (await openConnection(db, vault, actor.workspace, id))?.secrets;
  const secrets = withoutEmpty({ ...(before instanceof VaultTrouble ? {} : before), ...draft.secrets });
  await db.transaction(async (tx) => {
    await tx
      .update(connection)
      .set({
        name: draft.name,
        address: draft.address,
        settings: draft.settings,
        sealed: vault.seal(JSON.stringify(secrets), binding(actor.workspace, id)),
        secretsSet: Object.keys(secrets).sort(),
        status: 'untested',
        words: null,
      })
      .where(isIt(actor.workspace, id));
    await dropTokens(tx, actor.workspace, id);
    await logChange(tx, actor, 'connection.update', id, { name: draft.name, secrets: Object.keys(draft.secrets) });
  });
}

export async function recordTest(
  db: Orm,
  actor: Actor,
  id: string,
  status: ConnectionRecord['status'],
  words: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(connection).set({ status, words, testedAt: sql`now()` }).where(isIt(actor.workspace, id));
    await logChange(tx, actor, 'connection.test', id, { status });
  });
}

export async function removeConnection(db: Orm, actor: Actor, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(connection).where(isIt(actor.workspace, id));
    for (const table of [connectionUse, connectionSpent, connectionSlot, connectionToken])
      await tx.delete(table).where(and(eq(table.workspace, actor.workspace), eq(table.connection, id)));
    await logChange(tx, actor, 'connection.remove', id);
  });
}

function withoutEmpty(secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
}
