import type { Flow } from '#flow/flow.ts';
import { type NodeFace, placeOf } from './node-face.ts';

interface Middle {
  x: number;
  y: number;
}

/** Angles, in radians, at which the neighbours of a hub lie, seen from its middle; its error route is left aside. */
export function spokesBetween(flow: Flow, hub: string, middleOf: (id: string) => Middle | undefined): number[] {
  const middle = middleOf(hub);
  if (!middle) return [];
  const others = new Set(
    flow.edges.flatMap((edge) => {
      if (edge.from.node === hub && edge.from.port !== 'error') return [edge.to.node];
      return edge.to.node === hub ? [edge.from.node] : [];
    }),
  );
  return [...others].flatMap((id) => {
    const at = middleOf(id);
    return at ? [Math.atan2(at.y - middle.y, at.x - middle.x)] : [];
  });
}

/** The spokes of a hub on the canvas. */
export function spokesOf(flow: Flow, faces: Map<string, NodeFace>, hub: string): number[] {
  return spokesBetween(flow, hub, (id) => {
    const face = faces.get(id);
    if (!face) return undefined;
    const at = placeOf(flow, id);
    return { x: at.x + face.frame.width / 2, y: at.y + face.frame.height / 2 };
  });
}
