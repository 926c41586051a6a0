import { operationOf as manifestOf } from '#flow/catalog.ts';
import { catalog, connectorById, operationById } from './connectors/catalog.ts';
import { openDatabase } from './db.ts';
import { readEnvironment } from './env.ts';
import type { Leg } from './executor/host.ts';
import { compilePlan, type Plan } from './executor/plan.ts';
import { createLog } from './log.ts';
import { createOutside } from './outside/outside.ts';
import { organisationZone } from './outside/zone.ts';
import { findVersion, openDocument } from './store/flows.ts';
import { openVault } from './vault.ts';
import { createHost } from './worker/host.ts';
import { startLoop } from './worker/loop.ts';

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

const worker = crypto.randomUUID();
const db = openDatabase(env.databaseUrl, 10);
const vault = await openVault(db.sql, env.dataDir, env.key);
const origin = process.env.WHEELWRIGHT_ORIGIN ?? env.publicUrl ?? `http://127.0.0.1:${env.port}`;
const outside = createOutside({
  orm: db.orm,
  vault,
  origin,
  now: Date.now,
  log: (level, words, facts) => log(level, words, facts),
});
const known = catalog();

const plans = new Map<string, Promise<Plan>>();

/** A version is immutable, so its plan is made once. */
function planOf({ workspace, flow, version }: Pick<Leg, 'workspace' | 'flow' | 'version'>): Promise<Plan> {
  const key = `${workspace}/${flow}/${version}`;
  const made = plans.get(key);
  if (made) return made;
  const plan = findVersion(db.orm, workspace, flow, version).then((row) => {
    if (!row) throw new Error(`Version ${version} of flow ${flow} is missing.`);
    return compilePlan(openDocument(row.document), known, operationById);
  });
  plan.catch(() => plans.delete(key));
  if (plans.size > 500) plans.delete(plans.keys().next().value ?? '');
  plans.set(key, plan);
  return plan;
}

const host = createHost({
  sql: db.sql,
  worker,
  outside,
  zone: async (leg) => {
    const { flow } = await planOf(leg);
    const asks = flow.nodes.some((node) =>
      manifestOf(known, node.operation)?.fields.some((field) => field.type === 'mapping'),
    );
    return asks ? organisationZone({ catalog: known, connector: connectorById, outside }, leg.workspace, flow) : 'UTC';
  },
});
const loop = await startLoop({ sql: db.sql, worker, host, plan: planOf, log });
log('info', 'The worker is ready.', { worker });
process.send?.('ready');

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await loop.stop(drainMs);
  await outside.close();
  await db.end();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => {});
process.on('disconnect', () => void stop());
