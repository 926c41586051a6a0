import { downstream } from '#flow/graph.ts';
import type { Message } from '#flow/run/message.ts';
import { effectKey, type Leg } from './host.ts';
import type { Plan } from './plan.ts';

/** Whether this leg, before its worker died, did or began to do something with a message at a step or behind it. */
export type Begun = (message: Message, node: string) => boolean;

/** Of a leg that nobody ran before, nothing is. */
export function begunIn({ index }: Plan, { done, history }: Leg): Begun {
  if (done.size === 0 && history.length === 0) return () => false;
  const intended = history.flatMap((event) =>
    event.type === 'effects-intended' ? event.messages.map((id) => effectKey(id, event.node)) : [],
  );
  const own = [...done].flatMap(([key, { elsewhere }]) => (elsewhere ? [] : [key]));
  const keys = new Set([...own, ...intended]);
  return ({ id, root }, node) => {
    if (keys.has(effectKey(id, node))) return true;
    // Behind a step its parts may have been collected: there all that was made of the received message counts.
    const behind = downstream(index, [node]);
    return [...keys].some((key) => {
      const [at = '', one = ''] = key.split(' ');
      return behind.has(at) && (one === root || one.startsWith(`${root}/`));
    });
  };
}
