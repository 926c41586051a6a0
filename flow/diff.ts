import { type Catalog, operationOf } from './catalog.ts';
import type { Flow, FlowEdge, FlowNode } from './flow.ts';
import { canonicalJson, type Json } from './json.ts';

export interface Difference {
  kind:
    | 'flow-renamed'
    | 'pattern-changed'
    | 'need-changed'
    | 'setting-changed'
    | 'node-added'
    | 'node-removed'
    | 'node-renamed'
    | 'operation-changed'
    | 'connection-changed'
    | 'field-changed'
    | 'edge-added'
    | 'edge-removed';
  node?: string;
  edge?: string;
  field?: string;
  /** A sentence for people: “Map” was added. */
  words: string;
}

/**
 * What someone changed between two states of a flow, published and draft for instance. How it is drawn does not count:
 * moving a box is no change. With the catalog, fields are called by their labels.
 */
export function diffFlows(from: Flow, to: Flow, catalog?: Catalog): Difference[] {
  return [...flowDifferences(from, to), ...nodeDifferences(from, to, catalog), ...edgeDifferences(from, to)];
}

/** The quiet line beside the flow's name. */
export function unpublishedWords(differences: Difference[]): string {
  const count = differences.length;
  if (count === 0) return 'Published';
  return `${count} ${count === 1 ? 'change' : 'changes'} not published`;
}

function flowDifferences(from: Flow, to: Flow): Difference[] {
  const found: Difference[] = [];
  if (from.name !== to.name) found.push({ kind: 'flow-renamed', words: `The flow is now called “${to.name}”.` });
  if (from.pattern !== to.pattern) found.push({ kind: 'pattern-changed', words: `The pattern is now ${to.pattern}.` });
  for (const field of changedKeys(from.needs, to.needs))
    found.push({ kind: 'need-changed', field, words: `The need ${spaced(field)} was changed.` });
  for (const field of changedKeys(from.settings, to.settings))
    found.push({ kind: 'setting-changed', field, words: `The setting ${spaced(field)} was changed.` });
  return found;
}

function nodeDifferences(from: Flow, to: Flow, catalog: Catalog | undefined): Difference[] {
  return matched(from.nodes, to.nodes).flatMap(([before, after]) => {
    if (!before) return [{ kind: 'node-added', node: after.id, words: `“${after.name}” was added.` }];
    if (!after) return [{ kind: 'node-removed', node: before.id, words: `“${before.name}” was deleted.` }];
    return changesOfNode(before, after, catalog);
  });
}

function changesOfNode(before: FlowNode, after: FlowNode, catalog: Catalog | undefined): Difference[] {
  const node = after.id;
  const found: Difference[] = [];
  if (before.name !== after.name)
    found.push({ kind: 'node-renamed', node, words: `“${before.name}” is now called “${after.name}”.` });
  if (before.operation !== after.operation)
    found.push({ kind: 'operation-changed', node, words: `“${after.name}” is now of the type “${after.operation}”.` });
  if (before.connection !== after.connection)
    found.push({ kind: 'connection-changed', node, words: `“${after.name}” uses another connection.` });
  const fields = catalog ? operationOf(catalog, after.operation)?.fields : undefined;
  for (const field of changedKeys(before.config, after.config)) {
    const label = fields?.find((candidate) => candidate.key === field)?.label ?? field;
    found.push({ kind: 'field-changed', node, field, words: `“${label}” of “${after.name}” was changed.` });
  }
  return found;
}

/** An edge is where it leads: drawn again under another id it is the same one. */
function edgeDifferences(from: Flow, to: Flow): Difference[] {
  const keyed = (edges: FlowEdge[]) => edges.map((edge) => ({ id: wayOf(edge), edge }));
  return matched(keyed(from.edges), keyed(to.edges)).flatMap(([before, after]): Difference[] => {
    if (before && after) return [];
    const { edge } = before ?? after;
    const ends = (flow: Flow) => `“${nameOf(flow, edge.from.node)}” to “${nameOf(flow, edge.to.node)}”`;
    if (after) return [{ kind: 'edge-added', edge: edge.id, words: `The edge from ${ends(to)} was added.` }];
    return [{ kind: 'edge-removed', edge: edge.id, words: `The edge from ${ends(from)} was deleted.` }];
  });
}

const wayOf = ({ from, to }: FlowEdge): string => JSON.stringify([from.node, from.port, to.node, to.port]);

type Pair<T> = [before: T, after: T] | [before: undefined, after: T] | [before: T, after: undefined];

/** Pairs by id, in the order of `to`, what is only in `from` last. */
function matched<T extends { id: string }>(from: T[], to: T[]): Pair<T>[] {
  const before = new Map(from.map((item) => [item.id, item]));
  const after = new Set(to.map((item) => item.id));
  return [
    ...to.map((item): Pair<T> => [before.get(item.id), item] as Pair<T>),
    ...from.flatMap((item): Pair<T>[] => (after.has(item.id) ? [] : [[item, undefined]])),
  ];
}

function changedKeys(before: object, after: object): string[] {
  const [old, now] = [before as Record<string, Json | undefined>, after as Record<string, Json | undefined>];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys.filter((key) => written(old[key]) !== written(now[key]));
}

const written = (value: Json | undefined): string => (value === undefined ? '' : canonicalJson(value));

/** `eventsPerDay` reads "events per day". */
const spaced = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function nameOf(flow: Flow, id: string): string {
  return flow.nodes.find((node) => node.id === id)?.name ?? id;
}
