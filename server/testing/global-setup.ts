import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../migrate.ts';
import { startPostgres } from '../postgres/launch.ts';
import { isAlive } from '../postgres/living.ts';
import { runningPostmaster } from '../postgres/postmaster-file.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where testDatabase() copies its databases: a server, and on it the migrated template. */
    testServer: { url: string; template: string };
  }
}

type TestServer = { url: string; stop(): Promise<void> };

/** One server for the whole run, with one database that has been migrated once and is only ever copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server: TestServer = given ? { url: given, stop: async () => {} } : await startEmbedded();
  const template = `wheelwright_template_${process.pid}`;
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    await sql`CREATE DATABASE ${sql(template)}`;
    await migrateDatabase(urlOf(server.url, template));
  } catch (error) {
    await sql.end();
    await server.stop();
    throw error;
  }
  project.provide('testServer', { url: server.url, template });
  return async () => {
    await sql`DROP DATABASE ${sql(template)} WITH (FORCE)`;
    await sql.end();
    await server.stop();
  };
}

/** The same server, another database. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

const PREFIX = 'wheelwright-test-';

/** In a temporary folder named for this process, without the writes to disk that make a server safe and slow. */
async function startEmbedded(): Promise<TestServer> {
  sweepLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    trust: true,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A killed run leaves its server running: nobody else ends it. */
function sweepLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(name.startsWith(PREFIX) && name.slice(PREFIX.length).split('-')[0]);
    if (!owner || isAlive(owner)) continue;
    const folder = path.join(tmpdir(), name);
    const server = runningPostmaster(path.join(folder, 'postgres'));
    if (server) process.kill(server.pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  }
}
