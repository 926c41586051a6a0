import { type Flow, type FlowNode, nodeOf } from '../flow.ts';
import type { Change } from './change.ts';
import { addNote, editNote, groupNodes, moveNodes, placeNote, removeNotes, renameGroup, ungroup } from './drawing.ts';
import { addEdge } from './edges.ts';
import { longestName } from './ids.ts';
import { addNode, kept, paste, removeAndReconnect, removeNodes, spliceNode } from './nodes.ts';
import { pinSample, putTests, removeTests, unpinSamples } from './tests.ts';

/** As the schema has it. */
const longestFlowName = 120;

/** Makes the change in a draft of the flow. What is impossible leaves the draft as it was. */
export function apply(draft: Flow, change: Change): void {
  switch (change.kind) {
    case 'add-node':
      addNode(draft, change);
      break;
    case 'remove-nodes':
      removeNodes(draft, change.nodes);
      break;
    case 'remove-and-reconnect':
      removeAndReconnect(draft, change.nodes);
      break;
    case 'rename-node':
      renameNode(draft, change.node, change.name);
      break;
    case 'move-nodes':
    case 'tidy':
      moveNodes(draft, change.positions);
      break;
    case 'set-config':
      setConfig(draft, change);
      break;
    case 'set-configs': {
      const node = nodeOf(draft, change.node);
      if (node) assign(node.config, change.values);
      break;
    }
    case 'set-connection':
      setConnection(draft, change.node, change.connection);
      break;
    case 'set-retry':
      setRetry(draft, change.node, change.retry);
      break;
    case 'set-lane': {
      const node = draft.nodes.find((candidate) => candidate.id === change.node);
      if (node && change.atOnce === undefined) delete node.lane;
      else if (node) node.lane = { atOnce: change.atOnce as number };
      break;
    }
    case 'add-edge':
      addEdge(draft, change.from, change.to);
      break;
    case 'remove-edges':
      draft.edges = kept(draft.edges, (edge) => !change.edges.includes(edge.id));
      break;
    case 'splice-node-into-edge':
      spliceNode(draft, change);
      break;
    case 'paste':
      paste(draft, change);
      break;
    case 'rename-flow':
      if (change.name !== '') draft.name = change.name.slice(0, longestFlowName);
      break;
    case 'set-pattern':
      draft.pattern = change.pattern;
      break;
    case 'set-needs':
      assign(draft.needs, change.needs);
      break;
    case 'set-settings':
      assign(draft.settings, change.settings);
      break;
    case 'add-note':
      addNote(draft, change);
      break;
    case 'edit-note':
      editNote(draft, change);
      break;
    case 'place-note':
      placeNote(draft, change);
      break;
    case 'remove-notes':
      removeNotes(draft, change);
      break;
    case 'group-nodes':
      groupNodes(draft, change);
      break;
    case 'ungroup':
      ungroup(draft, change);
      break;
    case 'rename-group':
      renameGroup(draft, change);
      break;
    case 'put-tests':
      putTests(draft, change.tests);
      break;
    case 'remove-tests':
      removeTests(draft, change.tests);
      break;
    case 'pin-sample':
      pinSample(draft, change.sample);
      break;
    case 'unpin-samples':
      unpinSamples(draft, change.samples);
      break;
    case 'replace-flow':
      assign(draft, { tests: undefined, samples: undefined, ...change.flow });
      break;
    default:
      change satisfies never;
  }
}

function renameNode(draft: Flow, id: string, name: string): void {
  const node = nodeOf(draft, id);
  if (node && name !== '') node.name = name.slice(0, longestName);
}

function setConfig(draft: Flow, change: Extract<Change, { kind: 'set-config' }>): void {
  const node = nodeOf(draft, change.node);
  if (node) assign(node.config, { [change.field]: change.value });
}

function setRetry(draft: Flow, id: string, parts: NonNullable<FlowNode['retry']>): void {
  const node = nodeOf(draft, id);
  if (!node) return;
  const retry = { ...node.retry };
  assign(retry, parts);
  if (Object.keys(retry).length === 0) delete node.retry;
  else if (node.retry) assign(node.retry, parts);
  else node.retry = retry;
}

function setConnection(draft: Flow, id: string, connection: string | undefined): void {
  const node = nodeOf(draft, id);
  if (node) assign(node, { connection });
}

/** Sets parts; a part set to `undefined` goes. */
function assign<T extends object>(target: T, parts: Partial<T>): void {
  for (const key of Object.keys(parts) as (keyof T)[]) {
    const value = parts[key];
    if (value !== undefined) target[key] = value;
    else if (key in target) delete target[key];
  }
}
