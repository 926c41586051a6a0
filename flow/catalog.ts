import type { FlowNode } from './flow.ts';
import type { Json } from './json.ts';

/** JSON Schema (2020-12), as far as mapper and forms read it. */
export interface JsonSchema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';
  format?: 'date' | 'date-time' | 'email' | 'uri' | 'decimal' | string;
  title?: string;
  description?: string;
  enum?: Json[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  /** `false`: every field is described. Otherwise the source may hold more than the schema says. */
  additionalProperties?: boolean;
  items?: JsonSchema;
  maxLength?: number;
  minLength?: number;
  nullable?: boolean;
  default?: Json;
}

/** One input of a form: of a node's config or of a connection. */
export interface Field {
  key: string;
  label: string;
  type:
    | 'text'
    | 'long-text'
    | 'secret'
    | 'number'
    | 'boolean'
    | 'select'
    | 'json'
    | 'pairs'
    | 'rules'
    | 'cron'
    | 'mapping'
    | 'expression'
    | 'url'
    | 'readonly';
  help?: string;
  placeholder?: string;
  required?: boolean;
  default?: Json;
  options?: { value: string; label: string }[];
  /** Options come from the connection when the form opens: the name to ask the connector for (`accounts`). */
  live?: string;
  /** Shown only while another field has one of these values. */
  when?: { field: string; is: Json[] };
}

/** What a step does to the world, and so what may be done after a crash. See ARCHITECTURE.md. */
export type Effect = 'none' | 'read' | 'idempotent' | 'keyed' | 'unsafe';

/** The silhouette on the canvas. */
export type Shape = 'system' | 'transform' | 'topic' | 'hub' | 'start' | 'router' | 'store';

export interface Port {
  id: string;
  label: string;
}

/** A limit of the system, with where it was read and when. `concurrent` is calls at once. */
export interface Limit {
  per: 'second' | 'minute' | 'day' | 'concurrent';
  calls: number;
  source: string;
  date: string;
}

/**
 * How what a step gives follows from what reaches it, where it neither passes messages on nor describes them: one element
 * of the list at the path in `config[path]`, or a list of them under the name in `config[as]`. The words are config keys.
 */
export type Reshape = { to: 'element'; path: string; keep: string } | { to: 'list'; as: string };

export interface OperationManifest {
  /** `connector.operation`. */
  id: string;
  name: string;
  /** The mono second line on the canvas: `orders/create`, `PUT /Invoices`. */
  detail: string;
  summary: string;
  kind: 'trigger' | 'action' | 'step';
  /** What sets a trigger off: its hook being called (unless told), a look at its system now and then, or the clock. */
  start?: 'hook' | 'poll' | 'schedule';
  effect: Effect;
  shape: Shape;
  fields: Field[];
  /** A trigger has none. */
  inputs: Port[];
  /** `error` is added to every action by `portsOf`. */
  outputs: Port[];
  /** Config key of a `rules` field whose entries each add an output port of that name. */
  outputsFrom?: string;
  /** Body that goes in; the target tree of a map in front of it. */
  input?: JsonSchema;
  /** Body that comes out; the source tree of a map behind it. */
  output?: JsonSchema;
  /** Config key of a `json` field for a JSON Schema of what comes out; where it is filled it stands for `output` and `sample`. */
  outputFrom?: string;
  /** A believable output body. */
  sample?: Json;
  /** For steps whose output is shaped by what reaches them. */
  reshapes?: Reshape;
}

export interface ConnectorManifest {
  id: string;
  name: string;
  /** One or two letters on the plate. */
  monogram: string;
  group: 'systems' | 'start' | 'logic' | 'structure';
  /** Absent: needs no connection. `optional`: works without one too. The field `address` of type `url` is the connection's address. */
  connection?: { fields: Field[]; limits: Limit[]; optional?: boolean };
  operations: OperationManifest[];
}

export interface Catalog {
  connectors: ConnectorManifest[];
}

export const inPort: Port = { id: 'in', label: 'in' };
export const outPort: Port = { id: 'out', label: 'out' };
export const errorPort: Port = { id: 'error', label: 'error' };

export function operationOf(catalog: Catalog, operation: string): OperationManifest | undefined {
  return connectorOf(catalog, operation)?.operations.find((candidate) => candidate.id === operation);
}

/** The connector that offers an operation; the part before the dot is its id. */
export function connectorOf(catalog: Catalog, operation: string): ConnectorManifest | undefined {
  const id = operation.slice(0, operation.indexOf('.'));
  return catalog.connectors.find((connector) => connector.id === id);
}

/** The ports of a node as it is configured, `error` last. A trigger has no error port: what it cannot accept it refuses. */
export function portsOf(
  operation: OperationManifest,
  node: Pick<FlowNode, 'config'>,
): { inputs: Port[]; outputs: Port[] } {
  const rules = operation.outputsFrom ? node.config[operation.outputsFrom] : undefined;
  const fromRules = Array.isArray(rules) ? rules.flatMap(ruleport) : [];
  const error = operation.kind === 'trigger' ? [] : [errorPort];
  return { inputs: operation.inputs, outputs: [...fromRules, ...operation.outputs, ...error] };
}

function ruleport(rule: Json): Port[] {
  if (typeof rule !== 'object' || rule === null || !('port' in rule) || typeof rule.port !== 'string') return [];
  return [{ id: rule.port, label: 'label' in rule && typeof rule.label === 'string' ? rule.label : rule.port }];
}
