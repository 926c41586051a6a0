import { preparerOf, type Takes, takersFor } from './arguments.ts';
import { distinctOf } from './distinct.ts';
import { higherOrder } from './higher-order.ts';
import type { Callable } from './lambda.ts';
import type { LibraryFunction } from './library.ts';
import { type Quick, quicker, unusual } from './quick.ts';
import { type Maker, Unsupported } from './scope.ts';
import { searches } from './text-search.ts';
import { isSequence } from './values.ts';
import { AskReference, type Code, Refused, spend, tooLong, type World } from './world.ts';

/** These ask the clock, chance or the parser; compiled only where a function of ours has taken their place. */
const worldly = new Set(['now', 'millis', 'toMillis', 'random', 'shuffle', 'eval']);

/** Of the reference's own, these look at what called them. */
const looking = new Set(['keys', 'lookup', 'append', 'spread', 'each']);

/** The library's functions that take functions or patterns. */
export const isHigherOrder = (name: string): boolean => name in higherOrder;
export const isSearch = (name: string): boolean => name in searches;

type Run = (world: World, values: unknown[]) => unknown;

const distinctRun: Run = (world, [list]) => distinctOf(list, world);

interface Named {
  found: LibraryFunction;
  quick?: Quick;
  arity: number;
  run: Run;
  /** Its code can be called on the spot. */
  isPlain: boolean;
  isLooking: boolean;
}

/** A function of the library by its name, its arguments checked as the reference checks them. */
export function libraryCall(maker: Maker, name: string): Callable {
  const { found, run, arity } = named(maker, name);
  const prepare = preparerOf(found);
  const call: Callable = (values, caller, { world }) => run(world, prepare(values, caller));
  call.arity = arity;
  return call;
}

/**
 * A call with one to three arguments that are values, which most are: no list of arguments is made as long as they are of
 * the types asked for. `undefined` where that cannot be.
 */
export function quickCall(maker: Maker, name: string, codes: Code[]): Code | undefined {
  const { found, quick, isPlain, isLooking } = named(maker, name);
  const takers = takersFor(found, codes.length);
  if (!takers || codes.length === 0 || codes.length > 3) return undefined;
  if (quick) return quickest(quick, libraryCall(maker, name), codes);
  if (!isPlain) return undefined;
  const { implementation } = found;
  const other = libraryCall(maker, name);
  const [first, second, third] = codes as [Code, Code?, Code?];
  const [takesFirst, takesSecond, takesThird] = takers as [Takes, Takes?, Takes?];
  const focusOf = isLooking ? (world: World) => world.focus : () => undefined;
  if (!second || !takesSecond) {
    return (input, frame) => {
      const value = first(input, frame);
      if (!takesFirst(value)) return other([value], input, frame);
      const { world } = frame;
      spend(world, workOf(value));
      return checked(world, implementation.call(focusOf(world), value));
    };
  }
  if (!third || !takesThird) {
    return (input, frame) => {
      const value = first(input, frame);
      const by = second(input, frame);
      if (!takesFirst(value) || !takesSecond(by)) return other([value, by], input, frame);
      const { world } = frame;
      spend(world, workOf(value) + workOf(by));
      return checked(world, implementation.call(focusOf(world), value, by));
    };
  }
  return (input, frame) => {
    const value = first(input, frame);
    const by = second(input, frame);
    const and = third(input, frame);
    if (!takesFirst(value) || !takesSecond(by) || !takesThird(and)) return other([value, by, and], input, frame);
    const { world } = frame;
    spend(world, workOf(value) + workOf(by) + workOf(and));
    return checked(world, implementation.call(focusOf(world), value, by, and));
  };
}

function quickest(quick: Quick, other: Callable, codes: Code[]): Code {
  const [first, second, third] = codes as [Code, Code?, Code?];
  return (input, frame) => {
    const value = first(input, frame);
    const by = second?.(input, frame);
    const and = third?.(input, frame);
    const result = quick(value, by, and);
    if (result !== unusual) return result;
    return other([value, by, and].slice(0, codes.length), input, frame);
  };
}

function named(maker: Maker, name: string): Named {
  const library = maker.library.find(name);
  if (!library) throw new Unsupported(`$${name}, which is no function here`);
  const isAdded = maker.library.added.some((added) => added.name === name);
  if (worldly.has(name) && !isAdded) throw new Unsupported(`$${name}`);
  maker.calls.add(name);
  const quick = isAdded ? undefined : quicker[name];
  const special = name === 'distinct' ? distinctRun : isAdded ? undefined : (higherOrder[name] ?? searches[name]);
  const { length: arity } = library.implementation;
  return {
    found: library,
    quick: quick?.(library),
    arity,
    run: special ?? runnerOf(library),
    isPlain: !special,
    isLooking: isAdded || looking.has(name),
  };
}

function runnerOf({ implementation }: LibraryFunction): Run {
  return (world, values) => {
    let work = 1;
    for (let index = 0; index < values.length; index++) work += workOf(values[index]);
    spend(world, work);
    return checked(world, implementation.apply(world.focus, values));
  };
}

function workOf(value: unknown): number {
  if (typeof value === 'string') return value.length >> 6;
  return Array.isArray(value) ? value.length >> 3 : 0;
}

function checked(world: World, result: unknown): unknown {
  if (typeof result === 'string') spend(world, result.length >> 4);
  else if (typeof result === 'object') {
    if (result instanceof Promise) throw new AskReference('a function has to be waited for');
    if (isSequence(result) && (result as unknown[]).length > world.sequence) throw new Refused(tooLong);
  }
  return result;
}
