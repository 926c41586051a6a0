import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
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

/** None of what makes a server safe and slow. */
const HASTY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_compression: 'off',
  max_wal_size: '256MB',
  max_connections: '200',
};

/** In a temporary folder named for this process. */
async function startEmbedded(): Promise<TestServer> {
  for (const place of [MEMORY, tmpdir()]) sweepLeftovers(place);
  const folder = mkdtempSync(path.join(hasRoom(MEMORY) ? MEMORY : tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await startPostgres({ dataDir: path.join(folder, 'postgres'), trust: true, settings: HASTY });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A file system in memory, on Linux. A database is copied there in 17 ms; on a disk slow at making files it took 400. */
const MEMORY = '/dev/shm';

/** A run takes a few hundred megabytes. Containers often give this place 64 MB. */
function hasRoom(place: string): boolean {
  if (!existsSync(place)) return false;
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize > 2 * 2 ** 30;
}

/** A killed run leaves its server running: nobody else ends it. What another user left is not ours to sweep. */
function sweepLeftovers(place: string): void {
  if (!existsSync(place)) return;
  for (const name of readdirSync(place)) {
    const owner = Number(name.startsWith(PREFIX) && name.slice(PREFIX.length).split('-')[0]);
    if (!owner || isAlive(owner)) continue;
    const folder = path.join(place, name);
    const server = runningPostmaster(path.join(folder, 'postgres'));
    try {
      if (server) process.kill(server.pid, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (!/EPERM|EACCES/.test(String(error))) throw error;
    }
  }
}
