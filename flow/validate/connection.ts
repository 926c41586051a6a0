import { type Catalog, connectorOf } from '../catalog.ts';
import type { FlowNode } from '../flow.ts';
import type { Problem } from '../problem.ts';

/** A connection of the workspace, without its secrets. */
export interface KnownConnection {
  id: string;
  connector: string;
  name: string;
}

/** A node has no connection though its connector needs one, an unknown one, or one of another connector. */
export function connectionProblems(node: FlowNode, catalog: Catalog, known: KnownConnection[] | undefined): Problem[] {
  const connector = connectorOf(catalog, node.operation);
  if (!connector?.connection) return [];
  const choose = `Choose a ${connector.name} connection under “Connection”.`;
  if (node.connection === undefined && connector.connection.optional) return [];
  if (node.connection === undefined)
    return [problem('no-connection', node, `“${node.name}” has no connection.`, choose)];
  const connection = known?.find((candidate) => candidate.id === node.connection);
  if (known && !connection)
    return [problem('unknown-connection', node, `The connection of “${node.name}” is not in this workspace.`, choose)];
  if (!connection || connection.connector === connector.id) return [];
  const other = catalog.connectors.find((candidate) => candidate.id === connection.connector);
  const message = `“${node.name}” cannot use “${connection.name}”: that is a ${other?.name ?? connection.connector} connection.`;
  return [problem('wrong-connection', node, message, choose)];
}

function problem(code: string, node: FlowNode, message: string, wayOut: string): Problem {
  return { code, severity: 'error', message, wayOut, where: { node: node.id, field: 'connection' } };
}
