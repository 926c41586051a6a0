import { operationOf } from '#flow/catalog.ts';
import { type Flow, type FlowNode, nodeOf } from '#flow/flow.ts';
import { edgesTo, indexGraph } from '#flow/graph.ts';
import { stringifyJson } from '#flow/json.ts';
import { organisationZone } from '../outside/zone.ts';
import { lastBodies, lastReplies } from '../store/runs.ts';
import type { Api } from './trpc.ts';
import type { Sample } from './views.ts';

const mostSamples = 10;

/** Bodies that come to a node: what really came, newest first, then the example of the operation they come from. And the zone that dates are in. */
export async function samplesFor(
  api: Api,
  workspace: string,
  flowId: string,
  flow: Flow,
  node: string,
): Promise<{ samples: Sample[]; zone: string }> {
  const source = sourceOf(api, flow, node);
  const zone = await organisationZone(api, workspace, flow).catch(() => 'UTC');
  if (!source) return { samples: [], zone };
  const manifest = operationOf(api.catalog, source.operation);
  const came =
    manifest?.kind === 'trigger'
      ? await lastBodies(api.db.sql, workspace, flowId, source.id, mostSamples)
      : await lastReplies(api.db.sql, workspace, flowId, source.id, mostSamples);
  const samples: Sample[] = came.map((one) => ({
    source: 'run',
    name: one.key ?? 'message',
    at: one.at.toISOString(),
    body: one.body,
  }));
  if (manifest?.sample !== undefined)
    samples.push({
      source: 'catalog',
      name: `example of ${manifest.name}`,
      at: null,
      body: stringifyJson(manifest.sample),
    });
  return { samples, zone };
}

/** The nearest node upstream whose operation says what comes out of it. */
function sourceOf(api: Api, flow: Flow, node: string): FlowNode | undefined {
  const index = indexGraph(flow);
  const seen = new Set<string>();
  const queue = edgesTo(index, node).map((edge) => edge.from.node);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const candidate = nodeOf(flow, id);
    const manifest = candidate ? operationOf(api.catalog, candidate.operation) : undefined;
    if (candidate && (manifest?.output || manifest?.kind !== 'step')) return candidate;
    queue.push(...edgesTo(index, id).map((edge) => edge.from.node));
  }
  return undefined;
}
