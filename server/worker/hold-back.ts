import type { Event } from '#flow/run/events.ts';
import type { Message, Trouble } from '#flow/run/message.ts';
import { Rejected, Retryable, Unauthorized } from '../connectors/contract.ts';
import { type Append, emptyAppend, type Host, type Leg } from '../executor/host.ts';
import { orderIn } from '../executor/order.ts';
import type { Plan } from '../executor/plan.ts';
import { judge } from '../executor/trouble.ts';
import { blamesData, codeOf } from '../journal/blame.ts';

/**
 * For a leg that could not begin, because a system that it has to ask first (for the zone of its dates) is busy or
 * refuses: its messages wait, or are parked, at the step where they would begin, as an effect's would.
 * @throws the error itself when it is none of the connectors' own classes
 */
export async function holdBack(error: unknown, plan: Plan, leg: Leg, host: Host): Promise<void> {
  const step = plan.steps.get(leg.from);
  const expected = error instanceof Retryable || error instanceof Rejected || error instanceof Unauthorized;
  if (!expected || !step) throw error;
  const node = leg.from;
  const verdict = judge(error, { name: step.node.name, effect: 'read' }, leg, host.random(), step.retry);
  const { trouble } = verdict;
  const n = leg.messages.length;
  const now = host.now();
  const append = emptyAppend();
  const order = orderIn(leg);
  // What is parked holds back what came after it; what waits, waits together.
  const behind = leg.messages.filter((message) => {
    if (order.behind(message)) return true;
    if (verdict.do === 'park') order.trouble(message);
    return false;
  });
  const mine = leg.messages.filter((message) => !behind.includes(message));
  const tried: Extract<Event, { type: 'step-finished' }> = {
    ...{ type: 'step-finished', node, at: now, ms: 0, in: n, out: {}, filtered: 0, parked: 0, samples: [] },
    waiting: behind.length,
    words: trouble.message,
    trouble: trouble.class,
  };
  if (verdict.do === 'wait' && mine.length > 0) {
    tried.waiting = n;
    tried.dueAt = now + verdict.seconds * 1000;
    const messages = mine.map((message) => ({ message, trouble }));
    append.waits.push({ node, attempt: leg.attempt + (verdict.tried ? 1 : 0), seconds: verdict.seconds, messages });
  } else if (verdict.do === 'park') {
    tried.parked = mine.length;
    parkAll(leg, mine, trouble, append);
  }
  append.waits.push(...order.hold(node, leg.attempt, behind));
  const status = append.waits.length > 0 ? 'waiting' : 'done';
  const { worker } = host;
  append.events.push(
    { type: 'leg-started', at: now, worker, fence: leg.fence, attempt: leg.attempt, from: node, n, zone: 'UTC' },
    tried,
    { type: 'leg-finished', at: now, status },
  );
  append.finish = { status };
  append.connections = plan.connections;
  await host.append(leg, order.mark(append));
}

/** Tries of one leg that may end in an error of its own before a person has to look. */
const mostTries = 10;

/**
 * For a leg that fails at every try, for what it holds or by a bug of ours: after some tries its messages are parked where
 * it begins, so that nobody waits for it for ever and each can be retried by itself.
 * @returns whether they were parked; where not (too early, or the database or network is to blame), try again
 */
export async function giveUp(error: unknown, leg: Leg, host: Host): Promise<boolean> {
  if (leg.fence < mostTries || (codeOf(error) !== undefined && !blamesData(error))) return false;
  const last = error instanceof Error ? error.message : String(error);
  await parkLeg(leg, host, `This failed ${leg.fence} times in a way it should not. Last: ${last}`);
  return true;
}

async function parkLeg(leg: Leg, host: Host, words: string): Promise<void> {
  const append = emptyAppend();
  parkAll(
    leg,
    leg.messages,
    { class: 'bug', message: words, wayOut: 'Retry the message. If it fails again, report it with the words above.' },
    append,
  );
  append.events.push({ type: 'leg-finished', at: host.now(), status: 'failed', words });
  append.finish = { status: 'failed', words };
  append.disown = true;
  await host.append(leg, orderIn(leg).mark(append));
}

/**
 * For a leg whose workers ended again and again without a word, perhaps by what it holds: its messages go on one by one,
 * each as a leg of its own, and one that is alone already is parked. @returns whether the leg is done with
 */
export async function isolate(leg: Leg, host: Host): Promise<boolean> {
  const [message, ...more] = leg.messages;
  if (message === undefined) return false;
  if (more.length === 0) {
    await parkLeg(leg, host, `${leg.lost} workers ended while they ran this message.`);
    return true;
  }
  const order = orderIn(leg);
  const first = new Set<string>();
  const append = emptyAppend();
  for (const message of leg.messages) {
    const holdKey = order.key(message);
    const held = holdKey !== undefined && first.has(holdKey) ? true : undefined;
    if (holdKey !== undefined) first.add(holdKey);
    append.waits.push({
      ...{ node: leg.from, attempt: leg.attempt, seconds: 0, kind: 'onward', holdKey, held },
      messages: [{ message }],
    });
  }
  append.events.push({ type: 'leg-finished', at: host.now(), status: 'waiting' });
  append.finish = { status: 'waiting' };
  append.disown = true;
  await host.append(leg, append);
  return true;
}

function parkAll({ from: node }: Leg, messages: Message[], trouble: Trouble, append: Append): void {
  for (const message of messages) {
    append.outcomes.push({ root: message.root, leg: message.id, node, state: 'parked' });
    append.parked.push({ node, message, trouble });
  }
}
