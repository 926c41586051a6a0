import { type Catalog, connectorOf, type Effect, type OperationManifest, operationOf } from '#flow/catalog.ts';
import type { Flow, FlowNode } from '#flow/flow.ts';
import { edgesFrom, type GraphIndex, indexGraph } from '#flow/graph.ts';
import { mappingEnds } from '#flow/mapping/ends.ts';
import type { Message, StepResult } from '#flow/run/message.ts';
import { type RetryPolicy, retryOf } from '#flow/run/retry.ts';
import type { Action, Given, Operation } from '../connectors/contract.ts';
import type { Guard } from './guarded.ts';

/** A published version made ready to run, once. */
export interface Plan {
  flow: Flow;
  index: GraphIndex;
  steps: Map<string, PlannedStep>;
  /** By node. */
  connections: ReadonlyMap<string, string>;
}

export interface PlannedStep {
  node: FlowNode;
  manifest: OperationManifest;
  /** Of this node, as it is configured. */
  effect: Effect;
  /** Messages of one batch under way at once, at the most. */
  atOnce: number;
  retry: RetryPolicy;
  /** Ports that an edge leaves from. */
  wired: Set<string>;
  does: Does;
}

export type Does =
  | { kind: 'trigger' }
  | { kind: 'action'; action: Action }
  | { kind: 'step'; run: (batch: Message[], given: Given) => StepResult | Promise<StepResult>; guard?: Guard }
  /** The step cannot run: unknown operation, or a config that does not compile. Its messages are parked. */
  | { kind: 'broken'; reason: string };

export function compilePlan(flow: Flow, catalog: Catalog, operation: (id: string) => Operation | undefined): Plan {
  const index = indexGraph(flow);
  const steps = new Map<string, PlannedStep>();
  for (const node of flow.nodes) {
    const manifest = operationOf(catalog, node.operation) ?? unknownManifest(node);
    const wired = new Set(edgesFrom(index, node.id).map((edge) => edge.from.port));
    const does = compileStep(flow, catalog, node, operation(node.operation));
    const effect = (does.kind === 'action' ? does.action.effectOf?.(node.config) : undefined) ?? manifest.effect;
    steps.set(node.id, { node, manifest, effect, atOnce: atOnceOf(catalog, node), retry: retryOf(node), wired, does });
  }
  const connections = new Map(flow.nodes.flatMap(({ id, connection }) => (connection ? [[id, connection]] : [])));
  return { flow, index, steps, connections };
}

function compileStep(flow: Flow, catalog: Catalog, node: FlowNode, operation: Operation | undefined): Does {
  if (!operation)
    return { kind: 'broken', reason: `“${node.name}” is of a type this Wheelwright does not know: ${node.operation}.` };
  if (operation.kind === 'trigger') return { kind: 'trigger' };
  if (operation.kind === 'action') return { kind: 'action', action: operation };
  try {
    const ends = mappingEnds(flow, catalog, node.id);
    return { kind: 'step', run: operation.compile(node, { source: ends.source?.schema, target: ends.target?.schema }) };
  } catch (error) {
    return {
      kind: 'broken',
      reason: `“${node.name}” cannot be prepared: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Below what the system allows at once, so that other runs get through too; without a word of it, a fair number. */
function atOnceOf(catalog: Catalog, node: FlowNode): number {
  const limits = connectorOf(catalog, node.operation)?.connection?.limits ?? [];
  const allowed = limits.find((limit) => limit.per === 'concurrent')?.calls;
  return allowed === undefined ? 32 : Math.max(1, allowed - 1);
}

function unknownManifest(node: FlowNode): OperationManifest {
  return {
    id: node.operation,
    name: node.name,
    detail: '',
    summary: '',
    kind: 'step',
    effect: 'none',
    shape: 'system',
    fields: [],
    inputs: [],
    outputs: [],
  };
}
