import type { Pattern } from '#flow/flow.ts';
import type { Json } from '#flow/json.ts';
import type { LimitKind, OwnLimit } from '#flow/limits.ts';
import type { Drift } from '#flow/mapping-drift.ts';
import type { Stop } from '#flow/mapping-drift-learned.ts';
import type { Touched } from '#flow/mapping-impact.ts';
import type { Problem } from '#flow/problem.ts';
import type { Trouble, TroubleClass } from '#flow/run/message.ts';
import type { MessageState, RunStatus, StepStatus, Tally } from '#flow/run/status.ts';

/** What the API answers. Times are ISO 8601 UTC; documents and bodies travel as JSON text, so that no digit is lost. */

export interface FlowRow {
  id: string;
  name: string;
  pattern: Pattern;
  /** The draft, canonical text: thumbnail and price are drawn from it. */
  document: string;
  /** Newest published version, or null. */
  published: number | null;
  changesNotPublished: number;
  /** Run can place a real event in a sandbox system. */
  rehearsable: boolean;
  lastRuns: { id: string; status: RunStatus; at: string; tally: Tally }[];
}

export interface FlowDetail {
  id: string;
  document: string;
  /** Grows with every save; send it back with the next one. */
  revision: number;
  savedAt: string;
  published: { version: number; at: string; by: string; document: string } | null;
  triggers: { id: string; node: string; hookUrl: string }[];
  /** Null when Run is offered, else why not and what to do. */
  whyNoRun: string | null;
}

/** A trigger of the published version that is set off by the clock, or by looking at its system now and then. */
export interface ClockState {
  /** The trigger's id. */
  id: string;
  node: string;
  kind: 'schedule' | 'poll';
  /** When it fires or looks next; null when never. Past: any moment. */
  nextAt: string | null;
  /** When it fired last, or looked and read to the end. */
  lastAt: string | null;
  /** The run that came of it last. */
  lastRun: string | null;
  paused: { at: string; by: string } | null;
  /** A poll has read all changes before this instant. */
  readUpTo: string | null;
  /** A poll waits, because too much of the flow is in flight. */
  waiting: boolean;
  /** What stopped the last poll, and the way out. */
  trouble: {
    class: 'passing' | 'rejected' | 'unauthorized' | 'bug';
    message: string;
    wayOut: string;
    at: string;
  } | null;
}

export interface SaveResult {
  revision: number;
  savedAt: string;
  problems: Problem[];
}

/** `notices`: published, yet something outside could not be done, in words. */
export type PublishResult = { ok: true; version: number; notices: string[] } | { ok: false; problems: Problem[] };

/** A body to map on. */
export interface Sample {
  /** `run` is what really came, `catalog` is the connector's example. */
  source: 'run' | 'catalog';
  name: string;
  at: string | null;
  body: string;
}

/** A map that several flows use. */
export interface SharedMapRow {
  id: string;
  name: string;
  /** The newest. */
  version: number;
  savedAt: string;
  savedBy: string;
  /** A flow whose draft and published version both use it stands here twice. */
  usedBy: {
    flow: { id: string; name: string };
    node: { id: string; name: string };
    version: number;
    in: 'draft' | 'published';
  }[];
}

/** A target field of a map that depends on a field of a source. */
export interface FieldUse extends Touched {
  flow: { id: string; name: string };
  in: ('draft' | 'published')[];
}

/** How what comes to a map differs from what it looked like before. */
export interface MapDrift {
  /** Messages that were looked at; a few a minute are. */
  seen: number;
  found: Drift[];
  /** All that comes waits for a person, by the map's policy. */
  stopped: Stop | null;
  /** Messages that wait, and that are parked, for what changed. */
  waiting: number;
  parked: number;
}

/** A map of a flow that is touched by a change in what comes to it. */
export interface NodeDrift extends Omit<MapDrift, 'found'> {
  node: string;
  /** Null where it is not drawn any more. */
  name: string | null;
  /** What changed in the fields that it reads, a sentence each. */
  words: string[];
}

