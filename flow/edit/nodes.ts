import { current } from 'immer';
import { type Flow, type FlowNode, nodeOf } from '../flow.ts';
import { findPath, indexGraph } from '../graph.ts';
import type { Change, Clipping, Placing } from './change.ts';
import { addEdge, bridges, pushEdges } from './edges.ts';
import { copiedId, freshName, freshNodeId } from './ids.ts';
import { removeKeptOf } from './tests.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

export function addNode(draft: Flow, change: Of<'add-node'>): void {
  const id = freshNodeId(
    change.operation,
    draft.nodes.map((node) => node.id),
  );
  const node: FlowNode = {
    id,
    operation: change.operation,
    name: nameIn(draft, change.name),
    config: change.config ?? {},
  };
  if (change.connection !== undefined) node.connection = change.connection;
  draft.nodes.push(node);
  draft.drawing.positions[id] = change.at;
  if (change.placing) place(draft, id, change.placing);
}

export function removeNodes(draft: Flow, nodes: string[]): void {
  const gone = new Set(nodes);
  draft.nodes = kept(draft.nodes, (node) => !gone.has(node.id));
  draft.edges = kept(draft.edges, (edge) => !gone.has(edge.from.node) && !gone.has(edge.to.node));
  for (const id of gone) if (id in draft.drawing.positions) delete draft.drawing.positions[id];
  takeOutOfGroups(draft, gone);
  removeKeptOf(draft, gone);
}

export function removeAndReconnect(draft: Flow, nodes: string[]): void {
  const over = bridges(current(draft), new Set(nodes));
  removeNodes(draft, nodes);
  pushEdges(draft, over);
}

export function spliceNode(draft: Flow, change: Of<'splice-node-into-edge'>): void {
  splice(draft, change.node, { into: change.edge, input: change.input, output: change.output });
}

/** Edges go in unchecked: those among new nodes are as sound as where they came from, those into them close no circle. */
export function paste(draft: Flow, { clipping, offset, keepIncoming }: Of<'paste'>): void {
  const taken = new Set(draft.nodes.map((node) => node.id));
  const names = new Set(draft.nodes.map((node) => node.name));
  const known = new Set(keepIncoming ? taken : []);
  const ids = new Map<string, string>();
  for (const node of clipping.nodes) {
    const [id, name] = [copiedId(node.id, taken), freshName(node.name, names)];
    const at = clipping.positions[node.id] ?? { x: 0, y: 0 };
    draft.nodes.push({ ...node, id, name });
    draft.drawing.positions[id] = { x: at.x + offset.x, y: at.y + offset.y };
    taken.add(id);
    names.add(name);
    ids.set(node.id, id);
  }
  const joined = clipping.edges.flatMap(({ from, to }) => {
    const target = ids.get(to.node);
    const source = ids.get(from.node) ?? (known.has(from.node) ? from.node : undefined);
    if (target === undefined || source === undefined) return [];
    return [{ from: { node: source, port: from.port }, to: { node: target, port: to.port } }];
  });
  pushEdges(draft, joined);
}

/** The nodes with the edges among them and into them, as the clipboard holds them. */
export function copyNodes(flow: Flow, nodes: string[]): Clipping {
  const ids = new Set(nodes);
  return {
    nodes: flow.nodes.filter((node) => ids.has(node.id)),
    edges: flow.edges.filter((edge) => ids.has(edge.to.node)),
    positions: Object.fromEntries(Object.entries(flow.drawing.positions).filter(([id]) => ids.has(id))),
  };
}

function place(draft: Flow, node: string, placing: Placing): void {
  if ('after' in placing) addEdge(draft, placing.after, { node, port: placing.input });
  else if ('before' in placing) addEdge(draft, { node, port: placing.output }, placing.before);
  else splice(draft, node, placing);
}

/** Nothing happens where the node already stands before or behind the edge: that would close a circle. */
function splice(draft: Flow, node: string, placing: Extract<Placing, { into: string }>): void {
  const flow = current(draft);
  const edge = flow.edges.find((candidate) => candidate.id === placing.into);
  if (!edge || !nodeOf(flow, node)) return;
  const index = indexGraph(flow);
  if (findPath(index, edge.to.node, node) || findPath(index, node, edge.from.node)) return;
  draft.edges = kept(draft.edges, (candidate) => candidate.id !== placing.into);
  addEdge(draft, edge.from, { node, port: placing.input });
  addEdge(draft, { node, port: placing.output }, edge.to);
}

function nameIn(draft: Flow, name: string): string {
  return freshName(
    name,
    draft.nodes.map((node) => node.name),
  );
}

export function takeOutOfGroups(draft: Flow, nodes: Set<string>): void {
  for (const group of draft.drawing.groups) group.nodes = kept(group.nodes, (id) => !nodes.has(id));
  draft.drawing.groups = kept(draft.drawing.groups, (group) => group.nodes.length > 0);
}

/** The list itself when nothing goes, so that no change is recorded. */
export function kept<T>(list: T[], wanted: (item: T) => boolean): T[] {
  const rest = list.filter(wanted);
  return rest.length === list.length ? list : rest;
}
