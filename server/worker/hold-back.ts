import type { Event } from '#flow/run/events.ts';
import { Rejected, Retryable, Unauthorized } from '../connectors/contract.ts';
import { emptyAppend, type Host, type Leg } from '../executor/host.ts';
import { orderIn } from '../executor/order.ts';
import type { Plan } from '../executor/plan.ts';
import { judge } from '../executor/trouble.ts';
import { inHand, parkAll } from './give-up.ts';

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
  const messages = inHand(leg);
  const n = messages.length;
  const now = host.now();
  const append = emptyAppend();
  const order = orderIn(leg);
  // What is parked holds back what came after it; what waits, waits together.
  const behind = messages.filter((message) => {
    if (order.behind(message)) return true;
    if (verdict.do === 'park') order.trouble(message);
    return false;
  });
  const mine = messages.filter((message) => !behind.includes(message));
  const tried: Extract<Event, { type: 'step-finished' }> = {
    ...{ type: 'step-finished', node, at: now, ms: 0, in: n, out: {}, filtered: 0, parked: 0, samples: [] },
    waiting: behind.length,
    words: trouble.message,
    trouble: trouble.class,
  };
  if (verdict.do === 'wait' && mine.length > 0) {
    tried.waiting = n;
    tried.dueAt = now + verdict.seconds * 1000;
    const attempt = leg.attempt + (verdict.tried ? 1 : 0);
    append.waits.push({
      node,
      attempt,
      seconds: verdict.seconds,
      messages: mine.map((message) => ({ message, trouble })),
    });
  } else if (verdict.do === 'park') {
    tried.parked = mine.length;
    parkAll(leg, mine, () => trouble, append);
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
