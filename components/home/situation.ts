import { along, readingOrder } from '#components/designer/keyboard/walk.ts';
import { count } from '#components/ui/format.ts';
import { type Catalog, connectorOf, operationOf } from '#flow/catalog.ts';
import type { Flow, FlowNode, Needs } from '#flow/flow.ts';

/**
 * What a flow does, in one sentence made from its drawing: `“Order placed” in Shopify leads to “Create invoice” in Xero, through
 * one map.` Only what a trigger really leads to is named.
 */
export function situation(flow: Flow, catalog: Catalog): string {
  if (flow.nodes.length === 0) return 'Nothing is drawn yet.';
  const triggers = flow.nodes.filter((node) => operationOf(catalog, node.operation)?.kind === 'trigger');
  if (triggers.length === 0) return 'Nothing starts it yet.';
  const reached = new Set(triggers.flatMap((trigger) => along(flow, trigger.id, 'downstream')));
  const nodes = readingOrder(flow).flatMap((id) => flow.nodes.find((node) => node.id === id && reached.has(id)) ?? []);
  const actions = nodes.filter((node) => operationOf(catalog, node.operation)?.kind === 'action');
  const maps = nodes.filter((node) =>
    operationOf(catalog, node.operation)?.fields.some((field) => field.type === 'mapping'),
  ).length;
  const said = (some: FlowNode[]) => listed(some.map((node) => named(node, catalog)));
  if (actions.length === 0) return `${said(triggers)} leads nowhere yet.`;
  const through = maps === 0 ? '' : maps === 1 ? ', through one map' : `, through ${maps} maps`;
  return `${said(triggers)} ${triggers.length === 1 ? 'leads' : 'lead'} to ${said(actions)}${through}.`;
}

/** The systems of a flow, each once, in the order messages meet them. */
export function systemsOf(flow: Flow, catalog: Catalog): string[] {
  const names = readingOrder(flow).flatMap((id) => {
    const node = flow.nodes.find((candidate) => candidate.id === id);
    const connector = node && connectorOf(catalog, node.operation);
    return connector && connector.group !== 'logic' && connector.group !== 'structure' ? [connector.name] : [];
  });
  return [...new Set(names)];
}

/** The two lines of the volume column; null where nothing was said. */
export function volume({ eventsPerDay, peakPerMinute }: Needs): { day: string | null; peak: string | null } {
  return {
    day: eventsPerDay === undefined ? null : `${count(eventsPerDay)} a day`,
    peak: peakPerMinute === undefined ? null : `peak ${count(peakPerMinute)} a minute`,
  };
}

function named(node: FlowNode, catalog: Catalog): string {
  const operation = operationOf(catalog, node.operation)?.name ?? node.name;
  const system = connectorOf(catalog, node.operation)?.name;
  return system && system !== operation ? `“${operation}” in ${system}` : `“${operation}”`;
}

const listed = (names: string[]): string => {
  const [first = '', second, ...others] = names;
  if (second === undefined) return first;
  return others.length === 0 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`;
};
