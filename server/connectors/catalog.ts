import type { Catalog } from '#flow/catalog.ts';
import type { Connector, Operation } from './contract.ts';
import * as every from './index.ts';

export const connectors: readonly Connector[] = Object.values(every);

const byId = new Map(connectors.map((connector) => [connector.manifest.id, connector]));
const manifests: Catalog = { connectors: connectors.map(({ manifest }) => manifest) };

/** What there is to draw with, as pure data. */
export function catalog(): Catalog {
  return manifests;
}

export function connectorById(id: string): Connector | undefined {
  return byId.get(id);
}

/** The functions of an operation such as `shopify.order-placed`. */
export function operationById(id: string): Operation | undefined {
  const connector = byId.get(id.slice(0, id.indexOf('.')));
  return connector && Object.hasOwn(connector.operations, id) ? connector.operations[id] : undefined;
}
