import { type Catalog, connectorOf, type OperationManifest, operationOf, portsOf, type Shape } from '#flow/catalog.ts';
import type { Flow, FlowEdge, FlowNode } from '#flow/flow.ts';
import { isObject, type Json } from '#flow/json.ts';
import { readCadence } from '#flow/schedule/cadence.ts';
import { cadenceWords } from '#flow/schedule/words.ts';
import { type Anchor, anchorsOf, type Frame, frameOf } from './node-frame.ts';

/** Everything that a drawing of a node needs to know, worked out once for canvas, thumbnail and run picture. */
export interface NodeFace {
  node: FlowNode;
  operation: OperationManifest | undefined;
  shape: Shape;
  monogram: string;
  /** The name of its system. */
  system: string;
  /** The mono second line: `PUT /Invoices`, `17 fields`, `DE · AT · else`. */
  secondLine: string;
  frame: Frame;
  anchors: Anchor[];
  ports: { inputs: { id: string; label: string }[]; outputs: { id: string; label: string }[] };
}

/** A node of an operation that the catalog lacks is drawn as a system with the ports that its edges use. */
export function faceOf(node: FlowNode, catalog: Catalog, edges: FlowEdge[]): NodeFace {
  const operation = operationOf(catalog, node.operation);
  const connector = connectorOf(catalog, node.operation);
  const ports = operation ? portsOf(operation, node) : usedPorts(node.id, edges);
  const shape = operation?.shape ?? 'system';
  const right = ports.outputs.filter((port) => port.id !== 'error').length;
  const frame = frameOf(shape, Math.max(ports.inputs.length, right));
  return {
    node,
    operation,
    shape,
    monogram: connector?.monogram ?? '?',
    system: connector?.name ?? node.operation,
    secondLine: operation ? secondLine(node, operation) : node.operation,
    frame,
    anchors: anchorsOf(shape, frame, ports),
    ports,
  };
}

/** Where the node lies; one that was never placed goes into a row below the origin. */
export function placeOf(flow: Flow, id: string): { x: number; y: number } {
  const at = flow.drawing.positions[id];
  if (at) return at;
  const index = flow.nodes.findIndex((node) => node.id === id);
  return { x: index * 272, y: 0 };
}

function secondLine(node: FlowNode, operation: OperationManifest): string {
  if (operation.outputsFrom) {
    const names = portsOf(operation, node).outputs.flatMap((port) => (port.id === 'error' ? [] : [port.label]));
    return names.join(' · ');
  }
  const clock = operation.fields.find((field) => field.type === 'cron');
  const cadence = clock && readCadence(node.config[clock.key]);
  if (cadence) return cadenceWords(cadence);
  const mapping = operation.fields.find((field) => field.type === 'mapping');
  if (!mapping) return operation.detail;
  const rows = fieldRows(node.config[mapping.key]);
  return rows === 0 ? 'nothing mapped yet' : rows === 1 ? '1 field' : `${rows} fields`;
}

/** Field rows of a mapping, those inside loops included. */
function fieldRows(value: Json | undefined): number {
  if (Array.isArray(value)) return value.reduce((sum: number, row) => sum + fieldRows(row), 0);
  if (!isObject(value)) return 0;
  return (value.kind === 'field' ? 1 : 0) + fieldRows(value.rows);
}

function usedPorts(id: string, edges: FlowEdge[]): NodeFace['ports'] {
  const used = (ends: { node: string; port: string }[]) =>
    [...new Set(ends.flatMap((end) => (end.node === id ? [end.port] : [])))].map((port) => ({ id: port, label: port }));
  return { inputs: used(edges.map((edge) => edge.to)), outputs: used(edges.map((edge) => edge.from)) };
}
