import type { Flow } from '#flow/flow.ts';
import type { NodeFace } from '../shapes/node-face.ts';

/** What a screen reader says of a node: `Map customers, transform, 1 in from Shop, 1 out to Ledger, has errors`. */
export function nodeLabel(flow: Flow, face: NodeFace, trouble: 'error' | 'warning' | null): string {
  const name = (id: string) => flow.nodes.find((node) => node.id === id)?.name ?? id;
  const from = flow.edges.flatMap((edge) => (edge.to.node === face.node.id ? [name(edge.from.node)] : []));
  const to = flow.edges.flatMap((edge) => (edge.from.node === face.node.id ? [name(edge.to.node)] : []));
  return [
    face.node.name,
    face.shape,
    face.operation?.kind === 'trigger'
      ? null
      : from.length > 0
        ? `${from.length} in from ${listed(from)}`
        : 'nothing in',
    to.length > 0 ? `${to.length} out to ${listed(to)}` : 'nothing out',
    trouble === 'error' ? 'has errors' : trouble === 'warning' ? 'has warnings' : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function listed(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
