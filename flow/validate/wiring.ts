import { type Catalog, type OperationManifest, operationOf, type Port, portsOf } from '../catalog.ts';
import type { Flow, FlowNode } from '../flow.ts';
import { downstream, edgesFrom, edgesTo, type GraphIndex } from '../graph.ts';
import type { Problem } from '../problem.ts';

/** No trigger at all, or nodes that no trigger leads to although something leads into them. */
export function triggerProblems(flow: Flow, catalog: Catalog, index: GraphIndex): Problem[] {
  const triggers = flow.nodes.filter((node) => operationOf(catalog, node.operation)?.kind === 'trigger');
  if (triggers.length === 0) return [noTrigger];
  const ids = triggers.map((node) => node.id);
  const reached = new Set([...ids, ...downstream(index, ids)]);
  return flow.nodes.flatMap((node) =>
    reached.has(node.id) || edgesTo(index, node.id).length === 0 ? [] : [unreachable(node)],
  );
}

/** Inputs that nothing leads into, and outputs whose messages go nowhere. */
export function wiringProblems(node: FlowNode, operation: OperationManifest, index: GraphIndex): Problem[] {
  const { inputs, outputs } = portsOf(operation, node);
  const open = inputs.filter((port) => edgesTo(index, node.id, port.id).length === 0);
  const loose = outputs.filter((port) => port.id !== 'error' && edgesFrom(index, node.id, port.id).length === 0);
  return [
    ...open.map((port) => noInput(node, inputs.length > 1 ? port : undefined)),
    ...(operation.outputsFrom === undefined ? [] : loose.map((port) => filtered(node, port))),
    ...(operation.kind === 'trigger' && edgesFrom(index, node.id).length === 0 ? [nothingBehind(node)] : []),
  ];
}

const noTrigger: Problem = {
  code: 'no-trigger',
  severity: 'error',
  message: 'This flow has no trigger, so nothing starts it.',
  wayOut: 'Drag one, such as “Order placed”, from the palette.',
  where: {},
};

function unreachable(node: FlowNode): Problem {
  return {
    code: 'unreachable',
    severity: 'warning',
    message: `No trigger leads to “${node.name}”, so it never runs.`,
    wayOut: 'Connect what is before it to a trigger, or delete it.',
    where: { node: node.id },
  };
}

function noInput(node: FlowNode, port: Port | undefined): Problem {
  return {
    code: 'no-input',
    severity: 'error',
    message: `Nothing leads into ${port ? `“${port.label}” of ` : ''}“${node.name}”.`,
    wayOut: 'Connect another node to it, or delete it.',
    where: { node: node.id },
  };
}

function filtered(node: FlowNode, port: Port): Problem {
  return {
    code: 'unwired-output',
    severity: 'warning',
    message: `Messages that leave “${node.name}” by “${port.label}” are filtered: it leads nowhere.`,
    wayOut: `Connect “${port.label}” to a node, or leave it if that is meant.`,
    where: { node: node.id },
  };
}

function nothingBehind(node: FlowNode): Problem {
  return {
    code: 'nothing-behind-trigger',
    severity: 'warning',
    message: `What “${node.name}” receives goes nowhere.`,
    wayOut: 'Connect it to a node.',
    where: { node: node.id },
  };
}
