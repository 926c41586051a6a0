import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from '#drizzle/schema/index.ts';

export type Sql = postgres.Sql;
export type Orm = PostgresJsDatabase<typeof schema>;

/**
 * Two pools per process: `sql` for the hand-made statements of the journal, `orm` for everything else. They are apart
 * because drizzle turns off its client's parsing of dates and JSON, which the statements rely on.
 */
export interface Database {
  sql: Sql;
  orm: Orm;
  url: string;
  end(): Promise<void>;
}

export function openDatabase(url: string, connections = 10): Database {
  // A database that comes back is found within a second; the driver's own backoff grows to twenty.
  const backoff = () => 0.1 + Math.random() * 0.5;
  const options = { onnotice: () => {}, connection: { application_name: 'wheelwright' }, backoff };
  const sql = postgres(url, { ...options, max: connections });
  const forOrm = postgres(url, { ...options, max: Math.min(connections, 5) });
  return {
    sql,
    orm: drizzle(forOrm, { schema }),
    url,
    end: async () => {
      await Promise.all([sql.end({ timeout: 5 }), forOrm.end({ timeout: 5 })]);
    },
  };
}
