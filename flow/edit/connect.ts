import { type Catalog, operationOf, portsOf } from '../catalog.ts';
import { type Flow, type FlowEdge, nodeOf } from '../flow.ts';
import { findPath, indexGraph } from '../graph.ts';
import type { Problem } from '../problem.ts';
import type { End } from './change.ts';

/** May these two ends be connected? The one place that knows; the answer is the reason shown at the pointer. */
export function mayConnect(flow: Flow, catalog: Catalog, from: End, to: End): Problem | undefined {
  return structuralFault(flow, from, to) ?? portFault(flow, catalog, from, to);
}

/** What speaks against an edge whatever the catalog says; `edit` refuses exactly these. */
export function structuralFault(flow: Flow, from: End, to: End): Problem | undefined {
  const [source, target] = [nodeOf(flow, from.node), nodeOf(flow, to.node)];
  if (!source || !target)
    return fault('missing-node', 'One of the two nodes is no longer here.', 'Draw the edge again.', to);
  if (from.node === to.node)
    return fault('self-loop', `“${source.name}” cannot lead into itself.`, 'Connect it to another node.', to);
  if (flow.edges.some((edge) => sameEdge(edge, from, to))) {
    return fault(
      'duplicate-edge',
      `“${source.name}” already leads into “${target.name}” this way.`,
      'Use the edge that is there; a second one would send every message twice.',
      to,
    );
  }
  const back = findPath(indexGraph(flow), to.node, from.node);
  if (!back) return undefined;
  const round = [...back, to.node].map((id) => nodeOf(flow, id)?.name ?? id).join(' → ');
  return fault(
    'cycle',
    `This would close a circle: ${round}.`,
    'Connect it to a node that does not lead back here.',
    to,
  );
}

function sameEdge(edge: FlowEdge, from: End, to: End): boolean {
  return (
    edge.from.node === from.node && edge.from.port === from.port && edge.to.node === to.node && edge.to.port === to.port
  );
}

function portFault(flow: Flow, catalog: Catalog, from: End, to: End): Problem | undefined {
  return endFault(flow, catalog, from, 'output') ?? endFault(flow, catalog, to, 'input');
}

function endFault(flow: Flow, catalog: Catalog, end: End, side: 'input' | 'output'): Problem | undefined {
  const node = nodeOf(flow, end.node);
  const operation = node && operationOf(catalog, node.operation);
  if (!node || !operation)
    return fault(
      'unknown-operation',
      `The ports of “${node?.name ?? end.node}” are not known: “${node?.operation}” is not in the catalog.`,
      'Replace the node by one from the palette.',
      end,
    );
  if (side === 'input' && operation.kind === 'trigger')
    return fault(
      'input-of-trigger',
      `“${node.name}” starts the flow, so nothing can lead into it.`,
      'Connect from it instead.',
      end,
    );
  const ports = portsOf(operation, node)[side === 'input' ? 'inputs' : 'outputs'];
  if (ports.some((port) => port.id === end.port)) return undefined;
  return fault(
    'unknown-port',
    `“${node.name}” has no ${side} “${end.port}”.`,
    ports.length === 0 ? `It has no ${side}s at all.` : `Use ${ports.map((port) => `“${port.label}”`).join(' or ')}.`,
    end,
  );
}

function fault(code: string, message: string, wayOut: string, end: End): Problem {
  return { code, severity: 'error', message, wayOut, where: { node: end.node } };
}
