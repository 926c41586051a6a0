import { orderKey, orderOf } from '#flow/run/lane.ts';
import type { Message } from '#flow/run/message.ts';
import type { Begun } from './begun.ts';
import type { Append, Leg, Wait } from './host.ts';

/**
 * How a leg keeps the order of its messages: once one of a key waits or is parked, those that came after it stay behind
 * it, at the step that they have reached. Of a leg that keeps no order, nothing is ever in trouble here.
 */
export interface Order {
  /** What this message is kept in order by; undefined: nothing. */
  key(message: Message): string | undefined;
  /** This message waits, is parked, or stands behind another. */
  trouble(message: Message): void;
  /** It must stay behind one that came earlier, at this step; not where it was there already before the worker died. */
  behind(message: Message, node?: string): boolean;
  /** The batch in rounds: messages of one key that came at different times are in different rounds. */
  rounds(batch: Message[]): Message[][];
  /** These messages as legs that are held, one per key. */
  hold(node: string, attempt: number, messages: Message[]): Wait[];
  /** Says of all that leaves this leg in trouble which key it holds. */
  mark(append: Append): Append;
}

const free: Order = {
  key: () => undefined,
  trouble: () => {},
  behind: () => false,
  rounds: (batch) => [batch],
  hold: () => [],
  mark: (append) => append,
};

export function orderIn(leg: Leg, begun: Begun = () => false): Order {
  const order = orderOf(leg.lane);
  if (order === 'none' && leg.holdKey === undefined) return free;
  const place = new Map(leg.messages.map((message, i) => [message.root, i]));
  const keys = new Map(leg.messages.map((message) => [message.root, leg.holdKey ?? orderKey(order, message.key)]));
  const keyOf = (message: Message) => keys.get(message.root);
  const placeOf = (message: Message) => place.get(message.root) ?? 0;
  /** By key: the place of the first message in trouble; before all of them where another leg holds it. */
  const troubled = new Map<string, number>([...(leg.heldKeys ?? [])].map((key) => [key, -1]));

  const behind = (message: Message, node?: string) => {
    const key = keyOf(message);
    if (key === undefined || placeOf(message) <= (troubled.get(key) ?? Number.POSITIVE_INFINITY)) return false;
    return node === undefined || !begun(message, node);
  };
  return {
    key: keyOf,
    behind,
    trouble(message) {
      const key = keyOf(message);
      if (key === undefined) return;
      troubled.set(key, Math.min(placeOf(message), troubled.get(key) ?? Number.POSITIVE_INFINITY));
    },
    rounds(batch) {
      const turns = new Map<string, Message[][]>();
      const rounds: Message[][] = [];
      // By two ways the parts of one message come apart from each other.
      for (const message of batch.toSorted((a, b) => placeOf(a) - placeOf(b))) {
        const key = keyOf(message);
        const mine = key === undefined ? [] : (turns.get(key) ?? []);
        const last = mine.at(-1);
        if (last?.[0]?.root === message.root) last.push(message);
        else mine.push([message]);
        if (key === undefined) at(rounds, 0).push(message);
        else turns.set(key, mine);
      }
      for (const mine of turns.values()) for (const [i, turn] of mine.entries()) at(rounds, i).push(...turn);
      return rounds;
    },
    hold: (node, attempt, messages) =>
      [...Map.groupBy(messages, keyOf)].map(([holdKey, of]) => ({
        ...{ node, attempt, seconds: 0, kind: 'onward', held: true, holdKey },
        messages: of.map((message) => ({ message })),
      })),
    mark: (append) => ({
      ...append,
      waits: append.waits.flatMap((wait) =>
        wait.kind === 'onward'
          ? [wait]
          : [...Map.groupBy(wait.messages, ({ message }) => keyOf(message))].map(([holdKey, messages]) => ({
              ...wait,
              holdKey,
              messages,
            })),
      ),
      parked: append.parked.map((one) => ({ ...one, holdKey: keyOf(one.message) })),
    }),
  };
}

function at(rounds: Message[][], i: number): Message[] {
  for (let n = rounds.length; n <= i; n++) rounds.push([]);
  return rounds[i] as Message[];
}