export interface SharedMapVersion {
  id: string;
  name: string;
  version: number;
  /** The mapping, canonical text. */
  document: string;
  savedAt: string;
  savedBy: string;
}

export interface ConnectionRow {
  id: string;
  name: string;
  connector: string;
  sandbox: boolean;
  address: string;
  settings: Record<string, Json>;
  /** Keys of the secrets that are set; the values never leave the server. */
  secretsSet: string[];
  status: 'untested' | 'works' | 'fails' | 'unreadable';
  /** What the last test said. */
  words: string | null;
  testedAt: string | null;
  usedBy: { id: string; name: string }[];
  /** One per kind, in the order of flow/limits.ts. */
  limits: LimitRow[];
  /** Why it is not called now; null: it is. */
  held: HeldView | null;
  /** Messages that wait for its limits or its breaker. */
  waiting: number;
}

/** `own` is what a person set in place of the declared one; its `calls: null` is no limit. */
export interface LimitRow {
  per: LimitKind;
  declared: { calls: number; source: string; date: string } | null;
  own: OwnLimit | null;
  /** Calls in the window that runs now; null where none is counted. */
  used: number | null;
}

/** `breaker`: it failed too often in a row. `pause`: its system asked for one. */
export interface HeldView {
  why: 'breaker' | 'pause';
  /** A breaker whose time is past lets the next call try. */
  until: string;
  failures: number;
  /** What the last failing call met. */
  words: string | null;
}

/** Messages that stand at a step for one and the same reason. */
export interface WaitRow {
  flow: string;
  node: string;
  words: string;
  /** The connection whose limit or breaker it is. */
  connection: string | null;
  /** Not for a time, but until somebody looks at what changed. */
  person: boolean;
  n: number;
  /** When the first and the last of them is due. */
  from: string;
  until: string;
}

export interface RunRow {
  id: string;
  flow: { id: string; name: string; pattern: Pattern };
  version: number;
  status: RunStatus;
  mode: 'live' | 'test' | 'dry';
  startedBy: string;
  startedAt: string;
  finishedAt: string | null;
  tally: Tally;
  /** Business keys of the first few messages. */
  keys: string[];
  error: string | null;
}

export interface StepView {
  node: string;
  name: string;
  operation: string;
  status: StepStatus;
  in: number;
  /** By port. */
  out: Record<string, number>;
  filtered: number;
  parked: number;
  waiting: number;
  /** Milliseconds from the run's start, and how long. */
  startedMs: number | null;
  durationMs: number | null;
  /** One per try of the step, the first included. */
  attempts: {
    at: string;
    durationMs: number;
    in: number;
    out: number;
    parked: number;
    waiting: number;
    words: string | null;
    dueAt: string | null;
    /** No try: all of it waits for its turn at the connection, or some for a person who looks at what changed. */
    heldBack: 'turn' | 'person' | null;
  }[];
}

export interface RunDetail extends RunRow {
  /** The version that ran. */
  document: string;
  newestVersion: number;
  steps: StepView[];
  /** Received minus all states; 0 proves that nothing is lost. */
  gap: number;
  messages: MessageRow[];
}

export interface MessageRow {
  /** The received message. */
  id: string;
  key: string | null;
  receivedAt: string;
  /** Null: nothing says where it is, so it is counted in the gap. */
  state: MessageState | null;
  /** Where it went several ways: targets that it came to, of those that it was on the way to. */
  reached: { delivered: number; ends: number } | null;
  /** `parked` is the id to retry or set aside with. */
  trouble: (Trouble & { node: string; parked: string }) | null;
  dueAt: string | null;
}

/** What went into a step and came out, for one received message. */
export interface MessageAtStep {
  node: string;
  /** JSON texts; null where nothing is kept. */
  in: string | null;
  /** What was sent to the target, for an action. */
  sent: string | null;
  out: string | null;
  port: string | null;
  externalId: string | null;
  trouble: Trouble | null;
}

