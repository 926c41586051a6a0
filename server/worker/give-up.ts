import type { Message, Trouble } from '#flow/run/message.ts';
import { type Append, effectKey, emptyAppend, type Host, type Leg } from '../executor/host.ts';
import { orderIn } from '../executor/order.ts';
import { outcomeUnknown } from '../executor/trouble.ts';
import { blamesData, codeOf } from '../journal/blame.ts';

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

/**
 * For a leg whose workers ended again and again without a word, perhaps by what it holds: its messages go on one by one,
 * each as a leg of its own, and one that is alone already is parked. So is one that an unsafe step may have sent: the leg
 * that it would go on in knows nothing of that. @returns whether the leg is done with
 */
export async function isolate(leg: Leg, host: Host): Promise<boolean> {
  if (leg.messages.length === 0) return false;
  if (leg.messages.length === 1) {
    await parkLeg(leg, host, `${leg.lost} workers ended while they ran this message.`);
    return true;
  }
  const order = orderIn(leg);
  const append = emptyAppend();
  for (const message of inHand(leg)) {
    const begun = begunAt(leg, message);
    if (begun !== undefined)
      parkAll(leg, [message], () => outcomeUnknown(begun, 'The worker ended meanwhile.'), append);
    else {
      const held = order.behind(message) || undefined;
      append.waits.push({
        ...{ node: leg.from, attempt: leg.attempt, seconds: 0, kind: 'onward', holdKey: order.key(message), held },
        messages: [{ message }],
      });
    }
    order.trouble(message);
  }
  const status = append.waits.length > 0 ? 'waiting' : 'done';
  append.events.push({ type: 'leg-finished', at: host.now(), status });
  append.finish = { status };
  append.disown = true;
  await host.append(leg, order.mark(append));
  return true;
}

async function parkLeg(leg: Leg, host: Host, words: string): Promise<void> {
  const append = emptyAppend();
  const wayOut = 'Retry the message. If it fails again, report it with the words above.';
  const trouble = (message: Message): Trouble => {
    const begun = begunAt(leg, message);
    return begun === undefined ? { class: 'bug', message: words, wayOut } : outcomeUnknown(begun, words);
  };
  parkAll(leg, inHand(leg), trouble, append);
  append.events.push({ type: 'leg-finished', at: host.now(), status: 'failed', words });
  append.finish = { status: 'failed', words };
  append.disown = true;
  await host.append(leg, orderIn(leg).mark(append));
}

/** Those of a leg that did not leave it before: for another leg, for a person, or because a person cancelled them. */
export function inHand(leg: Leg): Message[] {
  return leg.messages.filter((message) => {
    const before = leg.done.get(effectKey(message.id, leg.from));
    return before === undefined || (!before.elsewhere && goesOn.has(before.state));
  });
}

const goesOn: ReadonlySet<string> = new Set(['delivered', 'passed', 'retried']);

/** The unsafe step that was about to send this message, or something made of it, and did not come to say how that ended. */
function begunAt({ history, done }: Leg, { id }: Message): string | undefined {
  for (const event of history) {
    if (event.type !== 'effects-intended') continue;
    const open = event.messages.some(
      (one) => (one === id || one.startsWith(`${id}/`)) && !done.has(effectKey(one, event.node)),
    );
    if (open) return event.node;
  }
  return undefined;
}

/** Parks messages where their leg begins. What the step there had done stays on record, so that a retry does not do it again. */
export function parkAll(leg: Leg, messages: Message[], trouble: (message: Message) => Trouble, append: Append): void {
  const { from: node } = leg;
  for (const message of messages) {
    const before = leg.done.get(effectKey(message.id, node));
    const did = before?.reply == null ? {} : { port: before.port, reply: before.reply };
    append.outcomes.push({ root: message.root, leg: message.id, node, state: 'parked', ...did });
    append.parked.push({ node, message, trouble: trouble(message) });
  }
}
