import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from '#drizzle/schema/index.ts';

export type Sql = postgres.Sql;
export type Orm = PostgresJsDatabase<typeof schema>;

/** One pool per process: `sql` for the hand-made statements of the journal, `orm` for everything else. */
export interface Database {
  sql: Sql;
  orm: Orm;
  url: string;
  end(): Promise<void>;
}

export function openDatabase(url: string, connections = 10): Database {
  const sql = postgres(url, { max: connections, onnotice: () => {}, connection: { application_name: 'wheelwright' } });
  return { sql, orm: drizzle(sql, { schema }), url, end: () => sql.end({ timeout: 5 }) };
}
