import type { Flow, FlowEdge, FlowNode, Needs, Pattern } from '../flow.ts';
import type { Json } from '../json.ts';
import type { FlowTest, PinnedSample } from '../tests.ts';

export type End = FlowEdge['from'];
export type Point = { x: number; y: number };
type Note = Flow['drawing']['notes'][number];

/** Nodes cut out of a flow with what joins them: the clipboard. `edges` may start outside of it. */
export interface Clipping {
  nodes: FlowNode[];
  edges: FlowEdge[];
  positions: Record<string, Point>;
}

/** Where an added node goes: into an edge, or behind an output. */
export type Placing =
  | { into: string; input: string; output: string }
  | { after: End; input: string }
  | { before: End; output: string };

/** Everything that can happen to a flow by hand. Each is one step of undo. */
export type Change =
  | {
      kind: 'add-node';
      operation: string;
      name: string;
      at: Point;
      config?: Record<string, Json>;
      connection?: string;
      placing?: Placing;
    }
  | { kind: 'remove-nodes'; nodes: string[] }
  /** Removes nodes and joins what was before them to what was behind them, leaving error ports aside. */
  | { kind: 'remove-and-reconnect'; nodes: string[] }
  | { kind: 'rename-node'; node: string; name: string }
  | { kind: 'move-nodes'; positions: Record<string, Point> }
  | { kind: 'tidy'; positions: Record<string, Point> }
  /** Without a value the field goes back to its default. */
  | { kind: 'set-config'; node: string; field: string; value?: Json }
  /** Several fields of a node at once, as one step. */
  | { kind: 'set-configs'; node: string; values: Record<string, Json | undefined>; label: string }
  | { kind: 'set-connection'; node: string; connection?: string }
  /** How a step tries again; parts that are `undefined` become the house's. */
  | { kind: 'set-retry'; node: string; retry: NonNullable<FlowNode['retry']> }
  /** So many runs at once from a backlog of its own; without a number it has none. */
  | { kind: 'set-lane'; node: string; atOnce?: number }
  | { kind: 'add-edge'; from: End; to: End }
  | { kind: 'remove-edges'; edges: string[] }
  /** An existing node is put between the two ends of an edge. */
  | { kind: 'splice-node-into-edge'; node: string; edge: string; input: string; output: string }
  /** New ids; edges within the clipping are kept, edges into it when `keepIncoming` and their source is here. */
  | { kind: 'paste'; clipping: Clipping; offset: Point; keepIncoming?: boolean }
  | { kind: 'rename-flow'; name: string }
  | { kind: 'set-pattern'; pattern: Pattern }
  /** Parts that are `undefined` become not yet said. */
  | { kind: 'set-needs'; needs: Partial<Needs> }
  | { kind: 'set-settings'; settings: Partial<Flow['settings']> }
  | { kind: 'add-note'; note: Omit<Note, 'id'> }
  | { kind: 'edit-note'; note: string; text: string }
  /** Moves it, resizes it, or both. */
  | { kind: 'place-note'; note: string; frame: Partial<Omit<Note, 'id' | 'text'>> }
  | { kind: 'remove-notes'; notes: string[] }
  | { kind: 'group-nodes'; nodes: string[]; name: string }
  | { kind: 'ungroup'; group: string }
  | { kind: 'rename-group'; group: string; name: string }
  /** New tests, or others in place of those with their ids. */
  | { kind: 'put-tests'; tests: FlowTest[]; label: string }
  | { kind: 'remove-tests'; tests: string[] }
  | { kind: 'pin-sample'; sample: PinnedSample }
  | { kind: 'unpin-samples'; samples: string[] }
  /** The whole document is exchanged: an older version restored, a starter taken. */
  | { kind: 'replace-flow'; flow: Flow; label: string };

/** What undo calls the change: "Move 3 nodes". */
export function label(change: Change): string {
  switch (change.kind) {
    case 'add-node':
      return `Add “${change.name}”`;
    case 'remove-nodes':
      return `Delete ${counted(change.nodes.length, 'node')}`;
    case 'remove-and-reconnect':
      return `Delete ${counted(change.nodes.length, 'node')} and reconnect`;
    case 'rename-node':
      return `Rename node to “${change.name}”`;
    case 'move-nodes':
      return `Move ${counted(Object.keys(change.positions).length, 'node')}`;
    case 'tidy':
      return `Tidy ${counted(Object.keys(change.positions).length, 'node')}`;
    case 'set-config':
      return `Change ${change.field}`;
    case 'set-configs':
      return change.label;
    case 'set-connection':
      return change.connection === undefined ? 'Clear connection' : 'Choose connection';
    case 'set-retry':
      return 'Change tries';
    case 'set-lane':
      return change.atOnce === undefined ? 'No backlog of its own' : 'Set a backlog of its own';
    case 'add-edge':
      return 'Connect two nodes';
    case 'remove-edges':
      return `Delete ${counted(change.edges.length, 'edge')}`;
    case 'splice-node-into-edge':
      return 'Put node into edge';
    case 'paste':
      return `Paste ${counted(change.clipping.nodes.length, 'node')}`;
    case 'rename-flow':
      return `Rename flow to “${change.name}”`;
    case 'set-pattern':
      return `Change pattern to ${change.pattern}`;
    case 'set-needs':
      return 'Change needs';
    case 'set-settings':
      return 'Change settings';
    case 'add-note':
      return 'Add note';
    case 'edit-note':
      return 'Edit note';
    case 'place-note':
      return 'Move note';
    case 'remove-notes':
      return `Delete ${counted(change.notes.length, 'note')}`;
    case 'group-nodes':
      return `Group ${counted(change.nodes.length, 'node')}`;
    case 'ungroup':
      return 'Ungroup';
    case 'rename-group':
      return `Rename group to “${change.name}”`;
    case 'put-tests':
      return change.label;
    case 'remove-tests':
      return `Remove ${counted(change.tests.length, 'test')}`;
    case 'pin-sample':
      return `Pin “${change.sample.name}”`;
    case 'unpin-samples':
      return `Unpin ${counted(change.samples.length, 'sample')}`;
    case 'replace-flow':
      return change.label;
  }
}

/**
 * Changes of one burst (typing in a field, dragging, nudging) carry the same key and become one step of undo.
 * Undefined: a step of its own.
 */
export function burstOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'move-nodes':
      return `move ${Object.keys(change.positions).sort().join(' ')}`;
    case 'rename-node':
      return `rename ${change.node}`;
    case 'set-config':
      return `config ${change.node} ${change.field}`;
    case 'set-retry':
      return `retry ${change.node} ${Object.keys(change.retry).sort().join(' ')}`;
    case 'set-lane':
      return `lane ${change.node}`;
    case 'rename-flow':
      return 'rename flow';
    case 'set-needs':
      return `needs ${Object.keys(change.needs).sort().join(' ')}`;
    case 'edit-note':
      return `note ${change.note}`;
    case 'place-note':
      return `place ${change.note}`;
    case 'rename-group':
      return `group ${change.group}`;
    default:
      return undefined;
  }
}

function counted(count: number, noun: string): string {
  return count === 1 ? noun : `${count} ${noun}s`;
}
