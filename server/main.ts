import path from 'node:path';
import { listenForNews } from './api/news.ts';
import { appRouter } from './api/router.ts';
import { type Api, type Caller, createCallerFactory } from './api/trpc.ts';
import { catalog, connectorById, operationById } from './connectors/catalog.ts';
import { openDatabase } from './db.ts';
import { readEnvironment } from './env.ts';
import { startHousekeeping } from './jobs/housekeeping.ts';
import { startFolding } from './jobs/roll-ups.ts';
import { releaseAll } from './journal/claim.ts';
import { createLog } from './log.ts';
import { migrateDatabase } from './migrate.ts';
import { createOutside } from './outside/outside.ts';
import { lockFolder } from './postgres/folder-lock.ts';
import { keepPostgres } from './postgres/keep.ts';
import { watchRoom } from './room-left.ts';
import { openSandbox } from './sandbox/sandbox.ts';
import { house, sampleWorkspace, seed } from './seed.ts';
import { reasonOf } from './store/reason.ts';
import { watchChanges } from './store/recent.ts';
import { createDoor } from './triggers/door.ts';
import { createHooks } from './triggers/hooks.ts';
import { startSchedules } from './triggers/schedules.ts';
import { createStarts } from './triggers/starts.ts';
import { openVault } from './vault.ts';
import { listen } from './web/listen.ts';
import { createWebServer } from './web/server.ts';
import { keepWorker } from './web/worker-child.ts';

/**
 * The first process: database, migrations, pages, API, hooks, sandbox, and one worker kept alive as a child. Whatever
 * was opened is closed in the opposite order, Postgres last.
 */

const say = (line: string) => console.log(line);
const dev = process.argv.includes('--dev');
const closing: (() => Promise<unknown> | unknown)[] = [];
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const close of closing.toReversed()) {
    try {
      await close();
    } catch (error) {
      console.error(error);
    }
  }
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));

/** Whoever read what we print may be gone; that is no reason to end. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** npm does not pass SIGTERM on; when it is gone, so is the reason to run. */
const parent = process.ppid;
setInterval(() => process.ppid !== parent && void stop(0), 500).unref();

try {
  await start();
} catch (error) {
  if (!stopping) console.error(error instanceof Error && !dev ? error.message : error);
  await stop(1);
}

async function start(): Promise<void> {
  const env = readEnvironment();
  const log = createLog(env.logLevel, 'web');
  const lock = await lockFolder(env.dataDir);
  closing.push(() => lock.release());

  const web = createWebServer((error) => log('error', 'A request failed.', { reason: reasonOf(error) }));
  const port = await listen(web.http, env.host, env.port, say);
  const own = `http://127.0.0.1:${port}`;

  const databaseUrl = env.databaseUrl ?? (await embedded(env.dataDir));
  const room = await watchRoom(path.join(env.dataDir, 'postgres'), { log });
  closing.push(() => room.stop());
  await migrateDatabase(databaseUrl);
  const db = openDatabase(databaseUrl, 12);
  closing.push(() => db.end());
  const vault = await openVault(db.sql, env.dataDir, env.key);
  const housekeeping = startHousekeeping({ sql: db.sql, log });
  closing.push(() => housekeeping.stop());
  const folding = startFolding({ sql: db.sql, log });
  closing.push(() => folding.stop());
  // Here too, so that a schedule fires while the worker is being started anew.
  const starts = createStarts({ orm: db.orm, operation: operationById });
  const schedules = startSchedules({ sql: db.sql, starts, room, log });
  closing.push(() => schedules.stop());
  const news = await listenForNews(db.sql);
  closing.push(() => news.close());

  const sandbox = await openSandbox(db.orm, own, (words) => log('warn', words));
  closing.push(() => sandbox.stop());
  const recent = await watchChanges(db.sql);
  closing.push(() => recent.close());
  const outside = createOutside({
    recent,
    sql: db.sql,
    orm: db.orm,
    vault,
    origin: own,
    now: Date.now,
    log: (level, words, facts) => log(level, words, facts),
  });
  closing.push(() => outside.close());
  const api: Api = {
    db,
    vault,
    outside,
    catalog: catalog(),
    connector: connectorById,
    operation: operationById,
    news,
    origin: env.publicUrl ?? own,
    sandbox,
    log: (level, words, facts) => log(level, words, facts),
  };
  const hooks = createHooks({
    db,
    recent,
    door: createDoor(db.sql, room),
    outside,
    operation: operationById,
    log,
  });

  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const { default: next } = await import('next');
  const app = next({
    dev,
    dir: path.resolve(import.meta.dirname, '..'),
    hostname: env.host,
    port,
    httpServer: web.http,
  });
  await app.prepare();
  closing.push(() => app.close());
  const caller = (): Caller => ({
    api,
    actor: { workspace: sampleWorkspace, name: 'you, at this computer' },
    role: 'owner',
  });
  web.serve({
    port,
    publicUrl: env.publicUrl,
    dev,
    hooks,
    sandbox,
    caller,
    pages: app.getRequestHandler(),
    healthy: () =>
      db.sql`select 1`.then(
        () => true,
        () => false,
      ),
  });

  closing.push(() => web.close());

  const worker = keepWorker(
    { ...process.env, DATABASE_URL: databaseUrl, WHEELWRIGHT_DATA: env.dataDir, WHEELWRIGHT_ORIGIN: own },
    say,
    (ended) => releaseAll(db.sql, ended),
  );
  closing.push(() => worker.stop());

  const sample = await seed(db.orm, vault, sandbox.credentials);
  if (sample) {
    const published = await createCallerFactory(appRouter)({ api, actor: house, role: 'owner' }).flows.publish({
      id: sample.flow,
      revision: sample.revision,
    });
    if (!published.ok)
      log('warn', 'The sample flow could not be published.', {
        problems: published.problems.map((problem) => problem.message),
      });
    else for (const notice of published.notices) log('warn', notice);
  }

  const address = env.publicUrl ?? `http://localhost:${port}`;
  lock.note(address);
  say(`Wheelwright is at ${address}`);
}

async function embedded(dataDir: string): Promise<string> {
  const choice = { dataDir: path.join(dataDir, 'postgres'), onLog: say };
  const starting = keepPostgres(choice, (error) => {
    console.error(error.message);
    void stop(1);
  });
  closing.push(async () => (await starting.catch(() => undefined))?.stop()); // also when it is not up yet
  return (await starting).url;
}
