import { catalogRouter } from './catalog.ts';
import { connectionsRouter } from './connections.ts';
import { estimateRouter } from './estimate.ts';
import { flowsRouter } from './flows.ts';
import { ledgerRouter } from './ledger.ts';
import { mapsRouter } from './maps.ts';
import { measuresRouter } from './measures.ts';
import { parkedRouter } from './parked.ts';
import { runsRouter } from './runs.ts';
import { sandboxRouter } from './sandbox.ts';
import { schedulesRouter } from './schedules.ts';
import { router } from './trpc.ts';
import { workspaceRouter } from './workspace.ts';

/** The whole API, a router per noun. */
export const appRouter = router({
  workspace: workspaceRouter,
  catalog: catalogRouter,
  flows: flowsRouter,
  maps: mapsRouter,
  connections: connectionsRouter,
  schedules: schedulesRouter,
  runs: runsRouter,
  parked: parkedRouter,
  measures: measuresRouter,
  ledger: ledgerRouter,
  estimate: estimateRouter,
  sandbox: sandboxRouter,
});

/** The browser knows the API by this type alone. */
export type AppRouter = typeof appRouter;
