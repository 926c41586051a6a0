import { edgesTo } from '#flow/graph.ts';
import { stringifyJson } from '#flow/json.ts';
import type { BodySample, Event } from '#flow/run/events.ts';
import { apply, emptyLeg, type LegState } from '#flow/run/fold.ts';
import type { Message, Outputs, Trouble } from '#flow/run/message.ts';
import { next } from '#flow/run/next.ts';
import type { Given } from '../connectors/contract.ts';
import { runEffect } from './effect.ts';
import { type Append, effectKey, emptyAppend, type Host, type Leg, type Pen } from './host.ts';
import type { Plan, PlannedStep } from './plan.ts';

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
  const pen: Pen = {
    append: emptyAppend(),
    async flush() {
      const { append } = pen;
      pen.append = emptyAppend();
      await host.append(leg, append);
    },
  };
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

  for (let todo = next(plan.index, state); todo.ready.length + todo.skip.length > 0; todo = next(plan.index, state)) {
    for (const node of todo.skip) journal({ type: 'step-skipped', node });
    for (const node of todo.ready) {
      const step = plan.steps.get(node);
      if (!step) throw new Error(`The plan has no step ${node}, though the graph leads there.`);
      if (step.does.kind === 'action' && pen.append.outcomes.some((outcome) => outcome.reply !== undefined))
        await pen.flush();
      const came = node === leg.from ? leg.messages : inbox(plan, node, outputs);
      const batch = came.filter((message) => !leg.done.get(effectKey(message.id, node))?.elsewhere);
      const started = host.now();
      // What a pure step parks or filters was written with its event; a person may have decided on it since.
      const written = known.has(node) && step.does.kind !== 'action';
      const ran = await runStep(step, batch, given, leg, host, written ? { ...pen, append: emptyAppend() } : pen);
      outputs.set(node, ran.outputs);
      if (ran.trouble?.class === 'bug') failed ??= ran.trouble.message;
      journal(finished(step, batch, ran, started, host.now()));
    }
  }

  const waiting = [...state.steps.values()].some((step) => step.status === 'waiting');
  const status = failed ? 'failed' : waiting ? 'waiting' : 'done';
  journal({ type: 'leg-finished', at: host.now(), status, ...(failed ? { words: failed } : {}) });
  pen.append.finish = { status, ...(failed ? { words: failed } : {}) };
  await pen.flush();
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

interface Ran {
  outputs: Outputs;
  filtered: number;
  parked: number;
  waiting: number;
  waitSeconds?: number;
  trouble?: Trouble;
}

async function runStep(
  step: PlannedStep,
  batch: Message[],
  given: Given,
  leg: Leg,
  host: Host,
  pen: Pen,
): Promise<Ran> {
  const { does } = step;
  switch (does.kind) {
    case 'trigger':
      return pureRan(step, batch, { outputs: { out: batch }, filtered: [], parked: [] }, pen.append);
    case 'action':
      return effectRan(step, await runEffect(step, does.action, batch, given, leg, host, pen), pen.append);
    case 'step':
      return pureRan(step, batch, await pure(() => does.run(batch, given), step, batch), pen.append);
    case 'broken': {
      const trouble: Trouble = {
        class: 'bug',
        message: does.reason,
        wayOut: 'Open the flow, mend the step, publish, then retry the message.',
      };
      return pureRan(
        step,
        batch,
        { outputs: {}, filtered: [], parked: batch.map((message) => ({ message, trouble })) },
        pen.append,
      );
    }
  }
}

type Pure = { outputs: Outputs; filtered: string[]; parked: { message: Message; trouble: Trouble }[] };

/** A pure step that throws has a bug; its batch is parked, nothing vanishes. */
async function pure(run: () => Pure | Promise<Pure>, step: PlannedStep, batch: Message[]): Promise<Pure> {
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

function pureRan(step: PlannedStep, batch: Message[], result: Pure, append: Append): Ran {
  const node = step.node.id;
  const roots = new Map(batch.map((message) => [message.id, message.root]));
  const { kept, stray } = routed(step, result);
  for (const { message, trouble } of result.parked) {
    if (step.wired.has('error')) continue;
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
function routed(step: PlannedStep, result: Pure): { kept: Outputs; stray: Message[] } {
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

function effectRan(step: PlannedStep, ended: Awaited<ReturnType<typeof runEffect>>, append: Append): Ran {
  const outputs: Outputs = {};
  const ran: Ran = { outputs, filtered: 0, parked: 0, waiting: 0 };
  for (const one of ended) {
    ran.trouble ??= one.trouble;
    if (one.wait) {
      ran.waiting += 1;
      ran.waitSeconds = Math.max(ran.waitSeconds ?? 0, one.wait.seconds);
    } else if (one.record?.state === 'parked') ran.parked += 1;
    if (!one.onward) continue;
    const { port, message } = one.onward;
    outputs[port] = [...(outputs[port] ?? []), message];
    const ends = !step.wired.has(port) && step.effect === 'read';
    if (ends) append.outcomes.push({ root: message.root, leg: message.id, node: step.node.id, state: 'filtered' });
  }
  return ran;
}

/** Lineage is conserved: every input is the parent of an output, or filtered, or parked. @throws when a step loses a message */
function balance(step: PlannedStep, batch: Message[], result: Pure): void {
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

function finished(step: PlannedStep, batch: Message[], ran: Ran, started: number, now: number): StepFinished {
  const out = Object.fromEntries(Object.entries(ran.outputs).map(([port, messages]) => [port, messages.length]));
  const event: StepFinished = {
    type: 'step-finished',
    node: step.node.id,
    at: started,
    ms: now - started,
    in: batch.length,
    out,
    filtered: ran.filtered,
    parked: ran.parked,
    waiting: ran.waiting,
    samples: step.does.kind === 'step' ? samples(ran.outputs) : [],
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
