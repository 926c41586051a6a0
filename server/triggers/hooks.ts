import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FlowNode, nodeOf } from '#flow/flow.ts';
import type { HookRequest, Operation, ReceivedMessage, Trigger, TriggerContext } from '../connectors/contract.ts';
import { Unauthorized } from '../connectors/contract.ts';
import type { Orm } from '../db.ts';
import type { Outside } from '../outside/outside.ts';
import { findVersion, openDocument } from '../store/flows.ts';
import { reasonOf } from '../store/reason.ts';
import type { Recent } from '../store/recent.ts';
import { type TriggerRow, triggerAtHook } from '../store/triggers.ts';
import { type Door, DoorFull } from './door.ts';

/** Largest body a hook takes, in bytes. */
export const bodyLimit = 5 * 1024 * 1024;

export interface HookDeps {
  orm: Orm;
  recent: Recent;
  door: Door;
  outside: Outside;
  operation(id: string): Operation | undefined;
  log(level: 'info' | 'warn', words: string, facts: Record<string, unknown>): void;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** Answers `/hooks/<path>`: reads, verifies, makes durable, and only then says 200. */
export function createHooks(deps: HookDeps) {
  const starts = new Map<string, Promise<Start>>();
  const triggers = deps.recent.memory<TriggerRow | undefined>();

  async function answer(request: IncomingMessage, url: URL): Promise<Answer> {
    const raw = await readBody(request);
    if (raw === null) return refusal(413, `The body is larger than ${bodyLimit / 1024 / 1024} MB.`);
    const path = url.pathname.slice('/hooks/'.length);
    const trigger = await triggers(path, () => triggerAtHook(deps.orm, path));
    if (!trigger?.active) return refusal(404, 'There is no flow at this address, or it is switched off.');
    const start = await startOf(trigger);
    const context: TriggerContext = {
      ...(await deps.outside.connect(trigger.workspace, start.node.connection)),
      trigger: { id: trigger.id, config: start.node.config },
    };
    const received = await start.receive(hookRequest(request, url, raw), context);
    if (received.kind === 'refused') {
      deps.log('warn', 'A webhook was refused.', {
        trigger: trigger.id,
        status: received.status,
        reason: received.reason,
      });
      return refusal(received.status, received.reason);
    }
    const accepted = await Promise.all(
      received.messages.map((message) => deps.door.accept(incoming(trigger, start, message))),
    );
    return {
      status: 200,
      body: {
        accepted: accepted.filter((one) => !one.duplicate).length,
        duplicates: accepted.filter((one) => one.duplicate).length,
        messages: accepted.map((one) => one.message),
      },
    };
  }

  /** Read once per version, which is immutable. */
  function startOf(trigger: TriggerRow): Promise<Start> {
    const key = `${trigger.id}/${trigger.version}`;
    const known = starts.get(key);
    if (known) return known;
    const reading = readStart(deps, trigger);
    reading.catch(() => starts.delete(key));
    if (starts.size >= startsKept) starts.delete(starts.keys().next().value ?? '');
    starts.set(key, reading);
    return reading;
  }

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { status, body, headers } = await answer(request, url).catch((error: unknown) => troubled(deps, error));
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
    response.end(JSON.stringify(body));
  };
}

const startsKept = 1000;

/** Where a published flow begins. */
interface Start {
  node: FlowNode;
  receive: NonNullable<Trigger['receive']>;
  keep: number;
}

async function readStart(deps: HookDeps, trigger: TriggerRow): Promise<Start> {
  const row = await findVersion(deps.orm, trigger.workspace, trigger.flow, trigger.version);
  if (!row) throw new Error(`Version ${trigger.version} of flow ${trigger.flow} is missing.`);
  const flow = openDocument(row.document);
  const node = nodeOf(flow, trigger.node);
  const operation = node ? deps.operation(node.operation) : undefined;
  if (!node || operation?.kind !== 'trigger' || !operation.receive)
    throw new Error(`Trigger ${trigger.id} has no operation that receives.`);
  return { node, receive: operation.receive, keep: flow.settings.keepDays };
}

function incoming(trigger: TriggerRow, start: Start, message: ReceivedMessage) {
  const { workspace, flow, version } = trigger;
  return {
    ...message,
    id: crypto.randomUUID(),
    workspace,
    flow,
    version,
    trigger: trigger.id,
    keep: start.keep,
    startedBy: start.node.name,
  };
}

function hookRequest(request: IncomingMessage, url: URL, raw: Uint8Array): HookRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return { method: request.method ?? 'GET', headers, query: Object.fromEntries(url.searchParams), raw };
}

/** The whole body, or null when it is larger than allowed; the rest of such a one is read away and dropped. */
export async function readBody(request: IncomingMessage, limit = bodyLimit): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length <= limit) parts.push(part);
    else parts.length = 0;
    if (length > 4 * limit) break;
  }
  return length > limit ? null : Buffer.concat(parts);
}

const refusal = (status: number, reason: string): Answer => ({ status, body: { error: reason } });

function troubled(deps: HookDeps, error: unknown): Answer {
  if (error instanceof DoorFull)
    return { ...refusal(503, error.message), headers: { 'retry-after': String(error.retryAfterSeconds) } };
  if (error instanceof Unauthorized) return { ...refusal(503, error.message), headers: { 'retry-after': '60' } };
  deps.log('warn', 'A webhook could not be taken.', { reason: reasonOf(error) });
  return { ...refusal(503, 'The message could not be stored. Send it again.'), headers: { 'retry-after': '5' } };
}
