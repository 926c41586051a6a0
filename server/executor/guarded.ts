import type { Message, Parked, Trouble } from '#flow/run/message.ts';
import { type Append, effectKey, type Leg } from './host.ts';
import type { Order } from './order.ts';
import type { PlannedStep } from './plan.ts';

/**
 * Looks at messages before a pure step computes with them. What it says may differ from one moment to the next, so it is
 * written before anything is built on it, and a leg that is resumed goes by what was written.
 */
export type Guard = (batch: Message[], of: { version: number; again: boolean }) => Promise<Held>;

/** What is not let through. A message that waits is in time looked at again; that is no try. */
export interface Held {
  parked: Parked[];
  waits: { message: Message; trouble: Trouble; seconds: number }[];
}

export interface Looked extends Held {
  through: Message[];
  /** On record as parked here already. */
  before: number;
}

export const letThrough = (batch: Message[]): Looked => ({ through: batch, parked: [], waits: [], before: 0 });

/** @param written how the step ended is in the journal: nobody is asked a second time */
export async function lookedAt(
  { node }: PlannedStep,
  guard: Guard,
  batch: Message[],
  leg: Leg,
  written: boolean,
): Promise<Looked> {
  if (leg.mode !== 'live') return letThrough(batch);
  const stateOf = (message: Message) => leg.done.get(effectKey(message.id, node.id));
  const open = batch.filter((message) => stateOf(message)?.state !== 'parked');
  const before = batch.length - open.length;
  const again = leg.kind !== 'origin' && leg.from === node.id;
  const held: Held = written
    ? {
        parked: open.flatMap((message) => (isDiverted(stateOf(message)) ? [{ message, trouble: known }] : [])),
        waits: [],
      }
    : await guard(open, { version: leg.version, again });
  const kept = new Set([...held.parked, ...held.waits].map(({ message }) => message.id));
  return { ...held, before, through: open.filter(({ id }) => !kept.has(id)) };
}

/** What a guard held up took the step's error port: so it is on record. */
export const diverted = { state: 'passed', port: 'error' } as const;

const isDiverted = (before: { state: string; port: string } | undefined): boolean =>
  before?.state === diverted.state && before.port === diverted.port;

/** Its words are in the journal. */
const known: Trouble = { class: 'drift', message: '', wayOut: '' };

/** What waits leaves the leg together, and comes back with as many tries as it had. */
export function letWait(step: PlannedStep, { waits }: Held, leg: Leg, order: Order, append: Append): void {
  const node = step.node.id;
  const attempt = leg.from === node ? leg.attempt : 1;
  for (const [seconds, of] of Map.groupBy(waits, (wait) => wait.seconds)) {
    for (const { message } of of) {
      order.trouble(message);
      append.outcomes.push({ root: message.root, leg: message.id, node, state: 'in-flight' });
    }
    const messages = of.map(({ message, trouble }) => ({ message, trouble }));
    append.waits.push({ node, attempt, seconds, messages });
  }
}
