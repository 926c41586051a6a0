import type { Json } from '../json.ts';

/** CloudEvents attributes in short: what it is, where it came from, when. */
export interface Headers {
  type: string;
  source: string;
  /** ISO 8601, UTC. */
  time: string;
}

/**
 * What travels. `id` names the lineage: the received message has a uuid, everything made from it appends
 * `/node.port.index`, so that an id, and every key derived from it, is the same on every attempt and on every worker.
 */
export interface Message {
  id: string;
  /** The received message this descends from. */
  root: string;
  parents: string[];
  /** Business key, such as `#1002`. */
  key?: string;
  headers: Headers;
  body: Json;
}

/** A message made from another by a node: same root, key and headers unless told otherwise. */
export function child(parent: Message, node: string, port: string, index: number, body: Json): Message {
  return { ...parent, id: `${parent.id}/${node}.${port}.${index}`, parents: [parent.id], body };
}

/** Why a message needs a person. `field` is a path in the body, `vendor` the target's own words. */
export interface Trouble {
  class: TroubleClass;
  message: string;
  wayOut: string;
  field?: string;
  vendor?: string;
  status?: number;
  /** The connection whose limit or breaker it waits for. */
  connection?: string;
}

/**
 * `limit`: not sent yet, because a limit of the connection or its breaker holds it back; that is no try. `drift`: what comes to
 * a step has changed, and its policy parks the message or lets it wait for a person; no try either.
 */
export const troubleClasses = [
  'rejected',
  'mapping',
  'conflict',
  'outcome-unknown',
  'retry-exhausted',
  'unauthorized',
  'bug',
  'expired',
  'limit',
  'drift',
] as const;
export type TroubleClass = (typeof troubleClasses)[number];

/** A message that waits for this was not tried: it waits for its turn, or for a person. */
export const isNoTry = (trouble: TroubleClass | undefined): boolean => trouble === 'limit' || trouble === 'drift';

export type Outputs = Record<string, Message[]>;

export interface Parked {
  message: Message;
  trouble: Trouble;
}

/** What one step made of its batch. Every input is the parent of an output, or filtered, or parked. */
export interface StepResult {
  outputs: Outputs;
  filtered: string[];
  parked: Parked[];
}
