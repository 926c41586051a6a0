import { edgesTo } from '#flow/graph.ts';
import { stringifyJson } from '#flow/json.ts';
import type { BodySample, Event } from '#flow/run/events.ts';
import { apply, emptyLeg, type LegState } from '#flow/run/fold.ts';
import { backlogLane } from '#flow/run/lane.ts';
import type { Message, Outputs, Trouble } from '#flow/run/message.ts';
import { next } from '#flow/run/next.ts';
import type { Action, Given } from '../connectors/contract.ts';
import { begunIn } from './begun.ts';
import { type Ended, runEffect } from './effect.ts';
import { letThrough, lookedAt } from './guarded.ts';
import { type Append, effectKey, emptyAppend, type Host, type Leg, type Pen } from './host.ts';
import { type Order, orderIn } from './order.ts';
import type { Plan, PlannedStep } from './plan.ts';
import { computed, pure, type Ran } from './pure-step.ts';

/** Messages per step whose bodies are kept to look at, and how long each may be. */
const samplesKept = 5;
const sampleLength = 64_000;

type StepFinished = Extract<Event, { type: 'step-finished' }>;

/**
 * Interprets one leg of a run to its end: `state = fold(journal)`, `next(flow, state)`, run the step on its batch,
 * journal it. After a crash the same leg is interpreted again from its start: pure steps compute what they computed
 * before, recorded effects answer from the record, and what is in the journal already is not journaled twice.
 * @throws LeaseLost when another worker took the leg over
 */
export async function execute(plan: Plan, leg: Leg, host: Host): Promise<void> {
  const known = new Set(leg.history.flatMap((event) => (settles(event) ? [event.node] : [])));
  const before = leg.history.find((event) => event.type === 'leg-started');
  const zone = before?.zone ?? (await host.zone(leg));
  const given: Given = { now: leg.acceptedAt, zone };
  const outputs = new Map<string, Outputs>();
  const order = orderIn(leg, begunIn(plan, leg));
  const pen = createPen(plan, leg, host, order);
  let state: LegState = emptyLeg();
  let failed: string | undefined;

  const journal = (event: Event) => {
    state = apply(state, event);
    if (!settles(event) || !known.has(event.node)) pen.append.events.push(event);
  };
  journal({
    type: 'leg-started',
    at: host.now(),
    worker: host.worker,
    fence: leg.fence,
    attempt: leg.attempt,
    from: leg.from,
    n: leg.messages.length,
    zone,
  });

  const going = new Map<string, Promise<void>>();

  async function run(node: string): Promise<void> {
    const step = plan.steps.get(node);
    if (!step) throw new Error(`The plan has no step ${node}, though the graph leads there.`);
    // Who waits, and who goes on in which company, is written before the next effect builds on it.
    if (step.does.kind === 'action') await (hasEffects(plan, pen.append) ? pen.flush() : pen.written());
    const { batch, behind } = arriving(step, node === leg.from ? leg.messages : inbox(plan, node, outputs), leg, order);
    const started = host.now();
    // What a pure step parks or filters was written with its event; a person may have decided on it since.
    const written = known.has(node) && step.does.kind !== 'action';
    const own = written ? { ...pen, append: emptyAppend() } : pen;
    const ran = await runStep(step, batch, given, leg, host, own, order, written);
    if (behind.length > 0) stayBehind(step, behind, leg, order, pen.append);
    ran.waiting += behind.length;
    outputs.set(node, ran.outputs);
    if (ran.trouble?.class === 'bug') failed ??= ran.trouble.message;
    journal(finished(step, batch.length + behind.length, ran, started, host));
    // A sibling may take long: what this one did shall not be in doubt for so long.
    if (going.size > 1 && pen.append.outcomes.length > 0) await pen.flush();
  }

  for (;;) {
    const todo = next(plan.index, state);
    for (const node of todo.skip) journal({ type: 'step-skipped', node });
    for (const node of todo.ready) {
      if (!going.has(node))
        going.set(
          node,
          run(node).finally(() => going.delete(node)),
        );
    }
    if (todo.skip.length > 0) continue;
    if (going.size === 0) break;
    try {
      await Promise.race(going.values());
    } catch (error) {
      await Promise.allSettled(going.values());
      throw error;
    }
  }

  const waiting = [...state.steps.values()].some((step) => step.status === 'waiting');
  const status = failed ? 'failed' : waiting ? 'waiting' : 'done';
  journal({ type: 'leg-finished', at: host.now(), status, ...(failed ? { words: failed } : {}) });
  pen.append.finish = { status, ...(failed ? { words: failed } : {}) };
  await pen.flush();
}

