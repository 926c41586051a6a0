import type { Catalog } from '#flow/catalog.ts';
import { connectorOf } from '#flow/catalog.ts';
import type { Flow } from '#flow/flow.ts';
import type { Connector } from '../connectors/contract.ts';
import type { Outside } from './outside.ts';

interface ZoneDeps {
  catalog: Catalog;
  connector(id: string): Connector | undefined;
  outside: Outside;
}

/**
 * The zone that a flow's dates are in: that of the first connected organisation that tells one, in the order of node
 * ids, else UTC. @throws what the organisation's system throws when it cannot be asked
 */
export async function organisationZone(
  { catalog, connector, outside }: ZoneDeps,
  workspace: string,
  flow: Flow,
): Promise<string> {
  for (const node of [...flow.nodes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const zone = connector(connectorOf(catalog, node.operation)?.id ?? '')?.zone;
    if (zone && node.connection !== undefined) return zone(await outside.connect(workspace, node.connection));
  }
  return 'UTC';
}
