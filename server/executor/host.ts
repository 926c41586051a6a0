import type { Event } from '#flow/run/events.ts';
import type { Message, Trouble, TroubleClass } from '#flow/run/message.ts';
import type { MessageState, RunStatus } from '#flow/run/status.ts';
import type { ConnectionContext, Receipt } from '../connectors/contract.ts';

/** All that the executor knows of the world. Worker and tests hand it one. */
export interface Host {
  /** Names this process in the journal. */
  worker: string;
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** Hex of sha256 over the parts; the executor makes idempotency keys of it. */
  hash(parts: string[]): string;
  /** A connector's way outside. Without a connection id: the same, with an empty address. @throws Unauthorized when its secrets cannot be read */
  connect(workspace: string, connection: string | undefined): Promise<Way>;
  findReceipt(workspace: string, connection: string, entity: string, sourceKey: string): Promise<Receipt | undefined>;
  /** The zone that a flow's dates are in: that of the first connected organisation that has one, else UTC. */
  zone(leg: Leg): Promise<string>;
  /** Whether bodies of one more step may be kept to look at; a busy worker keeps only some. Absent: always. */
  keepsSamples?(): boolean;
  /** Milliseconds for which this leg is surely no other worker's. Absent: for as long as it takes. */
  leaseLeft?(leg: Leg): number;
  /** Writes everything in one statement, fenced. @throws LeaseLost when the leg is somebody else's by now */
  append(leg: Leg, append: Append): Promise<void>;
}

/** A connector's context, and for each message its own: the calls of one belong together where calls are counted. */
export interface Way extends ConnectionContext {
  /** Absent: nothing is counted. `end` once the message is through. */
  begin?(node: string): { ctx: Pick<ConnectionContext, 'http' | 'token'>; end(): void };
}

/** The leg was taken over, because this worker was thought dead. Drop the work: nothing of it may be written. */
export class LeaseLost extends Error {
  constructor(leg: Leg) {
    super(`Leg ${leg.id} of run ${leg.run} was taken over by another worker; this one dropped it.`);
    this.name = 'LeaseLost';
  }
}

/** Retention class in days, and the UTC day of acceptance, `YYYY-MM-DD`. */
export interface Place {
  keep: number;
  day: string;
}

/** One claim: a run, or messages of it that waited. */
export interface Leg {
  /** Identity in the queue. */
  id: number;
  run: string;
  /** The history partition of all the run's rows. */
  place: Place;
  workspace: string;
  flow: string;
  version: number;
  /** `onward`: messages that were not tried yet, held behind another or in a step's own backlog. */
  kind: 'origin' | 'retry' | 'replay' | 'onward';
  /** The trigger's node, or the step the messages waited for. */
  from: string;
  /** Which try of `from` this is, from 1. */
  attempt: number;
  /** Seconds since the first try of `from`; absent: there was none. */
  triedFor?: number;
  mode: 'live' | 'test' | 'dry';
  fence: number;
  /** ISO 8601 UTC. */
  acceptedAt: string;
  messages: Message[];
  /** What earlier workers journaled of this leg. */
  history: Event[];
  /** Rows of the journal so far. */
  rows: number;
  /** Workers that ended while they ran it. */
  lost?: number;
  /** Where order is kept: no other leg of it runs now. */
  lane?: string;
  /** The key that this leg holds for itself. */
  holdKey?: string;
  /** Keys that others hold. */
  heldKeys?: Set<string>;
  /** What happened to messages at steps with effects, by `effectKey`. */
  done: Map<string, Done>;
}

/** `passed`: the leg goes on (a read, or the error port). `retried`: it went on after a person decided. */
export type OutcomeState = MessageState | 'passed' | 'retried';

/** What is recorded of a message at a step with an effect. */
export interface Done {
  state: OutcomeState;
  port: string;
  /** Body of the message that left, JSON text. */
  reply: string | null;
  /** Another leg of the run did it, and carries it on. */
  elsewhere: boolean;
}

export const effectKey = (leg: string, node: string): string => `${node} ${leg}`;

/** What one write adds to a run. */
export interface Append {
  events: Event[];
  outcomes: Outcome[];
  receipts: (Receipt & { connection: string })[];
  parked: { node: string; message: Message; trouble: Trouble; holdKey?: string }[];
  waits: Wait[];
  /** Messages that met trouble and took the step's error port. */
  diverted: { node: string; trouble: TroubleClass }[];
  /** Connections that the flow's steps use, by node. */
  connections?: ReadonlyMap<string, string>;
  finish?: { status: RunStatus; words?: string };
  /** The leg ends early, and others carry all of its messages on: what it recorded answers for them too. */
  disown?: true;
}

export interface Outcome {
  /** The received message. */
  root: string;
  /** The message at this step. */
  leg: string;
  node: string;
  state: OutcomeState;
  port?: string;
  sent?: string;
  reply?: string;
  externalId?: string;
  /** It was done, and counted, before. */
  again?: true;
}

/** Messages that leave the run and come back to a step later, as a leg of their own. */
export interface Wait {
  node: string;
  attempt: number;
  seconds: number;
  messages: { message: Message; trouble?: Trouble }[];
  /** `onward`: not tried yet. Otherwise another try. */
  kind?: 'onward';
  /** The key that they hold, so that what comes later waits for them. */
  holdKey?: string;
  /** They are behind such a one: not before it is through. */
  held?: true;
  /** Of the step's own backlog; otherwise the leg's lane. */
  lane?: string;
}

/** Collects what a leg is to write, and writes it. */
export interface Pen {
  append: Append;
  /** Writes all that was collected. @throws LeaseLost */
  flush(): Promise<void>;
}

export const emptyAppend = (): Append => ({
  events: [],
  outcomes: [],
  receipts: [],
  parked: [],
  waits: [],
  diverted: [],
});
