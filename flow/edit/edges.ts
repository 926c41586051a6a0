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

/** The edges that bridge a gap: from every output that led into it to every input it led to, error ports left aside. */
export function reconnectAround(flow: Flow, gone: Set<string>): { from: End; to: End }[] {
  const entries = flow.edges.filter((edge) => gone.has(edge.to.node) && !gone.has(edge.from.node));
  return entries.flatMap((entry) =>
    exits(flow.edges, gone, entry.to.node).map((to) => ({ from: { ...entry.from }, to: { ...to } })),
  );
}

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
