import { connectorOf } from '#flow/catalog.ts';
import { type Flow, nodeOf } from '#flow/flow.ts';
import type { Trigger } from '../connectors/contract.ts';
import type { ConnectionRecord } from '../store/connections.ts';
import type { TriggerRow } from '../store/triggers.ts';
import { fireNow } from './schedules.ts';
import type { Api, Caller } from './trpc.ts';

export type Rehearsal =
  | { ok: true; start(caller: Caller, sample?: string): ReturnType<NonNullable<Trigger['rehearse']>> }
  | { ok: false; why: string };

/** Whether **Run** can make a sandbox system emit a real event for this flow, or the clock fire once, and how; else why not and what to do. */
export function rehearsal(api: Api, flow: Flow, triggers: TriggerRow[], connections: ConnectionRecord[]): Rehearsal {
  const [trigger] = triggers;
  if (!trigger) return { ok: false, why: 'Publish the flow first: Run sends a real event to the published version.' };
  const node = nodeOf(flow, trigger.node);
  const operation = node ? api.operation(node.operation) : undefined;
  if (operation?.kind === 'trigger' && operation.schedule) {
    return {
      ok: true,
      start: async (caller) => ({ words: 'Started by hand', key: (await fireNow(caller, trigger)).key ?? undefined }),
    };
  }
  if (!node || operation?.kind !== 'trigger' || !operation.rehearse) {
    return {
      ok: false,
      why: `“${node?.name ?? trigger.node}” starts by itself; there is nothing to set off from here.`,
    };
  }
  const { rehearse } = operation;
  const connection = connections.find((candidate) => candidate.id === node.connection);
  if (connectorOf(api.catalog, node.operation)?.connection && connection && !connection.sandbox) {
    return {
      ok: false,
      why: `“${connection.name}” is a real system. Make something happen there; the run appears under Runs.`,
    };
  }
  return {
    ok: true,
    async start(_caller, sample) {
      const context = await api.outside.connect(trigger.workspace, node.connection);
      return rehearse(hookUrl(api, trigger), { ...context, trigger: { id: trigger.id, config: node.config } }, sample);
    },
  };
}

export const hookUrl = (api: Pick<Api, 'origin'>, trigger: TriggerRow): string =>
  `${api.origin}/hooks/${trigger.hookPath}`;
