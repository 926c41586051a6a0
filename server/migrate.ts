import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Any number; all processes of ours take the same one, so that only one migrates at a time. */
const lockNumber = 7_719_284_001;

/** Brings a database to the newest schema. Others who start at the same moment wait, then find nothing to do. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${lockNumber})`;
    await migrate(drizzle(sql), { migrationsFolder: path.resolve(import.meta.dirname, '../drizzle/migrations') });
  } finally {
    await sql.end();
  }
}
