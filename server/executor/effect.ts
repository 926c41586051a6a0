import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { child, type Message, type Trouble } from '#flow/run/message.ts';
import type { Action, ConnectionContext, Given, StepContext } from '../connectors/contract.ts';
import { type Append, type Done, effectKey, type Host, type Leg, type Outcome, type Pen } from './host.ts';
import type { PlannedStep } from './plan.ts';
import { judge, outcomeUnknown, type Verdict } from './trouble.ts';

/** What became of one message at a step with an effect. */
export interface Ended {
  message: Message;
  /** The message that goes on, by its port. */
  onward?: { port: string; message: Message };
  /** In flight: it waits. */
  wait?: { seconds: number; trouble: Trouble };
  trouble?: Trouble;
  record?: Outcome;
}

/**
 * Runs an action on a batch, a few messages at once. A message whose effect is recorded is never sent again. Before an
 * unsafe effect its intent is written, so that after a crash nobody sends it blindly a second time. What is to be written
 * is put into the pen; what became of each message is returned.
 */
export async function runEffect(
  step: PlannedStep,
  action: Action,
  batch: Message[],
  given: Given,
  leg: Leg,
  host: Host,
  pen: Pen,
): Promise<Ended[]> {
  const { node } = step;
  const outside = await context(step, given, leg, host);
  const intended = new Set(
    leg.history.flatMap((event) => (event.type === 'effects-intended' && event.node === node.id ? event.messages : [])),
  );
  const doneBefore = (message: Message) => leg.done.get(effectKey(message.id, node.id));
  const all: Ended[] = [];
  for (const part of step.effect === 'unsafe' ? inParts(batch, step.atOnce) : [batch]) {
    const fresh = part.filter((message) => !doneBefore(message) && !intended.has(message.id));
    if (step.effect === 'unsafe' && fresh.length > 0 && !('refusal' in outside)) {
      pen.append.events.push({
        type: 'effects-intended',
        node: node.id,
        at: host.now(),
        messages: fresh.map((message) => message.id),
      });
      await pen.flush();
    }
    const ended = await inParallel(part, step.atOnce, async (message) => {
      const before = doneBefore(message);
      if (before) return remembered(step, message, before);
      if (intended.has(message.id))
        return parkedAs(step, message, outcomeUnknown(step.node.name, 'The worker ended while it was sending this.'));
      if ('refusal' in outside) return refused(step, message, outside.refusal, leg, host);
      return perform(step, action, message, outside.ctx, leg, host, pen.append);
    });
    record(step, ended, leg, pen.append);
    all.push(...ended);
  }
  return all;
}

function parkedAs(step: PlannedStep, message: Message, trouble: Trouble): Ended {
  return { message, trouble, record: { ...at(step, message), state: 'parked' } };
}

function inParts<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

type Outside = { ctx: StepContext } | { refusal: unknown };

async function context(step: PlannedStep, given: Given, leg: Leg, host: Host): Promise<Outside> {
  const { node } = step;
  let base: ConnectionContext;
  try {
    base = await host.connect(leg.workspace, node.connection);
  } catch (refusal) {
    return { refusal };
  }
  const connection = node.connection ?? '';
  const ctx: StepContext = {
    ...base,
    node: { id: node.id, name: node.name, config: node.config },
    given,
    idempotencyKey: (message) => host.hash([leg.workspace, connection, leg.flow, node.id, message.id]),
    receipts: { find: (entity, sourceKey) => host.findReceipt(leg.workspace, connection, entity, sourceKey) },
  };
  return { ctx };
}

async function perform(
  step: PlannedStep,
  action: Action,
  message: Message,
  ctx: StepContext,
  leg: Leg,
  host: Host,
  append: Append,
): Promise<Ended> {
  let sent: string | undefined;
  try {
    const request = await action.prepare(message, ctx);
    sent = stringifyJson(request as unknown as Json);
    const reply = await action.perform(request, message, ctx);
    if (reply.receipt && step.node.connection)
      append.receipts.push({ ...reply.receipt, connection: step.node.connection });
    const state = step.effect === 'read' ? 'passed' : 'delivered';
    const onward = { port: 'out', message: child(message, step.node.id, 'out', 0, reply.body) };
    const record = {
      ...at(step, message),
      state,
      port: 'out',
      sent,
      reply: stringifyJson(reply.body),
      externalId: reply.receipt?.externalId,
    } as const;
    return { message, onward, record };
  } catch (error) {
    return refused(step, message, error, leg, host, sent);
  }
}

function refused(step: PlannedStep, message: Message, error: unknown, leg: Leg, host: Host, sent?: string): Ended {
  const attempt = leg.from === step.node.id ? leg.attempt : 1;
  const verdict: Verdict = judge(
    error,
    { name: step.node.name, effect: step.effect },
    attempt,
    host.random(),
    step.retry,
  );
  const { trouble } = verdict;
  if (verdict.do === 'wait') {
    return {
      message,
      wait: { seconds: verdict.seconds, trouble },
      trouble,
      record: { ...at(step, message), state: 'in-flight', sent },
    };
  }
  if (!step.wired.has('error')) return { message, trouble, record: { ...at(step, message), state: 'parked', sent } };
  const body = { trouble: { ...trouble }, message: message.body } as unknown as Json;
  const onward = { port: 'error', message: child(message, step.node.id, 'error', 0, body) };
  return {
    message,
    onward,
    trouble,
    record: { ...at(step, message), state: 'passed', port: 'error', sent, reply: stringifyJson(body) },
  };
}

function remembered(step: PlannedStep, message: Message, before: Done): Ended {
  if (before.reply === null) return { message };
  return {
    message,
    onward: { port: before.port, message: child(message, step.node.id, before.port, 0, parseJson(before.reply)) },
  };
}

function record(step: PlannedStep, ended: Ended[], leg: Leg, append: Append): void {
  const waiting = ended.filter((one) => one.wait);
  for (const one of ended) {
    if (one.record) append.outcomes.push(one.record);
    if (one.record?.state === 'parked' && one.trouble)
      append.parked.push({ node: step.node.id, message: one.message, trouble: one.trouble });
  }
  if (waiting.length === 0) return;
  const node = step.node.id;
  const seconds = Math.max(...waiting.map((one) => one.wait?.seconds ?? 0));
  const messages = waiting.flatMap((one) => (one.wait ? [{ message: one.message, trouble: one.wait.trouble }] : []));
  const earlier = append.waits.find((wait) => wait.node === node);
  if (earlier) {
    earlier.seconds = Math.max(earlier.seconds, seconds);
    earlier.messages.push(...messages);
  } else append.waits.push({ node, attempt: (leg.from === node ? leg.attempt : 1) + 1, seconds, messages });
}

const at = (step: PlannedStep, message: Message) => ({ root: message.root, leg: message.id, node: step.node.id });

/** Maps in order, at most `atOnce` at a time. */
async function inParallel<T, R>(items: T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let at = 0;
  const lane = async () => {
    for (let i = at++; i < items.length; i = at++) results[i] = await work(items[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
