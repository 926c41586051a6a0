import { type Flow, nodeOf } from '#flow/flow.ts';
import type { TriggerRow } from '../store/triggers.ts';
import { hookUrl } from './rehearsal.ts';
import type { Api } from './trpc.ts';

/** Sees to it that the systems call the hooks of a flow just published. @returns in words, what could not be done */
export async function subscribeTriggers(api: Api, flow: Flow, triggers: TriggerRow[]): Promise<string[]> {
  const notices = await Promise.all(triggers.map((trigger) => subscribe(api, flow, trigger)));
  return notices.flatMap((notice) => notice ?? []);
}

async function subscribe(api: Api, flow: Flow, trigger: TriggerRow): Promise<string | undefined> {
  const node = nodeOf(flow, trigger.node);
  const operation = node ? api.operation(node.operation) : undefined;
  if (!node || operation?.kind !== 'trigger' || !operation.subscribe) return undefined;
  try {
    const context = await api.outside.connect(trigger.workspace, node.connection);
    await operation.subscribe(hookUrl(api, trigger), { ...context, trigger: { id: trigger.id, config: node.config } });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `Published, but “${node.name}” could not be told where to send its events: ${reason} Test the connection, then publish again.`;
  }
}
