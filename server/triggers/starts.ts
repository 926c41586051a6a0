import { type FlowNode, nodeOf } from '#flow/flow.ts';
import type { Operation, ReceivedMessage, Trigger } from '../connectors/contract.ts';
import type { Orm } from '../db.ts';
import type { Incoming } from '../journal/accept.ts';
import { findVersion, openDocument } from '../store/flows.ts';
import { placeOf } from './place.ts';

/** A trigger of a published version, and how what it gives becomes a message on its way in. */
export interface PublishedStart {
  node: FlowNode;
  operation: Trigger;
  incoming(message: ReceivedMessage, startedBy?: string): Incoming;
}

export interface TriggerPlace {
  workspace: string;
  /** The trigger's id. */
  trigger: string;
  flow: string;
  node: string;
  version: number;
}

export type Starts = (place: TriggerPlace) => Promise<PublishedStart>;

const kept = 1000;

/** Read once per version, which is immutable. @throws when the version or its node cannot be read */
export function createStarts(deps: { orm: Orm; operation(id: string): Operation | undefined }): Starts {
  const starts = new Map<string, Promise<PublishedStart>>();
  return (place) => {
    const key = `${place.trigger}/${place.version}`;
    const known = starts.get(key);
    if (known) return known;
    const reading = read(deps, place);
    reading.catch(() => starts.delete(key));
    if (starts.size >= kept) starts.delete(starts.keys().next().value ?? '');
    starts.set(key, reading);
    return reading;
  };
}

async function read(
  deps: { orm: Orm; operation(id: string): Operation | undefined },
  { workspace, trigger, flow, node: id, version }: TriggerPlace,
): Promise<PublishedStart> {
  const row = await findVersion(deps.orm, workspace, flow, version);
  if (!row) throw new Error(`Version ${version} of flow ${flow} is missing.`);
  const document = openDocument(row.document);
  const node = nodeOf(document, id);
  const operation = node ? deps.operation(node.operation) : undefined;
  if (!node || operation?.kind !== 'trigger') throw new Error(`Trigger ${trigger} has no operation that starts it.`);
  const { order, keepDays: keep } = document.settings;
  return {
    node,
    operation,
    incoming: (message, startedBy = node.name) => ({
      ...message,
      ...{ id: crypto.randomUUID(), workspace, flow, version, trigger, keep, startedBy },
      ...placeOf({ order, epoch: row.epoch }, message.key),
    }),
  };
}
