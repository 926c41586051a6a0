import type { ConnectorManifest, Effect, JsonSchema } from '#flow/catalog.ts';
import type { FlowNode } from '#flow/flow.ts';
import { isNumeric, type Json, type JsonObject, parseJson } from '#flow/json.ts';
import type { Headers, Message, StepResult, Trouble } from '#flow/run/message.ts';
import type { Cadence } from '#flow/schedule/cadence.ts';
import type { Misfire } from '#flow/schedule/misfire.ts';

/**
 * What a connector is: a manifest (pure data, the browser gets it as the catalog) and, per operation, functions.
 * A connector imports this file, flow/ and its own folder, nothing else; all that it needs from the house comes in as `ctx`.
 */
export interface Connector {
  manifest: ConnectorManifest;
  /** By operation id. */
  operations: Record<string, Operation>;
  /** Behind the **test** button: one harmless call. @returns what was found, in words. @throws Trouble classes below */
  test?(ctx: ConnectionContext): Promise<string>;
  /** Field options read from the connection, by the name a field gives as `live`. */
  options?: Record<string, (ctx: ConnectionContext) => Promise<{ value: string; label: string }[]>>;
  /** IANA zone of the organisation behind the connection: where one is known, it is the `Given.zone` of its flows. */
  zone?(ctx: ConnectionContext): Promise<string>;
}

export type Operation = Trigger | Action | Step;

/** Where messages come from. Exactly one of `receive`, `poll` and `schedule`, and the manifest's `start` says which. */
export interface Trigger {
  kind: 'trigger';
  /** Called at the trigger's hook, before anything is stored. Verifies, then reads. Must not touch the outside world. */
  receive?(request: HookRequest, ctx: TriggerContext): Received | Promise<Received>;
  /**
   * Reads what is new since `ctx.checkpoint`, page by page. Each batch is stored in one transaction with its checkpoint
   * before the next is asked for, and only one process reads a trigger at a time. It may end after any page, when too much is
   * in flight or the process ends; the next poll goes on from the checkpoint. Nothing new: no batch.
   * @throws Retryable, Rejected, Unauthorized: polled again later, and the screen says why
   */
  poll?(ctx: PollContext): AsyncIterable<Batch>;
  /** Seconds from one poll to the next, for a node configured like this. Goes with `poll`. */
  every?(config: JsonObject): number;
  /** When it fires by itself, for a node configured like this. Pure; asked on publish. */
  schedule?(config: JsonObject): Schedule;
  /** The message of one firing. Pure. Goes with `schedule`. */
  fire?(firing: Firing, config: JsonObject): ReceivedMessage;
  /** Called on publish: makes sure the system calls our hook. Safe to call again. */
  subscribe?(hookUrl: string, ctx: TriggerContext): Promise<void>;
  /** Whether the sender is answered with what became of its message, and after how long at the most with where to ask later. */
  respond?(config: JsonObject): { timeoutSeconds: number } | undefined;
  /** Makes a sandbox system emit one real event. Offered as **Run** when the connection is a sandbox one, or needs none. @returns what was done, in words, and the business key */
  rehearse?(hookUrl: string, ctx: TriggerContext, sample?: string): Promise<{ words: string; key?: string }>;
}

export interface HookRequest {
  method: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  query: Record<string, string>;
  /** The bytes as they came; signatures are over these. */
  raw: Uint8Array;
}

export type Received =
  | { kind: 'messages'; messages: ReceivedMessage[] }
  /** Nothing is stored. `reason` is for the log and the answer's body. */
  | { kind: 'refused'; status: 400 | 401 | 403 | 405 | 413 | 415; reason: string };

export interface ReceivedMessage {
  /** The sender's id of this delivery; a second one with the same id is a suppressed duplicate. Absent: never a duplicate. */
  sourceId?: string;
  /** How long its source id is remembered; 30 days unless told. 0: it is never a duplicate. */
  dedupeSeconds?: number;
  /** Business key, such as `#1002`. */
  key?: string;
  headers: Headers;
  /** JSON text, as it came where it came as JSON. */
  body: string;
}

