import type { Catalog } from '#flow/catalog.ts';
import type { End } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import { firstConnection } from '../palette/add-node.ts';
import { type NodeFace, placeOf } from '../shapes/node-face.ts';

/** A node that may be the other end, and the edge that choosing it draws. */
export interface ConnectTarget {
  node: string;
  name: string;
  shape: NodeFace['shape'];
  from: End;
  to: End;
}

/**
 * Where an edge from (`to: 'downstream'`) or to a node may go, the nearest first. Of several free ports it takes the first; error
 * routes come last, and only where nothing else is left.
 */
export function connectTargets(
  flow: Flow,
  catalog: Catalog,
  faces: Map<string, NodeFace>,
  node: string,
  direction: 'downstream' | 'upstream',
): ConnectTarget[] {
  const here = faces.get(node);
  if (!here) return [];
  const distance = (other: string) => {
    const [a, b] = [placeOf(flow, node), placeOf(flow, other)];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  return [...faces.values()]
    .flatMap((face): ConnectTarget[] => {
      const other = face.node.id;
      const [source, target] = direction === 'downstream' ? [here, face] : [face, here];
      const outcome = firstConnection(
        flow,
        catalog,
        { node: source.node.id, ports: freeFirst(flow, source) },
        { node: target.node.id, ports: target.ports.inputs.map(({ id }) => id) },
      );
      return 'from' in outcome ? [{ node: other, name: face.node.name, shape: face.shape, ...outcome }] : [];
    })
    .sort((a, b) => Number(isError(a)) - Number(isError(b)) || distance(a.node) - distance(b.node));
}

const isError = (target: ConnectTarget): boolean => target.from.port === 'error';

/** Outputs that lead nowhere yet, then the others, then the error route. */
function freeFirst(flow: Flow, face: NodeFace): string[] {
  const wired = new Set(flow.edges.flatMap((edge) => (edge.from.node === face.node.id ? [edge.from.port] : [])));
  const rank = (port: string) => (port === 'error' ? 2 : wired.has(port) ? 1 : 0);
  return face.ports.outputs.map(({ id }) => id).sort((a, b) => rank(a) - rank(b));
}
