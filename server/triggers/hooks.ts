import type { IncomingMessage, ServerResponse } from 'node:http';
import { stringifyJson } from '#flow/json.ts';
import type { HookRequest, Operation, ReceivedMessage, TriggerContext } from '../connectors/contract.ts';
import { Unauthorized } from '../connectors/contract.ts';
import type { Database } from '../db.ts';
import type { Accepted } from '../journal/accept.ts';
import type { Outside } from '../outside/outside.ts';
import { today } from '../store/days.ts';
import { runsOfMessages } from '../store/ledger.ts';
import { messageId } from '../store/message-id.ts';
import { reasonOf } from '../store/reason.ts';
import type { Recent } from '../store/recent.ts';
import { type TriggerRow, triggerAtHook } from '../store/triggers.ts';
import { type AnswerPlace, createAnswers, tell } from './answers.ts';
import { type Door, DoorFull } from './door.ts';
import { createStarts, type PublishedStart } from './starts.ts';
import { keepSuppressed } from './suppressed.ts';

/** Largest body a hook takes, in bytes. */
export const bodyLimit = 5 * 1024 * 1024;

export interface HookDeps {
  db: Pick<Database, 'sql' | 'orm'>;
  recent: Recent;
  door: Door;
  outside: Outside;
  operation(id: string): Operation | undefined;
  log(level: 'info' | 'warn', words: string, facts: Record<string, unknown>): void;
}

interface Answer {
  status: number;
  /** JSON text. */
  text: string;
  headers?: Record<string, string>;
}

/**
 * Answers `/hooks/<path>`: reads, verifies, makes durable, and only then says 200; or, where the trigger says so, waits
 * for what becomes of the message. `/hooks/<path>/messages/<id>` says the same later.
 */
export function createHooks(deps: HookDeps) {
  const { db, door } = deps;
  const triggers = deps.recent.memory<TriggerRow | undefined>();
  const startOf = createStarts({ orm: db.orm, operation: deps.operation });
  const answers = createAnswers(db.sql);
  const suppressed = keepSuppressed(db.sql);

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<Answer> {
    const raw = await readBody(request);
    if (raw === null) return refusal(413, `The body is larger than ${bodyLimit / 1024 / 1024} MB.`);
    const [path = '', ...asked] = url.pathname.slice('/hooks/'.length).split('/messages/');
    const trigger = await triggers(path, () => triggerAtHook(db.orm, path));
    if (!trigger?.active) return refusal(404, 'There is no flow at this address, or it is switched off.');
    const start = await startOf({ ...trigger, trigger: trigger.id });
    const { receive, respond } = start.operation;
    const waits = respond?.(start.node.config);
    if (asked.length > 0) return later(trigger, path, asked.join(), waits !== undefined);
    if (!receive) throw new Error(`Trigger ${trigger.id} has no operation that receives.`);
    const context: TriggerContext = {
      ...(await deps.outside.connect(trigger.workspace, start.node.connection)),
      trigger: { id: trigger.id, config: start.node.config },
    };
    const received = await receive(hookRequest(request, url, raw), context);
    if (received.kind === 'refused') {
      deps.log('warn', 'A webhook was refused.', {
        trigger: trigger.id,
        status: received.status,
        reason: received.reason,
      });
      return refusal(received.status, received.reason);
    }
    const [only] = received.messages;
    if (waits && only && received.messages.length === 1)
      return withResult(trigger, start, path, only, waits.timeoutSeconds, goneSignal(response));
    const accepted = await Promise.all(received.messages.map((message) => take(trigger, start, message)));
    return {
      status: 200,
      text: JSON.stringify({
        accepted: accepted.filter((one) => !one.duplicate).length,
        duplicates: accepted.filter((one) => one.duplicate).length,
        messages: accepted.map((one) => one.message ?? null),
      }),
    };
  }

  async function take(
    trigger: TriggerRow,
    start: PublishedStart,
    message: ReceivedMessage,
    alone?: boolean,
  ): Promise<Accepted> {
    const accepted = await door.accept({ ...start.incoming(message), id: messageId(Date.now()), alone });
    if (accepted.duplicate)
      suppressed({
        ...{ workspace: trigger.workspace, trigger: trigger.id },
        ...{ sourceId: message.sourceId, message: accepted.message },
      });
    return accepted;
  }

  /** Whoever finds no seat is sent away before anything is stored. A duplicate waits for what becomes of the first. */
  async function withResult(
    trigger: TriggerRow,
    start: PublishedStart,
    path: string,
    message: ReceivedMessage,
    seconds: number,
    gone: AbortSignal,
  ): Promise<Answer> {
    const seat = answers.seat();
    if (!seat) return busy('Too many callers are waiting for their results. Send this one again in a few seconds.');
    try {
      const accepted = await take(trigger, start, message, true);
      const place = accepted.duplicate
        ? await placeOf(trigger, accepted.message)
        : { workspace: trigger.workspace, message: accepted.message, run: accepted.run, day: today() };
      if (!place) return busy('This was received before, and the first of it cannot be looked up now. Ask again.');
      const result = await seat.wait(place, seconds * 1000, gone);
      const headers = { 'wheelwright-message': place.message };
      return result ? { ...tell(place.message, result), headers } : onItsWay(path, place.message);
    } finally {
      seat.leave();
    }
  }

  async function placeOf(trigger: TriggerRow, message: string | undefined): Promise<AnswerPlace | undefined> {
    if (message === undefined) return undefined;
    const found = (await runsOfMessages(db.sql, trigger.workspace, [message])).get(message);
    if (found?.trigger !== trigger.id) return undefined;
    return { workspace: trigger.workspace, message, run: found.run, day: found.day };
  }

  /** The hook's own path is the proof, as it is for posting; only messages of this trigger are spoken of. */
  async function later(trigger: TriggerRow, path: string, message: string, tells: boolean): Promise<Answer> {
    if (!tells)
      return refusal(404, 'This hook answers when a message is stored, and does not tell what becomes of it.');
    const place = await placeOf(trigger, message);
    if (!place) return refusal(404, 'There is no such message here, or its history is gone.');
    const result = await answers.read(place);
    return result ? { ...tell(message, result), headers: { 'wheelwright-message': message } } : onItsWay(path, message);
  }

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { status, text, headers } = await answer(request, response, url).catch((error: unknown) =>
      troubled(deps, error),
    );
    // With its length known the answer goes out in one piece.
    const length = Buffer.byteLength(text);
    response.writeHead(status, {
      ...{ 'content-type': 'application/json', 'cache-control': 'no-store', 'content-length': length },
      ...headers,
    });
    response.end(text);
  };
}

