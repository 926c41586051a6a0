import type { Flow } from '#flow/flow.ts';
import { indexGraph, order } from '#flow/graph.ts';
import { placeOf } from '../shapes/node-face.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Nodes in the order that Tab and readers meet them: as messages travel, then from top to bottom, then from left to right. */
export function readingOrder(flow: Flow): string[] {
  const depth = depths(flow);
  return flow.nodes
    .map((node) => ({ id: node.id, depth: depth.get(node.id) ?? 0, at: placeOf(flow, node.id) }))
    .sort((a, b) => a.depth - b.depth || a.at.y - b.at.y || a.at.x - b.at.x)
    .map(({ id }) => id);
}

/**
 * Where an arrow key leads: right to what the node leads to, left to what leads to it, up and down to its neighbours of the
 * same depth. Of several, the one nearest in height. Undefined: there is none that way.
 */
export function neighbour(flow: Flow, from: string, direction: Direction): string | undefined {
  const height = (id: string) => placeOf(flow, id).y;
  const nearest = (ids: string[]) =>
    [...new Set(ids)].sort((a, b) => Math.abs(height(a) - height(from)) - Math.abs(height(b) - height(from)))[0];

  switch (direction) {
    case 'right':
      return nearest(flow.edges.flatMap((edge) => (edge.from.node === from ? [edge.to.node] : [])));
    case 'left':
      return nearest(flow.edges.flatMap((edge) => (edge.to.node === from ? [edge.from.node] : [])));
    case 'up':
    case 'down': {
      const depth = depths(flow);
      const peers = readingOrder(flow).filter((id) => depth.get(id) === depth.get(from));
      return peers[peers.indexOf(from) + (direction === 'down' ? 1 : -1)];
    }
  }
}

/** Everything that a node's messages can come to, or everything whose messages come to it, the node included. */
export function along(flow: Flow, from: string, way: 'downstream' | 'upstream'): string[] {
  const found = new Set([from]);
  for (const id of found) {
    for (const edge of flow.edges) {
      if (way === 'downstream' && edge.from.node === id) found.add(edge.to.node);
      if (way === 'upstream' && edge.to.node === id) found.add(edge.from.node);
    }
  }
  return [...found];
}

/** The longest way from a start, counted in edges. */
export function depths(flow: Flow): Map<string, number> {
  const index = indexGraph(flow);
  const depth = new Map<string, number>();
  for (const id of order(index)) {
    const before = (index.incoming.get(id) ?? []).map((edge) => depth.get(edge.from.node) ?? -1);
    depth.set(id, Math.max(-1, ...before) + 1);
  }
  return depth;
}