/** Whether it holds what effects came to, who stays behind, or whom a guard let through: what computing again would not find again. */
function hasEffects({ steps }: Plan, { outcomes, events }: Append): boolean {
  return (
    outcomes.some(({ state, node }) => state === 'in-flight' || steps.get(node)?.does.kind === 'action') ||
    events.some((event) => event.type === 'step-finished' && isGuarded(steps.get(event.node)))
  );
}

const isGuarded = (step: PlannedStep | undefined): boolean =>
  step?.does.kind === 'step' && step.does.guard !== undefined;

/** Collects what the branches of a leg are to write; their writes go out one after another. `written`: all that went out is durable. */
function createPen(plan: Plan, leg: Leg, host: Host, order: Order): Pen & { written(): Promise<void> } {
  const append = emptyAppend();
  let writing: Promise<void> = Promise.resolve();
  return {
    append,
    flush() {
      const out = order.mark({ ...append });
      Object.assign(append, emptyAppend());
      writing = writing.then(() => host.append(leg, { ...out, connections: plan.connections }));
      return writing;
    },
    written: () => writing,
  };
}

/** Of what came to a step: what it takes on, and what must stay behind an earlier message of its key. */
function arriving(step: PlannedStep, came: Message[], leg: Leg, order: Order): { batch: Message[]; behind: Message[] } {
  const batch: Message[] = [];
  const behind: Message[] = [];
  for (const message of came) {
    const before = leg.done.get(effectKey(message.id, step.node.id));
    if (before?.state === 'in-flight' || before?.state === 'parked') order.trouble(message);
    const gone = before?.elsewhere || (before?.state === 'in-flight' && step.does.kind !== 'action');
    if (gone) continue;
    if (order.behind(message, step.node.id)) behind.push(message);
    else batch.push(message);
  }
  return { batch, behind };
}

function stayBehind(step: PlannedStep, messages: Message[], leg: Leg, order: Order, append: Append): void {
  const node = step.node.id;
  for (const message of messages) {
    order.trouble(message);
    append.outcomes.push({ root: message.root, leg: message.id, node, state: 'in-flight' });
  }
  append.waits.push(...order.hold(node, leg.from === node ? leg.attempt : 1, messages));
}

/** Events that say how a step ended; each is journaled once per leg. */
function settles(event: Event): event is Extract<Event, { type: 'step-finished' | 'step-skipped' }> {
  return event.type === 'step-finished' || event.type === 'step-skipped';
}

/** What arrives at a step, in the order of its edges. A message that comes unchanged by two branches is one message. */
function inbox(plan: Plan, node: string, outputs: Map<string, Outputs>): Message[] {
  const arrived = edgesTo(plan.index, node).flatMap((edge) => outputs.get(edge.from.node)?.[edge.from.port] ?? []);
  return [...new Map(arrived.map((message) => [message.id, message])).values()];
}

async function runStep(
  step: PlannedStep,
  batch: Message[],
  given: Given,
  leg: Leg,
  host: Host,
  pen: Pen,
  order: Order,
  written: boolean,
): Promise<Ran> {
  const { does } = step;
  switch (does.kind) {
    case 'trigger':
      return computed(
        step,
        letThrough(batch),
        { outputs: { out: batch }, filtered: [], parked: [] },
        leg,
        pen.append,
        order,
      );
    case 'action':
      if (step.node.lane && step.node.id !== leg.from) return ownBacklog(step, batch, leg, order, pen.append);
      return inRounds(step, does.action, batch, given, leg, host, pen, order);
    case 'step': {
      const held = does.guard ? await lookedAt(step, does.guard, batch, leg, written) : letThrough(batch);
      const result = await pure(() => does.run(held.through, given), step, held.through);
      return computed(step, held, result, leg, pen.append, order);
    }
    case 'broken': {
      const trouble: Trouble = {
        class: 'bug',
        message: does.reason,
        wayOut: 'Open the flow, mend the step, publish, then retry the message.',
      };
      const parked = batch.map((message) => ({ message, trouble }));
      return computed(step, letThrough(batch), { outputs: {}, filtered: [], parked }, leg, pen.append, order);
    }
  }
}

