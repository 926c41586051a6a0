import type { Node } from './node.ts';
import { type Maker, Scope, Unsupported } from './scope.ts';
import { Frame } from './world.ts';

/**
 * A function ready to be called, from the frame it is called in. `caller` is what its caller sees as context, which stands
 * in for an argument left out. `arity` is how many arguments it looks at. The list of arguments is its own from then on.
 */
export interface Callable {
  (values: unknown[], caller: unknown, frame: Frame): unknown;
  arity: number;
}

/** What a call at the very end of a lambda gave: nothing on the way out touches it. */
export class LastCall {
  readonly result: unknown;

  constructor(result: unknown) {
    this.result = result;
  }
}

/** `function($a, $b){…}`: what it sees besides its parameters is what stood around it where it was written. */
export function lambdaOf(maker: Maker, node: Node, scope: Scope): (input: unknown, frame: Frame) => Callable {
  if (node.signature || node.thunk || !node.body) throw new Unsupported('a function with a signature');
  if (node.predicate || node.group || node.keepArray) throw new Unsupported('a filter on a function');
  const inner = new Scope(scope, true);
  const slots = (node.arguments ?? []).map((parameter) => inner.declare(String(parameter.value)).index);
  const body = maker.code(node.body, inner);
  const { size } = inner;
  // Then the list of arguments, which is made for the call, can hold the variables: one beyond it is nothing, too.
  const isPlain = slots.every((slot, index) => slot === index);
  return (input, around) => {
    const call: Callable = (values, caller) => {
      const own = isPlain ? values : new Array<unknown>(size);
      if (!isPlain) for (let index = 0; index < slots.length; index++) own[slots[index]!] = values[index];
      const result = body(input, new Frame(around.world, own, around, caller));
      return result instanceof LastCall ? result.result : result;
    };
    call.arity = slots.length;
    return call;
  };
}
