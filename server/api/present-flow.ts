import { diffFlows } from '#flow/diff.ts';
import type { Flow } from '#flow/flow.ts';
import type { ConnectionRecord } from '../store/connections.ts';
import { type DraftRow, openDocument, type VersionRow } from '../store/flows.ts';
import type { StoredRun } from '../store/runs.ts';
import type { TriggerRow } from '../store/triggers.ts';
import { hookUrl, rehearsal } from './rehearsal.ts';
import type { Api } from './trpc.ts';
import type { FlowDetail, FlowRow } from './views.ts';

export function flowRow(
  api: Api,
  draft: DraftRow,
  published: VersionRow | undefined,
  runs: StoredRun[],
  connections: ConnectionRecord[],
): FlowRow {
  const flow = openDocument(draft.document);
  const running = published ? openDocument(published.document) : undefined;
  return {
    id: draft.id,
    name: flow.name,
    pattern: flow.pattern,
    document: draft.document,
    published: draft.published,
    changesNotPublished: running ? diffFlows(running, flow).length : 0,
    rehearsable: running !== undefined && mayRehearse(api, running, connections),
    lastRuns: runs.map((run) => ({
      id: run.id,
      status: run.status,
      at: run.acceptedAt.toISOString(),
      tally: run.tally,
    })),
  };
}

/** As `rehearsal` decides, from the published document alone. */
function mayRehearse(api: Api, flow: Flow, connections: ConnectionRecord[]): boolean {
  return flow.nodes.some((node) => {
    const operation = api.operation(node.operation);
    const connection = connections.find((candidate) => candidate.id === node.connection);
    if (operation?.kind !== 'trigger') return false;
    if (operation.schedule) return true;
    return operation.rehearse !== undefined && (connection?.sandbox ?? true);
  });
}

export function flowDetail(
  api: Api,
  draft: DraftRow,
  published: VersionRow | undefined,
  triggers: TriggerRow[],
  connections: ConnectionRecord[],
): FlowDetail {
  const ready = rehearsal(api, openDocument(published?.document ?? draft.document), triggers, connections);
  return {
    id: draft.id,
    document: draft.document,
    revision: draft.revision,
    savedAt: draft.savedAt.toISOString(),
    published: published
      ? {
          version: published.version,
          at: published.publishedAt.toISOString(),
          by: published.publishedBy,
          document: published.document,
        }
      : null,
    triggers: triggers.map((trigger) => ({ id: trigger.id, node: trigger.node, hookUrl: hookUrl(api, trigger) })),
    whyNoRun: ready.ok ? null : ready.why,
  };
}
