import { type Catalog, connectorOf, portsOf } from '#flow/catalog.ts';
import { type Change, type End, freshNodeId, mayConnect, type Placing, type Point } from '#flow/edit.ts';
import type { Flow } from '#flow/flow.ts';
import { frameOf } from '../shapes/node-frame.ts';
import { settled, snapped } from './free-place.ts';
import { noteEntry, type PaletteEntry } from './palette-entries.ts';

export interface KnownConnection {
  id: string;
  connector: string;
  sandbox: boolean;
}

/** What the new node is to be joined with: an edge it goes into, or an end that was left in the air. */
export type Joining = { edge: string } | { from: End } | { to: End };

/** The change that puts an entry on the canvas with its middle at `at`, and the id that its node will have. */
export function additionOf(
  entry: PaletteEntry,
  at: Point,
  { flow, catalog, connections }: { flow: Flow; catalog: Catalog; connections: KnownConnection[] },
  joining?: Joining,
): { change: Change; node: string | null } {
  if (!entry.operation) {
    const frame = { width: 240, height: 72 };
    const note = { text: '', x: snapped(at.x - 120), y: snapped(at.y - 36), ...frame };
    return { change: { kind: 'add-note', note }, node: null };
  }
  const frame = frameOf(entry.shape === noteEntry.shape ? 'system' : (entry.shape as typeof entry.operation.shape));
  const node = freshNodeId(
    entry.id,
    flow.nodes.map((other) => other.id),
  );
  return {
    node,
    change: {
      kind: 'add-node',
      operation: entry.id,
      name: entry.operation.name,
      at: settled({ x: at.x - frame.width / 2, y: at.y - frame.height / 2 }, frame),
      connection: obviousConnection(catalog, entry.id, connections),
      placing: joining && placingOf(entry, joining),
    },
  };
}

/** The only connection there is for it, or the only sandbox one; a choice is left to the person. */
export function obviousConnection(
  catalog: Catalog,
  operation: string,
  connections: KnownConnection[],
): string | undefined {
  const connector = connectorOf(catalog, operation);
  if (!connector?.connection) return undefined;
  const fitting = connections.filter((connection) => connection.connector === connector.id);
  const sandboxes = fitting.filter((connection) => connection.sandbox);
  return fitting.length === 1 ? fitting[0]?.id : sandboxes.length === 1 ? sandboxes[0]?.id : undefined;
}

/** May the entry stand there at all: something to put into an edge has an input and an output. */
export function fits(entry: PaletteEntry, joining: Joining | undefined): boolean {
  if (!joining) return true;
  return placingOf(entry, joining) !== undefined;
}

function placingOf(entry: PaletteEntry, joining: Joining): Placing | undefined {
  if (!entry.operation) return undefined;
  const { inputs, outputs } = portsOf(entry.operation, { config: {} });
  const input = inputs[0]?.id;
  const output = outputs.find((port) => port.id !== 'error')?.id;
  if ('edge' in joining) return input && output ? { into: joining.edge, input, output } : undefined;
  if ('from' in joining) return input ? { after: joining.from, input } : undefined;
  return output ? { before: joining.to, output } : undefined;
}

/** The first pair of free ports by which one node may lead to another, or why there is none. */
export function firstConnection(
  flow: Flow,
  catalog: Catalog,
  from: { node: string; ports: string[] },
  to: { node: string; ports: string[] },
): { from: End; to: End } | { reason: string } {
  let reason = '';
  for (const source of from.ports) {
    for (const target of to.ports) {
      const ends = { from: { node: from.node, port: source }, to: { node: to.node, port: target } };
      const fault = mayConnect(flow, catalog, ends.from, ends.to);
      if (!fault) return ends;
      reason ||= fault.message;
    }
  }
  return { reason };
}
