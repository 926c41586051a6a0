import { preparerOf } from './arguments.ts';
import { higherOrder } from './higher-order.ts';
import type { Callable } from './lambda.ts';
import type { LibraryFunction } from './library.ts';
import { type Maker, Unsupported } from './scope.ts';
import { searches } from './text-search.ts';
import { isSequence } from './values.ts';
import { AskReference, type Frame, Refused, spend, tooLong, type World } from './world.ts';

/** These ask the clock, chance or the parser; compiled only where a function of ours has taken their place. */
const worldly = new Set(['now', 'millis', 'toMillis', 'random', 'shuffle', 'eval']);

/** The library's functions that take functions or patterns. */
export const isHigherOrder = (name: string): boolean => name in higherOrder;
export const isSearch = (name: string): boolean => name in searches;

/** A function of the library by its name, its arguments checked as the reference checks them. */
export function libraryCall(maker: Maker, name: string): Callable {
  const found = maker.library.find(name);
  if (!found) throw new Unsupported(`$${name}, which is no function here`);
  const isAdded = maker.library.added.some((added) => added.name === name);
  if (worldly.has(name) && !isAdded) throw new Unsupported(`$${name}`);
  maker.calls.add(name);
  const prepare = preparerOf(found);
  const run = (isAdded ? undefined : (higherOrder[name] ?? searches[name])) ?? implementationOf(found);
  const call = (values: unknown[], caller: unknown, { world }: Frame): unknown => run(world, prepare(values, caller));
  return Object.assign(call, { arity: found.implementation.length });
}

function implementationOf({ implementation }: LibraryFunction): (world: World, values: unknown[]) => unknown {
  return (world, values) => {
    let work = 1;
    for (const value of values) {
      if (typeof value === 'string') work += value.length >> 6;
      else if (Array.isArray(value)) work += value.length >> 3;
    }
    spend(world, work);
    const result = implementation.apply(world.focus, values);
    if (typeof result === 'string') spend(world, result.length >> 4);
    if (result instanceof Promise) throw new AskReference('a function has to be waited for');
    if (isSequence(result) && (result as unknown[]).length > world.sequence) throw new Refused(tooLong);
    return result;
  };
}
