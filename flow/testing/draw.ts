import { emptyFlow, type Flow, type FlowEdge, type FlowNode } from '../flow.ts';
import { readableName } from './names.ts';

/** Short ids of drawings and the operations of the test catalog they stand for; any other id is a step that passes on. */
const operations: Record<string, string> = {
  order: 'shopify.order-placed',
  'get-order': 'shopify.get-order',
  map: 'logic.map',
  filter: 'logic.filter',
  route: 'logic.route',
  invoice: 'xero.create-invoice',
  contact: 'xero.find-contact',
  customer: 'crm.upsert-customer',
  pick: 'warehouse.pick-list',
  report: 'reports.load-rows',
  tick: 'schedule.every',
  hook: 'webhook.received',
  broker: 'broker.publish',
};

/**
 * A flow from a drawing. Lines (or `;`) hold chains: `order > map > invoice`; `route:big > invoice` leaves by the port
 * `big`. The id says the operation, without its number: `map-2` is a map. `change` sets parts of nodes by id.
 */
export function draw(drawing: string, change: Record<string, Partial<FlowNode>> = {}): Flow {
  const nodes = new Map<string, FlowNode>();
  const edges: FlowEdge[] = [];
  for (const line of drawing.split(/[\n;]/)) {
    const steps = line.split('>').flatMap((step) => (step.trim() === '' ? [] : [stepOf(step.trim())]));
    for (const step of steps) nodes.set(step.id, { ...nodeFor(step.id), ...change[step.id] });
    for (const [at, to] of steps.entries()) {
      const from = steps[at - 1];
      if (from) edges.push(edgeBetween(from, to.id));
    }
  }
  return { ...emptyFlow('Drawn'), nodes: [...nodes.values()], edges };
}

/** The edge of drawings: `order-map`, or `route-big-map` when it leaves by a port other than `out`. */
export function edgeBetween(from: { id: string; port: string }, to: string): FlowEdge {
  const port = from.port === 'out' ? '' : `-${from.port}`;
  return {
    id: `${from.id}${port}-${to}`,
    from: { node: from.id, port: from.port },
    to: { node: to, port: 'in' },
  };
}

function stepOf(step: string): { id: string; port: string } {
  const [id = '', port = 'out'] = step.split(':');
  return { id, port };
}

function nodeFor(id: string): FlowNode {
  const operation = operations[id.replace(/-\d+$/, '')] ?? 'logic.pass';
  return { id, operation, name: readableName(id), config: {} };
}
