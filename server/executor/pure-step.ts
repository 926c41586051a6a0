import type { Message, Outputs, StepResult, Trouble } from '#flow/run/message.ts';
import { diverted, type Looked, letWait } from './guarded.ts';
import type { Append, Leg, Outcome } from './host.ts';
import type { Order } from './order.ts';
import type { PlannedStep } from './plan.ts';

/** What a step came to, as its event in the journal says. */
export interface Ran {
  outputs: Outputs;
  filtered: number;
  parked: number;
  waiting: number;
  waitSeconds?: number;
  trouble?: Trouble;
}

/** What a pure step came to, of what its guard let through. At once: half of it is never written. */
export function computed(
  step: PlannedStep,
  held: Looked,
  result: StepResult,
  leg: Leg,
  append: Append,
  order: Order,
): Ran {
  const { through, parked } = held;
  const from = append.outcomes.length;
  const came = parked.length === 0 ? through : [...through, ...parked.map(({ message }) => message)];
  const ran = pureRan(step, came, { ...result, parked: [...parked, ...result.parked] }, append, order);
  if (step.wired.has('error'))
    for (const { message } of parked)
      append.outcomes.push({ root: message.root, leg: message.id, node: step.node.id, ...diverted });
  if (leg.kind !== 'origin' && step.node.id === leg.from) goOn(step, came, append, append.outcomes.slice(from));
  letWait(step, held, leg, order, append);
  ran.trouble ??= held.waits[0]?.trouble;
  ran.parked += held.before;
  ran.waiting += held.waits.length;
  return ran;
}

/** Messages that stood held at a pure step are on their way again; of those that it ended just now, that is on record. */
function goOn(step: PlannedStep, batch: Message[], append: Append, ended: Outcome[]): void {
  const known = new Set(ended.map((outcome) => outcome.leg));
  for (const { root, id } of batch)
    if (!known.has(id)) append.outcomes.push({ root, leg: id, node: step.node.id, state: 'passed' });
}

/** A pure step that throws has a bug; its batch is parked, nothing vanishes. */
export async function pure(
  run: () => StepResult | Promise<StepResult>,
  step: PlannedStep,
  batch: Message[],
): Promise<StepResult> {
  try {
    const result = await run();
    balance(step, batch, result);
    return result;
  } catch (error) {
    const trouble: Trouble = {
      class: 'bug',
      message: `“${step.node.name}” failed in a way it should not: ${error instanceof Error ? error.message : String(error)}`,
      wayOut: 'Change the step and publish, then retry the message.',
    };
    return { outputs: {}, filtered: [], parked: batch.map((message) => ({ message, trouble })) };
  }
}

function pureRan(step: PlannedStep, batch: Message[], result: StepResult, append: Append, order: Order): Ran {
  const node = step.node.id;
  const roots = new Map(batch.map((message) => [message.id, message.root]));
  const { kept, stray } = routed(step, result);
  for (const { message, trouble } of result.parked) {
    if (step.wired.has('error')) {
      append.diverted.push({ node, trouble: trouble.class });
      continue;
    }
    order.trouble(message);
    append.outcomes.push({ root: message.root, leg: message.id, node, state: 'parked' });
    append.parked.push({ node, message, trouble });
  }
  for (const id of result.filtered)
    append.outcomes.push({ root: roots.get(id) ?? id, leg: id, node, state: 'filtered' });
  for (const message of stray) append.outcomes.push({ root: message.root, leg: message.id, node, state: 'filtered' });
  const parked = step.wired.has('error') ? 0 : result.parked.length;
  return {
    outputs: kept,
    filtered: result.filtered.length + stray.length,
    parked,
    waiting: 0,
    trouble: result.parked[0]?.trouble,
  };
}

/** Parked messages take the `error` port where it is wired. What leaves by a port without an edge ends here, as filtered. */
function routed(step: PlannedStep, result: StepResult): { kept: Outputs; stray: Message[] } {
  const kept: Outputs = {};
  const stray: Message[] = [];
  for (const [port, messages] of Object.entries(result.outputs)) {
    if (step.wired.has(port)) kept[port] = messages;
    else stray.push(...messages);
  }
  if (step.wired.has('error') && result.parked.length > 0) {
    kept.error = result.parked.map(({ message }) => ({
      ...message,
      id: `${message.id}/${step.node.id}.error.0`,
      parents: [message.id],
    }));
  }
  return { kept, stray };
}

/** Lineage is conserved: every input is the parent of an output, or filtered, or parked. @throws when a step loses a message */
function balance(step: PlannedStep, batch: Message[], result: StepResult): void {
  const accounted = new Set(result.filtered);
  for (const { message } of result.parked) accounted.add(message.id);
  for (const message of Object.values(result.outputs).flat()) {
    accounted.add(message.id);
    for (const parent of message.parents) accounted.add(parent);
  }
  const lost = batch.filter((message) => !accounted.has(message.id));
  if (lost.length > 0)
    throw new Error(`“${step.node.name}” lost ${lost.length} of ${batch.length} messages, the first ${lost[0]?.id}.`);
}
