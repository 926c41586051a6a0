import { type Catalog, operationOf } from '#flow/catalog.ts';
import type { Connector, Operation } from '../connectors/contract.ts';
import type { Database } from '../db.ts';
import type { Leg } from '../executor/host.ts';
import { compilePlan, type Plan } from '../executor/plan.ts';
import type { Outside } from '../outside/outside.ts';
import { organisationZone } from '../outside/zone.ts';
import { findVersion, openDocument } from '../store/flows.ts';
import { createHost } from './host.ts';
import { keepLease } from './lease.ts';
import { type Loop, type LoopDeps, startLoop } from './loop.ts';
import { watchShapes } from './shapes.ts';

export interface WorkDeps {
  db: Database;
  outside: Outside;
  catalog: Catalog;
  connector(id: string): Connector | undefined;
  operation(id: string): Operation | undefined;
  /** Names this worker in leases; a uuid. */
  worker: string;
  /** Where the disk of the database is known: nothing is begun while it is nearly full. */
  room?: LoopDeps['room'];
  log: LoopDeps['log'];
}

const plansKept = 500;

/** All of a worker but its process: from now on it claims runs of this database and interprets them. */
export async function startWork(deps: WorkDeps): Promise<Loop> {
  const { db, outside, catalog, worker, log } = deps;
  const plans = new Map<string, Promise<Plan>>();
  const shapes = watchShapes({ sql: db.sql, now: Date.now, catalog, log });

  /** A version is immutable, so its plan is made once. */
  function planOf({ workspace, flow, version }: Pick<Leg, 'workspace' | 'flow' | 'version'>): Promise<Plan> {
    const key = `${workspace}/${flow}/${version}`;
    const made = plans.get(key);
    if (made) return made;
    const plan = findVersion(db.orm, workspace, flow, version).then((row) => {
      if (!row) throw new Error(`Version ${version} of flow ${flow} is missing.`);
      return shapes.watched(compilePlan(openDocument(row.document), catalog, deps.operation), { workspace, flow });
    });
    plan.catch(() => plans.delete(key));
    if (plans.size >= plansKept) plans.delete(plans.keys().next().value ?? '');
    plans.set(key, plan);
    return plan;
  }

  const lease = keepLease(db.url, worker, (words, reason) => log('warn', words, { reason }));
  const host = createHost({
    lease,
    sql: db.sql,
    worker,
    outside,
    zone: async (leg) => {
      const { flow } = await planOf(leg);
      const asks = flow.nodes.some((node) =>
        operationOf(catalog, node.operation)?.fields.some((field) => field.type === 'mapping'),
      );
      return asks ? organisationZone({ catalog, connector: deps.connector, outside }, leg.workspace, flow) : 'UTC';
    },
  });
  const loop = await startLoop({ sql: db.sql, worker, host, lease, plan: planOf, room: deps.room, log });
  return {
    ...loop,
    async stop(patienceMs) {
      await loop.stop(patienceMs);
      await shapes.stop();
    },
  };
}
