import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Message } from '#flow/run/message.ts';
import {
  type Action,
  type Connection,
  type HookRequest,
  type Prepared,
  type Receipt,
  Retryable,
  type Sent,
  type StepContext,
  type TriggerContext,
} from '../contract.ts';

/** For tests: what a connector gets from the house, in memory, with some server at the other end. */
export interface Bench {
  ctx: StepContext & TriggerContext;
  connection: Connection;
  /** Every request that went out, oldest first, with the status it was answered with; 0 when no answer came. */
  calls: Call[];
  receipts: Map<string, Receipt>;
  logged: string[];
  /** What the next calls meet in place of the server, in order: an answer, or nobody. */
  interruptions: Interruption[];
}

export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  status: number;
}

/** `pass`: nothing. `lost`: the server acts and its answer never arrives. A response is given without asking the server. */
export type Interruption = 'pass' | 'lost' | Response;

export interface BenchOptions {
  /** The server at the other end, mostly a fake's `handle`. */
  answer(request: Request): Promise<Response>;
  connection?: Partial<Connection>;
  config?: JsonObject;
  now?: () => number;
}

export function benchOf({ answer, connection: given, config = {}, now = () => startOfTests }: BenchOptions): Bench {
  const connection: Connection = {
    id: 'connection-1',
    name: 'The account',
    address: 'http://fake',
    sandbox: true,
    settings: {},
    secrets: {},
    ...given,
  };
  const bench: Bench = {
    connection,
    calls: [],
    receipts: new Map(),
    logged: [],
    interruptions: [],
    ctx: {} as Bench['ctx'],
  };
  const tokens = new Map<string, { value: string; until: number }>();
  const known = new Map<string, { value: Json; until: number }>();

  bench.ctx = {
    connection,
    trigger: { id: 'trigger-1', config },
    node: { id: 'node-1', name: 'The node', config },
    given: { now: new Date(now()).toISOString(), zone: 'Europe/Berlin' },
    now,
    log: (level, words) => bench.logged.push(`${level}: ${words}`),
    idempotencyKey: (message) => createHash('sha256').update(`connection-1 node-1 ${message.id}`).digest('hex'),
    receipts: { find: async (entity, sourceKey) => bench.receipts.get(`${entity} ${sourceKey}`) },
    async http(wanted) {
      const url = wanted.url.startsWith('/') ? `${connection.address}${wanted.url}` : wanted.url;
      const body = wanted.body === undefined ? undefined : Buffer.from(wanted.body);
      const call: Call = {
        method: wanted.method,
        url,
        headers: wanted.headers ?? {},
        body: body?.toString() ?? '',
        status: 0,
      };
      bench.calls.push(call);
      const meets = bench.interruptions.shift();
      const reply =
        meets instanceof Response
          ? meets
          : await answer(new Request(url, { method: wanted.method, headers: wanted.headers, body }));
      if (meets === 'lost' || reply.type === 'error')
        throw new Retryable('fake did not answer within 30 s.', { maybeSent: true });
      call.status = reply.status;
      return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() };
    },
    async token(name, fetch, fresh) {
      const kept = tokens.get(name);
      if (kept && !fresh && kept.until > now()) return kept.value;
      const { value, expiresInSeconds } = await fetch();
      tokens.set(name, { value, until: now() + expiresInSeconds * 1000 });
      return value;
    },
    async cached<T extends Json>(name: string, seconds: number, read: () => Promise<T>) {
      const kept = known.get(name);
      if (kept && kept.until > now()) return kept.value as T;
      const value = await read();
      known.set(name, { value, until: now() + seconds * 1000 });
      return value;
    },
  };
  return bench;
}

const startOfTests = Date.parse('2026-11-23T09:00:00Z');

export function messageOf(body: Json, over: Partial<Message> = {}): Message {
  const id = over.id ?? 'message-1';
  const headers = { type: 'test', source: 'test', time: '2026-11-23T09:00:00Z' };
  return { id, root: id, parents: [], headers, body, ...over };
}

/** Prepares and performs as the executor does, and keeps the receipt. */
export async function deliver(
  action: Action,
  message: Message,
  { ctx, receipts }: Bench,
): Promise<Sent & { prepared: Prepared }> {
  const prepared = await action.prepare(message, ctx);
  const sent = await action.perform(prepared, message, ctx);
  if (sent.receipt) receipts.set(`${sent.receipt.entity} ${sent.receipt.sourceKey}`, sent.receipt);
  return { ...sent, prepared };
}

export function hookRequest(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  method = 'POST',
): HookRequest {
  return { method, headers, query: {}, raw: typeof body === 'string' ? new TextEncoder().encode(body) : body };
}

/** What a promise is rejected with; a promise that is kept is a failure of the test. */
export async function troubleIn(work: Promise<unknown>): Promise<unknown> {
  let outcome: unknown;
  try {
    outcome = await work;
  } catch (error) {
    return error;
  }
  throw new Error(`Trouble was expected, and this came: ${JSON.stringify(outcome)}`);
}
