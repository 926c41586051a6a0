import { operationOf } from '#flow/catalog.ts';
import { type Flow, type FlowNode, nodeOf } from '#flow/flow.ts';
import { edgesTo, indexGraph } from '#flow/graph.ts';
import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { reshaped } from '#flow/mapping/reshape.ts';
import { organisationZone } from '../outside/zone.ts';
import { lastBodies, lastReplies } from '../store/runs.ts';
import type { Api } from './trpc.ts';
import type { Sample } from './views.ts';

const mostSamples = 10;

/**
 * Bodies that come to a node: what really came, newest first, then the example of the operation they come from; where a list
 * is split or collected on the way, as that makes of them. And the zone that dates are in.
 */
export async function samplesFor(
  api: Api,
  workspace: string,
  flowId: string,
  flow: Flow,
  node: string,
): Promise<{ samples: Sample[]; zone: string }> {
  const { source, through } = sourceOf(api, flow, node) ?? {};
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
  return { samples: samples.flatMap((sample) => arriving(api, sample, through ?? [])), zone };
}

/** The sample as it is behind these steps; none where they let nothing of it through. */
function arriving(api: Api, sample: Sample, through: FlowNode[]): Sample[] {
  if (through.length === 0) return [sample];
  const body = through.reduce<Json | undefined>((came, { operation, config }) => {
    const reshape = operationOf(api.catalog, operation)?.reshapes;
    return reshape && came !== undefined ? reshaped(reshape, config, { sample: came }).sample : came;
  }, parseJson(sample.body));
  return body === undefined ? [] : [{ ...sample, body: stringifyJson(body) }];
}

/** The nearest node upstream whose operation says what comes out of it, and the steps in between that reshape it. */
function sourceOf(api: Api, flow: Flow, node: string): { source: FlowNode; through: FlowNode[] } | undefined {
  const index = indexGraph(flow);
  const seen = new Set<string>();
  const before = (id: string, through: FlowNode[]) =>
    edgesTo(index, id).map((edge) => ({ id: edge.from.node, through }));
  const queue = before(node, []);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { id, through } = next;
    if (seen.has(id)) continue;
    seen.add(id);
    const candidate = nodeOf(flow, id);
    const manifest = candidate ? operationOf(api.catalog, candidate.operation) : undefined;
    if (candidate && (manifest?.output || manifest?.kind !== 'step')) return { source: candidate, through };
    queue.push(...before(id, candidate && manifest?.reshapes ? [candidate, ...through] : through));
  }
  return undefined;
}
