import { and, eq } from 'drizzle-orm';
import { sandboxRecord } from '#drizzle/schema/index.ts';
import type { FakeStore } from '../connectors/fake.ts';
import type { Orm } from '../db.ts';

/** What a sandbox system was told, kept in the database. */
export function sandboxStore(db: Orm, system: string): FakeStore {
  const isIt = (kind: string, id: string) =>
    and(eq(sandboxRecord.system, system), eq(sandboxRecord.kind, kind), eq(sandboxRecord.id, id));
  return {
    async get(kind, id) {
      const [row] = await db.select({ body: sandboxRecord.body }).from(sandboxRecord).where(isIt(kind, id));
      return row?.body;
    },
    async put(kind, id, body) {
      await db
        .insert(sandboxRecord)
        .values({ system, kind, id, body })
        .onConflictDoUpdate({ target: [sandboxRecord.system, sandboxRecord.kind, sandboxRecord.id], set: { body } });
    },
    async list(kind) {
      return db
        .select({ id: sandboxRecord.id, body: sandboxRecord.body })
        .from(sandboxRecord)
        .where(and(eq(sandboxRecord.system, system), eq(sandboxRecord.kind, kind)))
        .orderBy(sandboxRecord.position);
    },
    async clear() {
      await db.delete(sandboxRecord).where(eq(sandboxRecord.system, system));
    },
  };
}
