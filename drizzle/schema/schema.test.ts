import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '#server/db.ts';
import { type TestDatabase, testDatabase } from '#server/testing/database.ts';
import * as schema from './index.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, 2);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const tables = Object.values(schema).flatMap((value): PgTable[] => (is(value, PgTable) ? [value] : []));

const columnsInCode = tables
  .flatMap((table) =>
    Object.values(getTableColumns(table)).map(
      (column) => `${getTableName(table)}.${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}`,
    ),
  )
  .sort();

/** Postgres's own names for types, as drizzle writes them. */
const typeNames: Record<string, string> = { 'timestamp with time zone': 'timestamp with time zone', ARRAY: 'text[]' };

describe('the schema in code', () => {
  it('is the schema that the migrations make', async () => {
    const rows = await db.sql<{ table: string; column: string; type: string; required: boolean }[]>`
      select c.table_name as table, c.column_name as column, c.data_type as type, c.is_nullable = 'NO' as required
      from information_schema.columns c join pg_class p on p.relname = c.table_name and p.relnamespace = 'public'::regnamespace
      where c.table_schema = 'public' and not p.relispartition`;
    const columns = rows.map(
      (row) => `${row.table}.${row.column} ${typeNames[row.type] ?? row.type}${row.required ? ' not null' : ''}`,
    );
    expect(columns.sort()).toEqual(columnsInCode);
  });

  it('refuses to change a published version', async () => {
    const workspace = crypto.randomUUID();
    const flow = crypto.randomUUID();
    await db.sql`insert into workspace (id, name) values (${workspace}, 'w')`;
    await db.sql`insert into flow (workspace, id, document, saved_by) values (${workspace}, ${flow}, '{}', 'test')`;
    await db.sql`insert into flow_version (workspace, flow, version, document, published_by) values (${workspace}, ${flow}, 1, '{}', 'test')`;
    await expect(db.sql`update flow_version set document = '{"a":1}'`).rejects.toThrow('immutable');
    await expect(db.sql`delete from flow_version`).rejects.toThrow('immutable');
  });

  it('carries the workspace on every table of a client', () => {
    const shared = ['workspace', 'vault_check', 'sandbox_record', 'journal', 'waiting', 'inbox_key'];
    const without = tables.filter((table) => !('workspace' in getTableColumns(table))).map(getTableName);
    expect(without.sort()).toEqual(shared.sort());
  });
});
