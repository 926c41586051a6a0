import { type Catalog, connectorOf } from '../catalog.ts';
import type { Flow, FlowNode } from '../flow.ts';
import { edgesFrom, type GraphIndex, indexGraph } from '../graph.ts';

/** What prices are counted by. */
export interface Counts {
  systems: number;
  /** Pairs of systems that exchange data, whichever way. */
  connections: number;
  /** One per system. */
  spokes: number;
  /** `mesh`: everybody talks to everybody. `drawn`: as the graph has it. */
  topology: 'mesh' | 'drawn';
}

/** Counts with what was counted: ids of connections, or of connectors where none is chosen yet. */
export interface FlowCounts extends Counts {
  accounts: string[];
  pairs: [string, string][];
}

/** All systems talk to each other: n(n−1)/2 connections. */
export function meshCounts(systems: number): Counts {
  return { systems, connections: (systems * (systems - 1)) / 2, spokes: systems, topology: 'mesh' };
}

/**
 * Counts a drawn flow. A system is an account: nodes of one connection are one system; nodes without a connection are
 * one per connector, and join the connector's account where there is just one. A connection is a pair of systems with a
 * path between them that leads through no third system; both directions and all paths of a pair are one connection.
 */
export function countFlow(flow: Flow, catalog: Catalog): FlowCounts {
  const index = indexGraph(flow);
  const accounts = accountsOf(flow, catalog);
  const pairs = new Map<string, [string, string]>();
  for (const [node, account] of accounts) {
    for (const other of nextSystems(index, node, accounts)) {
      const pair = [account, other].sort() as [string, string];
      if (account !== other) pairs.set(JSON.stringify(pair), pair);
    }
  }
  const systems = [...new Set(accounts.values())].sort();
  return {
    systems: systems.length,
    connections: pairs.size,
    spokes: systems.length,
    topology: 'drawn',
    accounts: systems,
    pairs: [...pairs.values()].sort(),
  };
}

/** Accounts by node id, for the nodes that are systems. */
function accountsOf(flow: Flow, catalog: Catalog): Map<string, string> {
  const nodes = flow.nodes.filter((node) => isSystem(node, catalog));
  const chosen = new Map<string, Set<string>>();
  for (const node of nodes) {
    const connector = connectorOf(catalog, node.operation)?.id ?? '';
    const known = chosen.get(connector) ?? new Set<string>();
    if (node.connection !== undefined) known.add(node.connection);
    chosen.set(connector, known);
  }
  return new Map(
    nodes.map((node) => {
      const connector = connectorOf(catalog, node.operation)?.id ?? '';
      const [only, ...others] = chosen.get(connector) ?? [];
      const guess = only !== undefined && others.length === 0 ? only : connector;
      return [node.id, node.connection ?? guess];
    }),
  );
}

/** Systems, and what starts a flow for one: a webhook is somebody's, a schedule nobody's. A broker only carries. */
function isSystem(node: FlowNode, catalog: Catalog): boolean {
  const connector = connectorOf(catalog, node.operation);
  return connector?.group === 'systems' || (connector?.group === 'start' && connector.connection !== undefined);
}

/** Accounts that messages of a node come to before any other system has them. */
function nextSystems(index: GraphIndex, start: string, accounts: Map<string, string>): Set<string> {
  const seen = new Set([start]);
  const found = new Set<string>();
  for (const id of seen) {
    for (const { to } of edgesFrom(index, id)) {
      const account = accounts.get(to.node);
      if (account === undefined) seen.add(to.node);
      else found.add(account);
    }
  }
  return found;
}