/** An effect on a batch, one round after another: what came later does not overtake what waits or is parked. */
async function inRounds(
  step: PlannedStep,
  action: Action,
  batch: Message[],
  given: Given,
  leg: Leg,
  host: Host,
  pen: Pen,
  order: Order,
): Promise<Ran> {
  const ended: Ended[] = [];
  const behind: Message[] = [];
  for (const round of order.rounds(batch)) {
    const turn = round.filter((message) => !order.behind(message, step.node.id));
    behind.push(...round.filter((message) => order.behind(message, step.node.id)));
    if (turn.length === 0) continue;
    const done = await runEffect(step, action, turn, given, leg, host, pen);
    for (const one of done) if (one.wait || one.record?.state === 'parked') order.trouble(one.message);
    ended.push(...done);
  }
  if (behind.length > 0) stayBehind(step, behind, leg, order, pen.append);
  const ran = effectRan(step, ended, pen.append);
  ran.waiting += behind.length;
  return ran;
}

/** A step with a backlog of its own: the messages leave for it, and nobody waits for them here. */
function ownBacklog(step: PlannedStep, batch: Message[], leg: Leg, order: Order, append: Append): Ran {
  const node = step.node.id;
  const atOnce = step.node.lane?.atOnce ?? 1;
  const fresh = batch.filter((message) => !leg.done.get(effectKey(message.id, node)));
  for (const message of fresh) append.outcomes.push({ root: message.root, leg: message.id, node, state: 'in-flight' });
  const lanes = Map.groupBy(fresh, (message) => backlogLane(node, atOnce, order.key(message), message.id));
  for (const [lane, of] of lanes)
    append.waits.push({
      node,
      attempt: 1,
      seconds: 0,
      kind: 'onward',
      lane,
      messages: of.map((message) => ({ message })),
    });
  return { outputs: {}, filtered: 0, parked: 0, waiting: batch.length };
}

function effectRan(step: PlannedStep, ended: Awaited<ReturnType<typeof runEffect>>, append: Append): Ran {
  const outputs: Outputs = {};
  const ran: Ran = { outputs, filtered: 0, parked: 0, waiting: 0 };
  for (const one of ended) {
    // Waiting for its turn is no trouble, where another met some.
    if (!ran.trouble || ran.trouble.class === 'limit') ran.trouble = one.trouble ?? ran.trouble;
    if (one.wait || one.left === 'in-flight') {
      ran.waiting += 1;
      if (one.wait) ran.waitSeconds = Math.min(ran.waitSeconds ?? Number.POSITIVE_INFINITY, one.wait.seconds);
    } else if (one.left !== undefined || one.record?.state === 'parked') ran.parked += 1;
    if (!one.onward) continue;
    const { port, message } = one.onward;
    outputs[port] = [...(outputs[port] ?? []), message];
    const ends = !step.wired.has(port) && step.effect === 'read';
    if (ends) append.outcomes.push({ root: message.root, leg: message.id, node: step.node.id, state: 'filtered' });
  }
  return ran;
}

function finished(step: PlannedStep, n: number, ran: Ran, started: number, host: Host): StepFinished {
  const now = host.now();
  const out = Object.fromEntries(Object.entries(ran.outputs).map(([port, messages]) => [port, messages.length]));
  const event: StepFinished = {
    type: 'step-finished',
    node: step.node.id,
    at: started,
    ms: now - started,
    in: n,
    out,
    filtered: ran.filtered,
    parked: ran.parked,
    waiting: ran.waiting,
    samples: step.does.kind === 'step' && host.keepsSamples?.() !== false ? samples(ran.outputs) : [],
  };
  if (ran.waitSeconds !== undefined) event.dueAt = now + ran.waitSeconds * 1000;
  if (ran.trouble) {
    event.words = ran.trouble.message;
    event.trouble = ran.trouble.class;
  }
  return event;
}

function samples(outputs: Outputs): BodySample[] {
  const first = Object.entries(outputs).flatMap(([port, messages]) =>
    messages.slice(0, samplesKept).map((message) => ({ port, message })),
  );
  return first.slice(0, samplesKept).flatMap(({ port, message }) => {
    const body = stringifyJson(message.body);
    return body.length > sampleLength ? [] : [{ message: message.id, root: message.root, port, body }];
  });
}
