import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { schema } from './schema.ts';

/**
 * What a query costs: 1 for an object, 0 for a scalar, 2 for a connection and its page size times the cost of a node, 10 for a
 * mutation. Money, tax lines and other values inside an object are free. With the answer's data at hand the real number
 * of nodes counts instead of the page size. The vendor's own figures differ a little; only the rules are documented.
 */
export function queryCost(document: DocumentNode, variables: Record<string, unknown>, data?: unknown): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const pageSize = (field: FieldNode): number => {
    const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
    if (size?.kind === Kind.INT) return Number(size.value);
    return size?.kind === Kind.VARIABLE ? Number(variables[size.name.value] ?? 0) : 0;
  };

  const ofFields = (selection: SelectionSetNode, type: GraphQLObjectType, value: unknown): number =>
    fieldsOf(selection, fragments).reduce((cost, field) => cost + ofField(field, type, value), 0);

  const ofField = (field: FieldNode, parent: GraphQLObjectType, value: unknown): number => {
    const definition = parent.getFields()[field.name.value];
    const type = definition && getNamedType(definition.type);
    if (!isObjectType(type) || !field.selectionSet || free.has(type.name)) return 0;
    const inner =
      value === undefined ? undefined : (value as Record<string, unknown>)[field.alias?.value ?? field.name.value];
    if (inner === null) return 0;
    if (!type.name.endsWith('Connection')) return 1 + ofFields(field.selectionSet, type, inner);
    const node = nodeSelection(field.selectionSet, type, fragments);
    if (!node) return 2;
    const each = (one: unknown) => 1 + ofFields(node.selection, node.type, one);
    const known = inner === undefined ? undefined : nodesOf(inner, field.selectionSet, fragments);
    return 2 + (known ? known.reduce<number>((cost, one) => cost + each(one), 0) : pageSize(field) * each(undefined));
  };

  return document.definitions.reduce((cost, definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return cost;
    if (definition.operation === OperationTypeNode.MUTATION)
      return cost + 10 * fieldsOf(definition.selectionSet, fragments).length;
    const root = schema.getQueryType();
    return root ? cost + ofFields(definition.selectionSet, root, data) : cost;
  }, 0);
}

const free = new Set([
  'MoneyBag',
  'MoneyV2',
  'TaxLine',
  'DiscountAllocation',
  'Attribute',
  'PageInfo',
  'UserError',
  'ApiVersion',
]);

type Fragments = Map<string, FragmentDefinitionNode>;

function fieldsOf(selection: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return selection.selections.flatMap((each) => {
    if (each.kind === Kind.FIELD) return [each];
    if (each.kind === Kind.INLINE_FRAGMENT) return fieldsOf(each.selectionSet, fragments);
    const fragment = fragments.get(each.name.value);
    return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
  });
}

/** What a connection selects of its nodes, by `nodes` or by `edges { node }`. */
function nodeSelection(selection: SelectionSetNode, connection: GraphQLObjectType, fragments: Fragments) {
  const type = getNamedType(connection.getFields().nodes?.type);
  if (!isObjectType(type)) return undefined;
  const fields = fieldsOf(selection, fragments);
  const edges = fields.find(({ name }) => name.value === 'edges')?.selectionSet;
  const node =
    fields.find(({ name }) => name.value === 'nodes') ??
    (edges && fieldsOf(edges, fragments).find(({ name }) => name.value === 'node'));
  return node?.selectionSet && { type, selection: node.selectionSet };
}

function nodesOf(data: unknown, selection: SelectionSetNode, fragments: Fragments): unknown[] | undefined {
  const named = (name: string) => {
    const field = fieldsOf(selection, fragments).find((each) => each.name.value === name);
    return field && (data as Record<string, unknown>)[field.alias?.value ?? name];
  };
  const nodes = named('nodes');
  if (Array.isArray(nodes)) return nodes;
  const edges = named('edges');
  return Array.isArray(edges) ? edges.map((edge: { node?: unknown }) => edge.node) : undefined;
}
