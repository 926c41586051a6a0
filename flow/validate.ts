import { type Catalog, operationOf } from './catalog.ts';
import type { Flow } from './flow.ts';
import { indexGraph } from './graph.ts';
import { checkMappingNode } from './mapping/check-node.ts';
import type { Problem } from './problem.ts';
import { connectionProblems, type KnownConnection } from './validate/connection.ts';
import { cycleProblems, edgeProblems } from './validate/edges.ts';
import { fieldProblems } from './validate/fields.ts';
import { idProblems } from './validate/ids.ts';
import { triggerProblems, wiringProblems } from './validate/wiring.ts';

export type { KnownConnection } from './validate/connection.ts';

export interface ValidationContext {
  /** The workspace's connections. Absent: whether a chosen connection exists is not asked. */
  connections?: KnownConnection[];
}

/**
 * Everything that is wrong with a flow, not the first thing: each problem with its node, its field and the way out.
 * Total: also a draft that no longer fits together is told about, never thrown at. Errors block publishing.
 */
export function validate(flow: Flow, catalog: Catalog, context: ValidationContext = {}): Problem[] {
  if (flow.nodes.length === 0) return [nothingDrawn(flow)];
  const index = indexGraph(flow);
  return [
    ...idProblems(flow),
    ...edgeProblems(flow, catalog),
    ...cycleProblems(flow, index),
    ...triggerProblems(flow, catalog, index),
    ...orderProblems(flow, catalog),
    ...flow.nodes.flatMap((node) => {
      const operation = operationOf(catalog, node.operation);
      if (!operation) return [unknownOperation(node.id, node.name, node.operation)];
      return [
        ...connectionProblems(node, catalog, context.connections),
        ...fieldProblems(node, operation),
        ...checkMappingNode(flow, catalog, node.id),
        ...wiringProblems(node, operation, index),
      ];
    }),
  ];
}

function nothingDrawn(flow: Flow): Problem {
  const onlyNotes = flow.drawing.notes.length > 0;
  return {
    code: 'empty-flow',
    severity: 'error',
    message: onlyNotes ? 'This flow holds only notes, so there is nothing to run.' : 'This flow is empty.',
    wayOut: 'Drag a trigger, such as “Order placed”, from the palette.',
    where: {},
  };
}

/** Order per key is kept only among messages that have one. */
function orderProblems(flow: Flow, catalog: Catalog): Problem[] {
  if (flow.settings.order !== 'per-key') return [];
  return flow.nodes.flatMap((node): Problem[] => {
    const operation = operationOf(catalog, node.operation);
    if (operation?.kind !== 'trigger' || !operation.fields.some((field) => field.key === 'keyPath')) return [];
    if (node.config.keyPath) return [];
    return [
      {
        code: 'order-without-key',
        severity: 'warning',
        message: `The flow keeps order per key, and “${node.name}” gives its messages none, so none of them wait for another.`,
        wayOut: 'Say where the business key stands in the body, or choose strict order for the flow.',
        where: { node: node.id, field: 'keyPath' },
      },
    ];
  });
}

function unknownOperation(node: string, name: string, operation: string): Problem {
  return {
    code: 'unknown-operation',
    severity: 'error',
    message: `“${name}” is of the type “${operation}”, which is not in the catalog.`,
    wayOut: 'Replace it by a node from the palette, or delete it.',
    where: { node },
  };
}
