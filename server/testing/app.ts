import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import postgres from 'postgres';
import { vi } from 'vitest';
import { listenForNews } from '../api/news.ts';
import type { Role } from '../api/permissions.ts';
import { appRouter } from '../api/router.ts';
import { type Api, createCallerFactory } from '../api/trpc.ts';
import { catalog, connectorById, operationById } from '../connectors/catalog.ts';
import { type Database, openDatabase } from '../db.ts';
import { createOutside } from '../outside/outside.ts';
import type { RoomLeft } from '../room-left.ts';
import { openSandbox } from '../sandbox/sandbox.ts';
import { house, sampleWorkspace, seed } from '../seed.ts';
import { reasonOf } from '../store/reason.ts';
import { type Recent, watchChanges } from '../store/recent.ts';
import { createDoor } from '../triggers/door.ts';
import { createHooks } from '../triggers/hooks.ts';
import { openVault } from '../vault.ts';
import { createWebServer } from '../web/server.ts';
import { startWork } from '../worker/start-work.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/** Both processes in one, on a database and a port of their own: everything but Next, whose pages are a stub. */
export interface App {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  db: Database;
  api: Api;
  /** Procedures as this person calls them: unless told, the owner of the sample workspace. */
  as(who?: { role?: Role; name?: string; workspace?: string }): ReturnType<typeof callerOf>;
  /** The same as `as()`. */
  call: ReturnType<typeof callerOf>;
  /** The sample flow and its connections, as a first start makes them. */
  sample: { flow: string; shop: string; ledger: string; hook: string };
  /** Places an order in the sandbox shop, which sends its webhook. @returns its name */
  place(sample?: string): Promise<string>;
  /** Until the worker has nothing left that is due. */
  settled(): Promise<void>;
  /** What waits for later is due now, also what waits for a connection's limits; then as `settled`. */
  makeDue(): Promise<void>;
  /** As if nobody had called any system for a day: limits are unused, pauses over, an open breaker lets one try. */
  dayPasses(): Promise<void>;
  /** The newest run that holds a message of this business key. */
  runOf(key: string): Promise<string>;
  /** Ends every connection to the database and lets no other in. @returns what brings it back */
  loseDatabase(): Promise<() => Promise<void>>;
  /** Every line that was logged, as JSON, before anything is struck out. */
  logged: string[];
  close(): Promise<void>;
}

/** How long at most until we look again: what the database tells while it is lost, nobody hears. */
const lookMs = 250;

/** The whole house at work takes its time on a busy machine. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

interface AppChoice {
  published?: boolean;
  on?: TestDatabase;
  room?: Pick<RoomLeft, 'scarce'>;
}

const callerOf = createCallerFactory(appRouter);

/** @param on a database of the test's own, migrated; `room` is what the disk has left there */
export async function openApp({ published = true, on, room }: AppChoice = {}): Promise<App> {
  const database = on ?? (await testDatabase());
  const db = openDatabase(database.url, 6);
  const logged: string[] = [];
  const log = (level: string, words: string, facts: unknown = {}) =>
    void logged.push(JSON.stringify([level, words, facts]));

  const web = createWebServer((error) => log('error', 'A request failed.', { reason: reasonOf(error) }));
  web.http.listen(0, '127.0.0.1');
  await once(web.http, 'listening');
  const { port } = web.http.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  const vault = await openVault(db.sql, '', randomBytes(32).toString('base64'));
  const news = await listenForNews(db.sql);
  const sandbox = await openSandbox(db.orm, origin, (words) => log('warn', words));
  const recent = await watchChanges(db.sql);
  const recentOfWorker = await watchChanges(db.sql);
  const outsideWith = (own: Recent) =>
    createOutside({ sql: db.sql, orm: db.orm, recent: own, vault, origin, now: Date.now, log });
  const [outside, outsideOfWorker] = [outsideWith(recent), outsideWith(recentOfWorker)];
  const known = { catalog: catalog(), connector: connectorById, operation: operationById };
  const api: Api = { ...known, db, vault, outside, news, origin, sandbox, log };
  const caller = { api, actor: { workspace: sampleWorkspace, name: 'you, at this computer' }, role: 'owner' } as const;
  web.serve({
    port,
    dev: false,
    hooks: createHooks({ db, recent, door: createDoor(db.sql, room), outside, operation: operationById, log }),
    sandbox,
    caller: () => caller,
    pages: async (_request, response) => void response.end('a page'),
    healthy: () => db.sql`select 1`.then(Boolean, () => false),
  });
  const worker = crypto.randomUUID();
  const loop = await startWork({ ...known, db, outside: outsideOfWorker, worker, room, log });

  const made = await seed(db.orm, vault, sandbox.credentials);
  const flow = made?.flow ?? '';
  if (made && published) {
    const result = await callerOf({ ...caller, actor: house }).flows.publish({ id: flow, revision: made.revision });
    if (!result.ok || result.notices.length > 0) throw new Error(JSON.stringify(result));
  }
  const connections = await callerOf(caller).connections.list();
  const triggers = (await callerOf(caller).flows.get({ id: flow })).triggers;

  const bell = new EventEmitter();
  const ringing = await db.sql.listen('runs', () => bell.emit('rung'));
  const isSettled = async () =>
    (await db.sql`select 1 from run_live where state = 'running' or due_at <= now() limit 1`).length === 0;

  const app: App = {
    origin,
    db,
    api,
    as: ({ role = 'owner', name = caller.actor.name, workspace = sampleWorkspace } = {}) =>
      callerOf({ api, role, actor: { workspace, name } }),
    call: callerOf(caller),
    sample: {
      flow,
      shop: connections.find((one) => one.connector === 'shopify')?.id ?? '',
      ledger: connections.find((one) => one.connector === 'xero')?.id ?? '',
      hook: triggers[0]?.hookUrl ?? '',
    },
    place: async (sample) => (await app.call.sandbox.place({ sample })).name,
    async settled() {
      for (let rung = once(bell, 'rung'); !(await isSettled()); rung = once(bell, 'rung'))
        await Promise.race([rung, setTimeout(lookMs)]);
    },
    async dayPasses() {
      await db.sql`delete from connection_spent`;
      const used = await db.sql<{ workspace: string; connection: string }[]>`
        update connection_use set blocked_until = null, promised_until = null, probe_until = null,
          open_until = case when open_until > now() then now() else open_until end
        returning workspace, connection`;
      for (const { workspace, connection } of used)
        await db.sql`select pg_notify('limits', ${`${workspace} ${connection}`})`;
    },
    async makeDue() {
      await app.dayPasses();
      await db.sql`update run_live set due_at = now() where state = 'queued'`;
      await db.sql`select pg_notify('queue', '')`;
      await app.settled();
    },
    async runOf(key) {
      const [run] = (await app.call.runs.list({ key })).runs;
      if (!run) throw new Error(`No run holds ${key}.`);
      return run.id;
    },
    logged,
    async loseDatabase() {
      const url = new URL(database.url);
      const name = url.pathname.slice(1);
      url.pathname = '/postgres';
      const beside = postgres(url.href, { max: 1 });
      await beside`alter database ${beside(name)} allow_connections false`;
      await beside`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      return async () => {
        await beside`alter database ${beside(name)} allow_connections true`;
        await beside.end();
      };
    },
    async close() {
      await loop.stop(10_000);
      await web.close();
      await ringing.unlisten();
      await news.close();
      sandbox.stop();
      await Promise.all([outside, outsideOfWorker, recent, recentOfWorker].map((one) => one.close()));
      await db.end();
      await database.drop();
    },
  };
  return app;
}
