import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { urlOf } from './global-setup.ts';

export type TestDatabase = {
  url: string;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
};

/** A migrated, empty database of one's own, copied in a few hundredths of a second; one per test file is the custom. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template } = inject('testServer');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(template)} STRATEGY FILE_COPY`;
  return {
    url: urlOf(url, name),
    drop: async () => {
      await sql`DROP DATABASE ${sql(name)} WITH (FORCE)`;
      await sql.end();
    },
  };
}
