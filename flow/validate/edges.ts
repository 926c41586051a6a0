import { type Catalog, operationOf, portsOf } from '../catalog.ts';
import type { Flow, FlowEdge, FlowNode } from '../flow.ts';
import { findCycles, type GraphIndex } from '../graph.ts';
import type { Problem } from '../problem.ts';

type Nodes = Map<string, FlowNode>;

/** Edges whose ends are missing, that lead into a trigger, or that are drawn twice. */
export function edgeProblems(flow: Flow, catalog: Catalog): Problem[] {
  const nodes: Nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const drawn = new Set<string>();
  return flow.edges.flatMap((edge) => {
    const way = JSON.stringify([edge.from.node, edge.from.port, edge.to.node, edge.to.port]);
    const twin = drawn.has(way);
    drawn.add(way);
    return [
      ...endProblems(nodes, catalog, edge, 'from'),
      ...endProblems(nodes, catalog, edge, 'to'),
      ...(twin ? [drawnTwice(nodes, edge)] : []),
    ];
  });
}

export function cycleProblems(flow: Flow, index: GraphIndex): Problem[] {
  const nodes: Nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return findCycles(index).map((cycle) => ({
    code: 'cycle',
    severity: 'error',
    message: `These nodes lead back to themselves: ${cycle.map((id) => nameOf(nodes, id)).join(' → ')}.`,
    wayOut: 'Delete one of the edges between them.',
    where: { node: cycle[0] },
  }));
}

function endProblems(nodes: Nodes, catalog: Catalog, edge: FlowEdge, side: 'from' | 'to'): Problem[] {
  const end = edge[side];
  const other = nameOf(nodes, edge[side === 'from' ? 'to' : 'from'].node);
  const node = nodes.get(end.node);
  if (!node) {
    const words = side === 'from' ? `An edge into “${other}” comes from` : `An edge from “${other}” leads to`;
    return [dangling(edge, `${words} “${end.node}”, which is not in this flow.`, 'Delete the edge, or draw it again.')];
  }
  const operation = operationOf(catalog, node.operation);
  if (!operation) return [];
  if (side === 'to' && operation.kind === 'trigger') return [intoTrigger(edge, node.name, other)];
  const ports = portsOf(operation, node)[side === 'from' ? 'outputs' : 'inputs'];
  if (ports.some((port) => port.id === end.port)) return [];
  const kind = side === 'from' ? 'output' : 'input';
  const words = side === 'from' ? `but an edge leads from it to “${other}”` : `but an edge from “${other}” leads there`;
  const offered = ports.map((port) => `“${port.label}”`).join(', ');
  const wayOut = `Draw the edge again. “${node.name}” has ${offered === '' ? `no ${kind}s` : offered}.`;
  return [dangling(edge, `“${node.name}” has no ${kind} “${end.port}”, ${words}.`, wayOut, node.id)];
}

function dangling(edge: FlowEdge, message: string, wayOut: string, node?: string): Problem {
  const where = node === undefined ? { edge: edge.id } : { edge: edge.id, node };
  return { code: 'dangling-edge', severity: 'error', message, wayOut, where };
}

function intoTrigger(edge: FlowEdge, name: string, other: string): Problem {
  return {
    code: 'input-of-trigger',
    severity: 'error',
    message: `“${name}” starts the flow, so the edge from “${other}” cannot lead into it.`,
    wayOut: 'Delete the edge.',
    where: { edge: edge.id, node: edge.to.node },
  };
}

function drawnTwice(nodes: Nodes, edge: FlowEdge): Problem {
  return {
    code: 'duplicate-edge',
    severity: 'error',
    message: `“${nameOf(nodes, edge.from.node)}” leads into “${nameOf(nodes, edge.to.node)}” twice in the same way, so every message would come twice.`,
    wayOut: 'Delete one of the two edges.',
    where: { edge: edge.id },
  };
}

function nameOf(nodes: Nodes, id: string): string {
  return nodes.get(id)?.name ?? id;
}
