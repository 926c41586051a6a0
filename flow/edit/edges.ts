import type { Flow, FlowEdge } from '../flow.ts';
import type { End } from './change.ts';
import { structuralFault } from './connect.ts';
import { freshId } from './ids.ts';

/** Adds the edge unless it breaks the graph; ports are the catalog's matter. */
export function addEdge(draft: Flow, from: End, to: End): void {
  if (structuralFault(draft, from, to)) return;
  const id = freshId(
    `${from.node}-${to.node}`,
    draft.edges.map((edge) => edge.id),
  );
  draft.edges.push({ id, from: { ...from }, to: { ...to } });
}

/**
 * Edges over the gap that removed nodes leave: from every output that led into it to every input it led to, error ports
 * left aside. They go along paths that were there, so they close no circle; only doubles are left out.
 */
export function bridges(flow: Flow, gone: Set<string>): { from: End; to: End }[] {
  const drawn = new Set(flow.edges.map(wayOf));
  return flow.edges
    .filter((edge) => gone.has(edge.to.node) && !gone.has(edge.from.node))
    .flatMap((entry) => exits(flow.edges, gone, entry.to.node).map((to) => ({ from: entry.from, to })))
    .filter((bridge) => {
      const way = wayOf(bridge);
      const wanted = !drawn.has(way);
      drawn.add(way);
      return wanted;
    });
}

/** Adds edges that are known to be sound. */
export function pushEdges(draft: Flow, edges: { from: End; to: End }[]): void {
  const ids = new Set(draft.edges.map((edge) => edge.id));
  for (const { from, to } of edges) {
    const id = freshId(`${from.node}-${to.node}`, ids);
    ids.add(id);
    draft.edges.push({ id, from: { ...from }, to: { ...to } });
  }
}

const wayOf = ({ from, to }: { from: End; to: End }): string =>
  JSON.stringify([from.node, from.port, to.node, to.port]);

function exits(edges: FlowEdge[], gone: Set<string>, start: string): End[] {
  const seen = new Set([start]);
  const ends: End[] = [];
  for (const id of seen) {
    for (const edge of edges) {
      if (edge.from.node !== id || edge.from.port === 'error') continue;
      if (gone.has(edge.to.node)) seen.add(edge.to.node);
      else ends.push(edge.to);
    }
  }
  return ends;
}
