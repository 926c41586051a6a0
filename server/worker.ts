import path from 'node:path';
import { catalog, connectorById, operationById } from './connectors/catalog.ts';
import { openDatabase } from './db.ts';
import { readEnvironment } from './env.ts';
import { createLog } from './log.ts';
import { createOutside } from './outside/outside.ts';
import { watchRoom } from './room-left.ts';
import { watchChanges } from './store/recent.ts';
import { startPolling } from './triggers/polling.ts';
import { startSchedules } from './triggers/schedules.ts';
import { createStarts } from './triggers/starts.ts';
import { openVault } from './vault.ts';
import { databaseThere } from './worker/database-there.ts';
import { startWork } from './worker/start-work.ts';

/**
 * The second process: claims runs and interprets them. Needs DATABASE_URL and, for sandbox addresses, the app's own
 * address in WHEELWRIGHT_ORIGIN; main.ts gives both to the worker that it keeps alive.
 */

const drainMs = 30_000;
const env = readEnvironment();
const log = createLog(env.logLevel, 'worker');

if (!env.databaseUrl) {
  console.error(
    'The worker needs DATABASE_URL, the database that runs are claimed from. `npm start` sets it for its own worker.',
  );
  process.exit(1);
}

/** Given by main to its own worker, so that main can free its runs when it dies. */
const worker = process.env.WHEELWRIGHT_WORKER ?? crypto.randomUUID();
const db = openDatabase(env.databaseUrl, 10);
await databaseThere(db.sql, (reason) =>
  log('warn', 'The database does not answer yet; waiting for it.', { reason }),
).catch((error: unknown) => {
  console.error(
    `The worker cannot reach its database (DATABASE_URL): ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
});
const vault = await openVault(db.sql, env.dataDir, env.key);
const recent = await watchChanges(db.sql);
const room = await watchRoom(path.join(env.dataDir, 'postgres'), { log });
const outside = createOutside({
  recent,
  sql: db.sql,
  orm: db.orm,
  worker,
  vault,
  origin: process.env.WHEELWRIGHT_ORIGIN ?? env.publicUrl ?? `http://127.0.0.1:${env.port}`,
  now: Date.now,
  log: (level, words, facts) => log(level, words, facts),
});
const loop = await startWork({
  db,
  outside,
  catalog: catalog(),
  connector: connectorById,
  operation: operationById,
  worker,
  room,
  log,
});
const starts = createStarts({ orm: db.orm, operation: operationById });
const schedules = startSchedules({ sql: db.sql, starts, room, log });
const polling = startPolling({ sql: db.sql, starts, outside, room, log });
log('info', 'The worker is ready.', { worker });
if (process.connected) process.send?.('ready', undefined, undefined, () => {}); // who asked may end at any moment

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all([schedules.stop(), polling.stop(drainMs), loop.stop(drainMs)]);
  await outside.close();
  await recent.close();
  await db.end();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
/** Ctrl-C reaches a whole terminal: main's own worker leaves the end to main, one that was started alone ends itself. */
process.on('SIGINT', () => process.send === undefined && void stop());
process.on('disconnect', () => void stop());
if (process.send !== undefined && !process.connected) void stop(); // main ended while this began
