import type { Node } from './node.ts';
import type { Maker, Scope } from './scope.ts';
import { emptySequence, isNumber, push, sequenceOf, truth } from './values.ts';
import { type Frame, spend } from './world.ts';

export type Filter = (value: unknown, frame: Frame) => unknown;

/** `[…]` behind a step: an index, counted from the end where negative, or a condition for each element. */
export function filterOf(maker: Maker, predicate: Node, scope: Scope): Filter {
  if (predicate.type === 'number') return elementAt(Math.floor(predicate.value as number));
  const condition = maker.code(predicate, scope);
  return (value, frame) => {
    const list = Array.isArray(value) ? value : [value];
    const kept = emptySequence();
    spend(frame.world, list.length);
    for (let index = 0; index < list.length; index++) {
      const answer = condition(list[index], frame);
      if (answer === true) push(kept, list[index], frame.world);
      else if (answer === false || answer === undefined) continue;
      else if (isNumber(answer)) {
        if (isAt(answer, index, list.length)) push(kept, list[index], frame.world);
      } else if (Array.isArray(answer) && answer.every(isNumber)) {
        for (const one of answer) if (isAt(one, index, list.length)) push(kept, list[index], frame.world);
      } else if (truth(answer)) push(kept, list[index], frame.world);
    }
    return kept;
  };
}

function elementAt(wanted: number): Filter {
  return (value) => {
    const list = Array.isArray(value) ? value : [value];
    const element: unknown = list[wanted < 0 ? list.length + wanted : wanted];
    if (element === undefined) return emptySequence();
    return Array.isArray(element) ? element : sequenceOf(element);
  };
}

function isAt(wanted: number, index: number, length: number): boolean {
  const whole = Math.floor(wanted);
  return (whole < 0 ? length + whole : whole) === index;
}