export interface MessageDetail extends MessageRow {
  body: string;
  sourceId: string | null;
  steps: MessageAtStep[];
}

export interface ParkedRow {
  id: string;
  run: string;
  message: string;
  flow: { id: string; name: string };
  node: string;
  nodeName: string;
  key: string | null;
  at: string;
  trouble: Trouble;
  body: string;
  state: 'parked' | 'retried' | 'discarded';
  /** Its place in the list. */
  cursor: string;
}

/** Where the messages stand that a flow received since a UTC day. */
export interface FlowLedger {
  /** `2026-11-23`; later than asked for where older history is not kept. */
  first: string;
  /** Of all triggers together. */
  sum: LedgerLine;
  triggers: (LedgerLine & { id: string; node: string; name: string })[];
  /** The last few suppressed deliveries, newest first. */
  suppressed: { at: string; trigger: string; sourceId: string | null; run: string | null; message: string | null }[];
  /** Some of the messages in the gap, where there is one. */
  lost: { run: string; message: string }[];
  /** What reading it took, in milliseconds: who asks again leaves time between. */
  tookMs: number;
}

export interface LedgerLine {
  tally: Tally;
  /** Received and nowhere: 0, or something is lost. */
  gap: number;
  /** Of those parked, cancelled or discarded: came to some of their targets. */
  partly: number;
  duplicates: number;
  replays: number;
  /** By how many messages the totals of runs or the count at the door say otherwise. */
  differs: number;
}

/** Sent over the subscription whenever something about a run changed. */
export interface RunNews {
  run: string;
  flow: string;
}

export interface SandboxOrder {
  id: string;
  name: string;
  customer: string | null;
  total: string;
  tax: string;
  currency: string;
  createdAt: string;
}

export interface SandboxInvoice {
  id: string;
  number: string;
  contact: string;
  status: string;
  currency: string;
  subTotal: string;
  totalTax: string;
  total: string;
  date: string;
  lines: {
    description: string;
    quantity: string;
    unitAmount: string;
    discount: string | null;
    taxAmount: string;
    lineAmount: string;
    account: string | null;
  }[];
}

/** What a caller meets: a refusal by its status, or a connection cut before (`dropped`) or after (`lost`) the call was acted on. */
export type FailureKind = 429 | 500 | 'dropped' | 'lost';

export interface Failures {
  latencyMs: number;
  failNext: { status: FailureKind; count: number } | null;
  failRate: { status: FailureKind; percent: number } | null;
}

/** What a flow, or all flows, did within the last hour, day or month. */
export interface Measures {
  /** Beginnings of equal pieces of the time, oldest first; the last one is still filling. */
  pieces: { at: string; delivered: number; parked: number; retried: number }[];
  /** Length of a piece, ms. */
  pieceMs: number;
  /** Of the flow, or all of them, as a whole; times are from acceptance to delivery. */
  whole: MeasureLine;
  /** Of one flow: each step that did something; times are a message's at the step. */
  steps: (MeasureLine & { node: string })[];
  /** Of one flow: the same by the connection used. */
  connections: (MeasureLine & { connection: string })[];
  /** Messages that met trouble, most first; without a flow, `node` is ''. */
  troubles: { node: string; class: TroubleClass; n: number }[];
  /** Percentiles are within this part of the truth: 0.01 is 1 %. */
  accuracy: number;
}

export interface MeasureLine {
  /** Taken in hand, each try of a message included; of a whole flow, messages whose run ran through. */
  came: number;
  delivered: number;
  filtered: number;
  /** Times a message was parked, and times one left to wait for another try. */
  parked: number;
  retried: number;
  /** Milliseconds; null where nothing was timed. */
  latency: { p50: number; p95: number; p99: number } | null;
}
