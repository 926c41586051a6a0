import { type Catalog, type JsonSchema, type OperationManifest, operationOf } from '../catalog.ts';
import type { Flow, FlowNode } from '../flow.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { isKnownRow, type Mapping, mappingSchema, type Row } from './document.ts';
import { extendSchema, inferSchema } from './infer.ts';
import { readJsonSchema } from './json-schema.ts';
import { reshaped } from './reshape.ts';

/** What stands at one side of a map. Without a schema nothing is known about the shape there. */
export interface MappingEnd {
  node: string;
  /** The node's name on the canvas. */
  name: string;
  schema?: JsonSchema;
}

export interface MappingEnds {
  source?: MappingEnd & { sample?: Json };
  target?: MappingEnd;
}

/**
 * Where a map's messages come from and go to: the nearest step upstream that says what it gives (the JSON Schema a person
 * gave it, else its own schema, extended by its sample) and the nearest one downstream that says what it takes. Steps that pass messages on unchanged, such as
 * filter and route, are looked through; error ports are not followed. A step that takes a list apart or collects one gives
 * what its own source becomes by that, and hides what comes behind it.
 */
export function mappingEnds(flow: Flow, catalog: Catalog, nodeId: string): MappingEnds {
  return endsOf(flow, catalog, nodeId, new Set());
}

/** @param asked steps whose own source is being looked for already: a drawing may still hold a cycle */
function endsOf(flow: Flow, catalog: Catalog, nodeId: string, asked: ReadonlySet<string>): MappingEnds {
  const edges = flow.edges.filter((edge) => edge.from.port !== 'error');
  const before = (id: string) => edges.filter((edge) => edge.to.node === id).map((edge) => edge.from.node);
  const behind = (id: string) => edges.filter((edge) => edge.from.node === id).map((edge) => edge.to.node);
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const nearest = <End>(next: (id: string) => string[], end: (node: FlowNode) => End | undefined): End | undefined => {
    const seen = new Set([nodeId]);
    for (const id of seen) {
      const node = id === nodeId ? undefined : nodes.get(id);
      const found = node && end(node);
      if (found) return found;
      for (const other of next(id)) seen.add(other);
    }
    return undefined;
  };
  return {
    source: nearest(before, (node) => {
      const operation = operationOf(catalog, node.operation);
      if (!operation?.reshapes) return givenBy(node, operation);
      if (asked.has(node.id)) return { node: node.id, name: node.name };
      const { source = {} } = endsOf(flow, catalog, node.id, new Set([...asked, node.id]));
      return { node: node.id, name: node.name, ...reshaped(operation.reshapes, node.config, source) };
    }),
    target: nearest(behind, (node) => takenBy(node, operationOf(catalog, node.operation))),
  };
}

function givenBy(node: FlowNode, operation: OperationManifest | undefined): MappingEnds['source'] {
  if (!operation) return { node: node.id, name: node.name };
  const mapping = mappingOf(node, operation);
  if (mapping) return { node: node.id, name: node.name, schema: schemaOfRows(mapping.rows) };
  const told = operation.outputFrom === undefined ? undefined : node.config[operation.outputFrom];
  if (isObject(told)) return { node: node.id, name: node.name, schema: schemaIn(told) };
  const { sample, output } = operation;
  if (passesOn(operation) && !output && sample === undefined) return undefined;
  const schema = sample === undefined ? output : extendSchema(output, inferSchema(sample));
  return { node: node.id, name: node.name, schema, sample };
}

/** Read once per document; a draft keeps the same object until it is changed. */
const readBefore = new WeakMap<JsonObject, JsonSchema>();

function schemaIn(document: JsonObject): JsonSchema {
  const known = readBefore.get(document) ?? readJsonSchema(document).schema;
  readBefore.set(document, known);
  return known;
}

function takenBy(node: FlowNode, operation: OperationManifest | undefined): MappingEnd | undefined {
  if (!operation || operation.reshapes) return { node: node.id, name: node.name };
  if (passesOn(operation) && !operation.input && !mappingField(operation)) return undefined;
  return { node: node.id, name: node.name, schema: operation.input };
}

const passesOn = (operation: OperationManifest): boolean => operation.kind === 'step';

/** The config key that holds a step's mapping, if it has one. */
export function mappingField(operation: OperationManifest): string | undefined {
  return operation.fields.find((field) => field.type === 'mapping')?.key;
}

function mappingOf(node: FlowNode, operation: OperationManifest): Mapping | undefined {
  const key = mappingField(operation);
  const parsed = key === undefined ? undefined : mappingSchema.safeParse(node.config[key]);
  return parsed?.success ? parsed.data : undefined;
}

/** What another map gives: its targets; of their types only those of constants are known. */
function schemaOfRows(rows: Row[]): JsonSchema {
  return rows.reduce<JsonSchema>(
    (schema, row) => {
      const leaf: JsonSchema =
        row.kind === 'loop'
          ? { type: 'array', items: schemaOfRows(row.rows) }
          : isKnownRow(row) && row.rule.kind === 'constant'
            ? inferSchema(row.rule.value)
            : {};
      const around = row.target.reduceRight<JsonSchema>(
        (inner, name) => ({ type: 'object', properties: { [name]: inner } }),
        leaf,
      );
      return extendSchema(schema, around);
    },
    { type: 'object', properties: {} },
  );
}