/** The body of a hook request as JSON, and as the text it came in; or what is wrong with it, in words, for a 400. */
export function readJsonBody(raw: Uint8Array): { text: string; value: Json } | { wrong: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return { wrong: 'The body is not UTF-8 text.' };
  }
  if (text.trim() === '') return { wrong: 'The body is empty; JSON is expected.' };
  try {
    const value = parseJson(text);
    if (isDeeper(value, deepest))
      return {
        wrong: `The body nests deeper than ${deepest} levels, which no message does that a system makes of its data.`,
      };
    return { text, value };
  } catch (error) {
    return { wrong: `The body is not JSON: ${placeOf(error, text)}.` };
  }
}

/** A body is walked by functions that call themselves; thousands of levels would end them, at every try. */
const deepest = 200;

function isDeeper(value: Json | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null || isNumeric(value)) return false;
  if (levels === 0) return true;
  const parts = Array.isArray(value) ? value : Object.values(value);
  return parts.some((part) => isDeeper(part, levels - 1));
}

function placeOf(error: unknown, text: string): string {
  const words = error instanceof Error ? error.message : String(error);
  if (/end of JSON/.test(words)) return 'it ends before it is complete';
  const position = /position (\d+)/.exec(words)?.[1];
  if (position === undefined) return words;
  const before = text.slice(0, Number(position)).split('\n');
  return `something unexpected stands in line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** A page of what was read. */
export interface Batch {
  /** With a source id that is equal where key and version are, so that what an overlap reads again is dropped. */
  messages: ReceivedMessage[];
  /** Where the next read goes on, this page included. Numbers that must keep their digits are written as text. */
  checkpoint: Json;
}

export interface Schedule {
  cadence: Cadence;
  misfire: Misfire;
}

export interface Firing {
  /** Names the trigger, for the message's source. */
  trigger: string;
  /** The instant it was due; by hand, the moment. ISO 8601 UTC. */
  due: string;
  zone: string;
  /** The due instant before this one, if it ever fired. */
  previous: string | undefined;
  byHand: boolean;
}

/** Writes or reads outside, one message at a time; the executor bounds how many at once. */
export interface Action {
  kind: 'action';
  /** Builds what will be sent: the same on every attempt, without secrets, so that a dry run shows it. May read (tax rates, receipts). */
  prepare(message: Message, ctx: StepContext): Prepared | Promise<Prepared>;
  /** Sends it. The only place that changes the outside world. */
  perform(request: Prepared, message: Message, ctx: StepContext): Promise<Sent>;
  /** The effect of a node configured like this, where it depends on that. The manifest then states the worst. */
  effectOf?(config: JsonObject): Effect;
}

/** A request as it will go out. `url` is relative to the connection's address where there is one. */
export interface Prepared {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: Json;
  /** What `perform` needs besides; JSON, shown in the dry run too. */
  notes?: JsonObject;
}

export interface Sent {
  /** Body of the message that leaves by `out`. */
  body: Json;
  /** Written in the same statement as the step's result. */
  receipt?: Receipt;
}

/** What we wrote where. Unique by (connection, entity, sourceKey). */
export interface Receipt {
  entity: string;
  sourceKey: string;
  externalId: string;
  version?: string;
  hash?: string;
}

/** Pure: computed from the batch alone, and computed again after a crash. */
export interface Step {
  kind: 'step';
  /** Once per published version. @throws when the config cannot be compiled; validate says so before */
  compile(
    node: FlowNode,
    ends: { source?: JsonSchema; target?: JsonSchema },
  ): (batch: Message[], given: Given) => StepResult | Promise<StepResult>;
}

/** All a pure step may know of the world; equal on every attempt, and in the preview. */
export interface Given {
  /** Accept time of the batch's first message, ISO 8601 UTC. */
  now: string;
  /** IANA zone of the organisation, such as `Europe/Berlin`. */
  zone: string;
}

export interface ConnectionContext {
  connection: Connection;
  /** Guarded HTTP to the connection's address, or to any address that the guard lets through. Never follows redirects. @throws Retryable on timeouts and lost connections */
  http(request: HttpRequest): Promise<HttpReply>;
  /** A short-lived credential, fetched once for all and kept until it expires. `fresh` asks for another after a 401. */
  token(
    name: string,
    fetch: () => Promise<{ value: string; expiresInSeconds: number }>,
    fresh?: boolean,
  ): Promise<string>;
  /** What a system says of itself and rarely changes (tax rates, zone): asked at most every `seconds`. */
  cached<T extends Json>(name: string, seconds: number, read: () => Promise<T>): Promise<T>;
  /** Epoch milliseconds. */
  now(): number;
  log(level: 'info' | 'warn', words: string, facts?: JsonObject): void;
}

export interface TriggerContext extends ConnectionContext {
  trigger: { id: string; config: JsonObject };
}

/** `now` goes by the database's clock, so that no process reads ahead of the others. */
export interface PollContext extends TriggerContext {
  /** What the last stored batch left; undefined before the first. */
  checkpoint: Json | undefined;
}

export interface StepContext extends ConnectionContext {
  node: { id: string; name: string; config: JsonObject };
  given: Given;
  /** At most 64 characters, a hash of workspace, connection, flow, node and message lineage; never of run, version or attempt. */
  idempotencyKey(message: Message): string;
  receipts: { find(entity: string, sourceKey: string): Promise<Receipt | undefined> };
  /** One holder at a time across all workers. Filled in with the durable executor. */
  lock?<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** A step's own memory between runs. Filled in with the durable executor. */
  state?: { get(key: string): Promise<Json | undefined>; set(key: string, value: Json): Promise<void> };
  /** Sets a message aside for a person while its batch goes on; an action parks its own message by throwing `Rejected`. Filled in with hubs. */
  park?(message: Message, trouble: Trouble): Promise<void>;
  /** Hands a message to a topic, with the run's own statement. Filled in with topics. */
  publish?(topic: string, message: Message): Promise<void>;
}

/** A configured account. `settings` is public, `secrets` is unsealed only for the time of a call. */
export interface Connection {
  id: string;
  name: string;
  /** Base address without a trailing slash; `sandbox:` addresses are already resolved. Empty where a connector has none. */
  address: string;
  sandbox: boolean;
  settings: JsonObject;
  secrets: Record<string, string>;
}

export interface HttpRequest {
  method: string;
  /** Absolute, or starting with `/`: relative to the connection's address. */
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Milliseconds; 30,000 unless told. */
  timeout?: number;
}

export interface HttpReply {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** At most 10 MB; more is an error. */
  body: string;
}

/** What a reply's Retry-After asks for, given in seconds or as a date. */
export function retryAfterSeconds(reply: HttpReply, now: number): number | undefined {
  const text = reply.headers['retry-after']?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

/** Passing trouble: the executor tries again, not before `afterSeconds`. `maybeSent`: the target may have acted on it. */
export class Retryable extends Error {
  readonly afterSeconds: number | undefined;
  readonly maybeSent: boolean;
  readonly status: number | undefined;
  constructor(
    message: string,
    more: { afterSeconds?: number; maybeSent?: boolean; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'Retryable';
    this.afterSeconds = more.afterSeconds;
    this.maybeSent = more.maybeSent ?? false;
    this.status = more.status;
  }
}

/**
 * Not sent, and so no try: a limit of the connection, its breaker, or the system's own wish for a pause. `maybeSent` where
 * an earlier call of the same message had gone out already.
 */
export class HeldBack extends Retryable {
  /** Id of the connection. */
  readonly connection: string;
  constructor(message: string, more: { connection: string; afterSeconds: number; maybeSent?: boolean }) {
    super(message, more);
    this.name = 'HeldBack';
    this.connection = more.connection;
  }
}

/** The target will never take this message as it is: it is parked at once. */
export class Rejected extends Error {
  /** Path in the message's body, such as `LineItems[1].AccountCode`. */
  readonly field: string | undefined;
  /** The target's own words. */
  readonly vendor: string | undefined;
  readonly wayOut: string;
  readonly status: number | undefined;
  /** `conflict`: the target already holds something else in its place. */
  readonly class: 'rejected' | 'conflict';
  constructor(
    message: string,
    more: { wayOut: string; field?: string; vendor?: string; status?: number; class?: 'rejected' | 'conflict' },
  ) {
    super(message);
    this.name = 'Rejected';
    this.class = more.class ?? 'rejected';
    this.field = more.field;
    this.vendor = more.vendor;
    this.wayOut = more.wayOut;
    this.status = more.status;
  }
}

/** The credentials were refused, also after one refresh. */
export class Unauthorized extends Error {
  readonly wayOut: string;
  constructor(message: string, wayOut = 'Open the connection, enter the credentials again and press Test.') {
    super(message);
    this.name = 'Unauthorized';
    this.wayOut = wayOut;
  }
}
