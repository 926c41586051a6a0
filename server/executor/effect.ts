import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { child, type Message, type Trouble } from '#flow/run/message.ts';
import { type Action, type Given, HeldBack, type StepContext } from '../connectors/contract.ts';
import {
  type Append,
  type Done,
  effectKey,
  type Host,
  LeaseLost,
  type Leg,
  type Outcome,
  type OutcomeState,
  type Pen,
  type Way,
} from './host.ts';
import type { PlannedStep } from './plan.ts';
import { judge, outcomeUnknown, type Tries } from './trouble.ts';

/** What became of one message at a step with an effect. */
export interface Ended {
  message: Message;
  /** The message that goes on, by its port. */
  onward?: { port: string; message: Message };
  /** In flight: it waits. `tried`: for another try; otherwise for its first, or for the one that was not sent. */
  wait?: { seconds: number; tried: boolean; trouble: Trouble };
  trouble?: Trouble;
  record?: Outcome;
  /** It had left the leg here already, before a crash: so the record says. */
  left?: OutcomeState;
}

/**
 * Runs an action on a batch, a few messages at once. A message whose effect is recorded is never sent again. Before an
 * unsafe effect its intent is written, so that after a crash nobody sends it blindly a second time. What is to be written
 * is put into the pen; what became of each message is returned.
 * @throws LeaseLost also before an effect that may be repeated: others may have sent by now what comes after it
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
      await leased(leg, host);
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
      if (step.effect === 'unsafe') await leased(leg, host);
      else if (leaseLeft(host, leg) <= 0) throw new LeaseLost(leg);
      return perform(step, action, message, outside, leg, host, pen.append);
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

/**
 * A lease lasts 10 s, a request up to 30 s and longer, so no lease can be had that surely outlives it. What can be had is
 * that renewal, every 3 s from a thread, is alive as the request begins: then 5 s are left or more. Should it end later,
 * whoever takes over finds the intent and asks a person; nothing is sent twice.
 * @throws LeaseLost when it does not come back to life
 */
async function leased(leg: Leg, host: Host): Promise<void> {
  for (let left = leaseLeft(host, leg); left < leaseEnough; left = leaseLeft(host, leg)) {
    if (left <= 0) throw new LeaseLost(leg);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const leaseEnough = 5000;
const leaseLeft = (host: Host, leg: Leg): number => host.leaseLeft?.(leg) ?? leaseEnough;

type Outside = { ctx: StepContext; way: Way } | { refusal: unknown };

async function context(step: PlannedStep, given: Given, leg: Leg, host: Host): Promise<Outside> {
  const { node } = step;
  let base: Way;
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
  return { ctx, way: base };
}

async function perform(
  step: PlannedStep,
  action: Action,
  message: Message,
  outside: { ctx: StepContext; way: Way },
  leg: Leg,
  host: Host,
  append: Append,
): Promise<Ended> {
  const own = outside.way.begin?.(step.node.id);
  const ctx = { ...outside.ctx, ...own?.ctx };
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
    return refused(step, message, error, leg, host, error instanceof HeldBack && !error.maybeSent ? undefined : sent);
  } finally {
    own?.end();
  }
}

/** How far the step has come with the messages of this leg. */
const triesOf = (step: PlannedStep, leg: Leg): Tries => (leg.from === step.node.id ? leg : { attempt: 1 });

function refused(step: PlannedStep, message: Message, error: unknown, leg: Leg, host: Host, sent?: string): Ended {
  const about = { name: step.node.name, effect: step.effect };
  const verdict = judge(error, about, triesOf(step, leg), host.random(), step.retry);
  const { trouble } = verdict;
  if (verdict.do === 'wait') {
    const { seconds, tried } = verdict;
    return {
      message,
      wait: { seconds, tried, trouble },
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

/** `retried`: it was parked as a whole after this step had done its work, which counts as done again. */
function remembered(step: PlannedStep, message: Message, before: Done): Ended {
  const { port, reply } = before;
  // A read that nothing follows ended here, and its answer was not kept.
  if (reply === null && before.state !== 'filtered') return { message, left: before.state };
  const state = step.effect === 'read' || port === 'error' ? 'passed' : 'delivered';
  return {
    message,
    onward: { port, message: child(message, step.node.id, port, 0, reply === null ? null : parseJson(reply)) },
    record:
      before.state === 'retried'
        ? { ...at(step, message), state, port, reply: reply ?? undefined, again: true }
        : undefined,
  };
}

function record(step: PlannedStep, ended: Ended[], leg: Leg, append: Append): void {
  for (const one of ended) {
    if (one.record) append.outcomes.push(one.record);
    if (one.record?.port === 'error' && one.trouble)
      append.diverted.push({ node: step.node.id, trouble: one.trouble.class });
    if (one.record?.state === 'parked' && one.trouble)
      append.parked.push({ node: step.node.id, message: one.message, trouble: one.trouble });
  }
  wait(step, ended, leg, append);
}

/**
 * What waits for another try comes back together. What waits for its turn comes back as its turn comes, in groups of
 * those that are due at about the same time, and its tries stay as they are.
 */
function wait(step: PlannedStep, ended: Ended[], leg: Leg, append: Append): void {
  const waits = ended.flatMap(({ message, wait }) => (wait ? [{ message, wait }] : []));
  const again = Math.max(...waits.map(({ wait }) => (wait.tried ? wait.seconds : 0)));
  for (const { message, wait } of waits) {
    wait.seconds = wait.tried ? again : rounded(wait.seconds);
    const { attempt: before } = triesOf(step, leg);
    const attempt = wait.tried ? before + 1 : before;
    const same = append.waits.find(
      (one) =>
        one.node === step.node.id &&
        one.kind === undefined &&
        one.attempt === attempt &&
        (wait.tried || one.seconds === wait.seconds),
    );
    if (same) {
      same.seconds = Math.max(same.seconds, wait.seconds);
      same.messages.push({ message, trouble: wait.trouble });
    } else {
      const messages = [{ message, trouble: wait.trouble }];
      append.waits.push({ node: step.node.id, attempt, seconds: wait.seconds, messages });
    }
  }
}

/** To the second in the next minute, to ten in the next hour, to the minute later: not a leg for every message of a long queue. */
function rounded(seconds: number): number {
  const grain = seconds < 60 ? 1 : seconds < 3600 ? 10 : 60;
  return Math.ceil(seconds / grain) * grain;
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
