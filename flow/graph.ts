import type { FlowEdge } from './flow.ts';

/** What a graph function reads of a flow. */
export interface Graph {
  nodes: { id: string }[];
  edges: FlowEdge[];
}

/**
 * A graph made ready for questions. Build it once per flow and ask it often. Edges whose ends are missing are left out,
 * so every function below is total, also over a broken draft; `validate` names those edges.
 */
export interface GraphIndex {
  /** Sorted. */
  ids: string[];
  outgoing: Map<string, FlowEdge[]>;
  incoming: Map<string, FlowEdge[]>;
}

export function indexGraph(graph: Graph): GraphIndex {
  const ids = [...new Set(graph.nodes.map((node) => node.id))].sort();
  const outgoing = new Map<string, FlowEdge[]>(ids.map((id) => [id, []]));
  const incoming = new Map<string, FlowEdge[]>(ids.map((id) => [id, []]));
  for (const edge of [...graph.edges].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    const [from, to] = [outgoing.get(edge.from.node), incoming.get(edge.to.node)];
    if (!from || !to) continue;
    from.push(edge);
    to.push(edge);
  }
  return { ids, outgoing, incoming };
}

/** Edges that leave a node, or one of its ports. */
export function edgesFrom(index: GraphIndex, node: string, port?: string): FlowEdge[] {
  const edges = index.outgoing.get(node) ?? [];
  return port === undefined ? edges : edges.filter((edge) => edge.from.port === port);
}

/** Edges that lead into a node, or one of its ports. */
export function edgesTo(index: GraphIndex, node: string, port?: string): FlowEdge[] {
  const edges = index.incoming.get(node) ?? [];
  return port === undefined ? edges : edges.filter((edge) => edge.to.port === port);
}

/** Nodes that nothing leads into. */
export function roots(index: GraphIndex): string[] {
  return index.ids.filter((id) => edgesTo(index, id).length === 0);
}

/** Nodes that edges of several nodes lead into: they wait for every branch that can still deliver. */
export function joins(index: GraphIndex): string[] {
  return index.ids.filter((id) => new Set(edgesTo(index, id).map((edge) => edge.from.node)).size > 1);
}

/** Every node after the nodes it depends on; among equals the smaller id first. Nodes in or behind a cycle come last, by id. */
export function order(index: GraphIndex): string[] {
  const waitsFor = new Map(index.ids.map((id) => [id, edgesTo(index, id).length]));
  const ready = index.ids.filter((id) => waitsFor.get(id) === 0);
  const done: string[] = [];
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    done.push(next);
    for (const edge of edgesFrom(index, next)) {
      const left = (waitsFor.get(edge.to.node) ?? 0) - 1;
      waitsFor.set(edge.to.node, left);
      if (left === 0) insertSorted(ready, edge.to.node);
    }
  }
  const seen = new Set(done);
  return [...done, ...index.ids.filter((id) => !seen.has(id))];
}

/** All nodes that messages of these nodes can come to. The nodes themselves only if a cycle leads back. */
export function downstream(index: GraphIndex, from: Iterable<string>): Set<string> {
  return reach(from, (id) => edgesFrom(index, id).map((edge) => edge.to.node));
}

/** All nodes whose messages can come to these nodes. */
export function upstream(index: GraphIndex, to: Iterable<string>): Set<string> {
  return reach(to, (id) => edgesTo(index, id).map((edge) => edge.from.node));
}

/**
 * What can never be reached any more, given the edges that nothing will come through: an edge is dead when `isClosed`
 * says so or when its source is dead; a node is dead when edges lead into it and all of them are dead.
 */
export function deadBranches(
  index: GraphIndex,
  isClosed: (edge: FlowEdge) => boolean,
): { nodes: Set<string>; edges: Set<string> } {
  const nodes = new Set<string>();
  const edges = new Set<string>();
  for (const id of order(index)) {
    const incoming = edgesTo(index, id);
    if (incoming.length > 0 && incoming.every((edge) => edges.has(edge.id))) nodes.add(id);
    for (const edge of edgesFrom(index, id)) if (nodes.has(id) || isClosed(edge)) edges.add(edge.id);
  }
  return { nodes, edges };
}

/** A shortest way along the edges, both ends included: `['map', 'route']`. From a node to itself: that node alone. */
export function findPath(index: GraphIndex, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const id of cameFrom.keys()) {
    if (id === to) return trace(cameFrom, to);
    for (const edge of edgesFrom(index, id)) if (!cameFrom.has(edge.to.node)) cameFrom.set(edge.to.node, id);
  }
  return undefined;
}

/** The first cycle, closed, so that a message can name it: `['map', 'route', 'map']`. */
export function findCycle(index: GraphIndex): string[] | undefined {
  return findCycles(index)[0];
}

/** One cycle for each knot of nodes that lead back to themselves, each starting at its smallest id. */
export function findCycles(index: GraphIndex): string[][] {
  const knotted = new Set<string>();
  const cycles: string[][] = [];
  for (const id of afterOrder(index)) {
    if (knotted.has(id)) continue;
    const cycle = cycleThrough(index, id);
    if (!cycle) continue;
    cycles.push(cycle);
    const back = upstream(index, [id]);
    for (const other of downstream(index, [id])) if (back.has(other)) knotted.add(other);
  }
  return cycles;
}

/** Nodes that no order could place: those in a cycle or behind one. */
function afterOrder(index: GraphIndex): string[] {
  const placed = new Set<string>();
  return order(index).filter((id) => {
    const fits = edgesTo(index, id).every((edge) => placed.has(edge.from.node));
    if (fits) placed.add(id);
    return !fits;
  });
}

function cycleThrough(index: GraphIndex, id: string): string[] | undefined {
  const ways = edgesFrom(index, id).flatMap((edge) => {
    const way = findPath(index, edge.to.node, id);
    return way ? [[id, ...way]] : [];
  });
  return ways.sort((a, b) => a.length - b.length)[0];
}

function reach(start: Iterable<string>, next: (id: string) => string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const neighbour of next(id)) {
      if (seen.has(neighbour)) continue;
      seen.add(neighbour);
      open.push(neighbour);
    }
  }
  return seen;
}

function trace(cameFrom: Map<string, string | undefined>, to: string): string[] {
  const way: string[] = [];
  for (let id: string | undefined = to; id !== undefined; id = cameFrom.get(id)) way.unshift(id);
  return way;
}

function insertSorted(sorted: string[], id: string): void {
  const at = sorted.findIndex((other) => other > id);
  sorted.splice(at < 0 ? sorted.length : at, 0, id);
}