/** Says when the caller has hung up. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  return gone.signal;
}

/** 202, and where to ask later. */
function onItsWay(path: string, message: string): Answer {
  const status = `/hooks/${path}/messages/${message}`;
  return {
    status: 202,
    text: JSON.stringify({ message, state: 'in-flight', status }),
    headers: { 'wheelwright-message': message, location: status, 'retry-after': '1' },
  };
}

function hookRequest(request: IncomingMessage, url: URL, raw: Uint8Array): HookRequest {
  const headers: Record<string, string> = {};
  for (const name in request.headers) {
    const value = request.headers[name];
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  const query = url.search === '' ? {} : Object.fromEntries(url.searchParams);
  return { method: request.method ?? 'GET', headers, query, raw };
}

/** The whole body, or null when it is larger than allowed; the rest of such a one is read away and dropped. */
export function readBody(request: IncomingMessage, limit = bodyLimit): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const done = () =>
      resolve(length > limit ? null : parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts));
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= limit) parts.push(part);
      else parts.length = 0;
      if (length <= 4 * limit) return;
      request.pause();
      done();
    });
    request.on('end', done);
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The sender hung up before its message was whole.'));
    });
  });
}

const refusal = (status: number, reason: string): Answer => ({ status, text: stringifyJson({ error: reason }) });

const busy = (reason: string): Answer => ({ ...refusal(503, reason), headers: { 'retry-after': '2' } });

function troubled(deps: HookDeps, error: unknown): Answer {
  if (error instanceof DoorFull)
    return { ...refusal(503, error.message), headers: { 'retry-after': String(error.retryAfterSeconds) } };
  if (error instanceof Unauthorized) return { ...refusal(503, error.message), headers: { 'retry-after': '60' } };
  deps.log('warn', 'A webhook could not be taken.', { reason: reasonOf(error) });
  return { ...refusal(503, 'The message could not be stored. Send it again.'), headers: { 'retry-after': '5' } };
}
