import type { Node } from './node.ts';
import { AskReference, type Code, type Frame, unbound } from './world.ts';

/** Thrown at a part of an expression that is left to the reference. */
export class Unsupported {
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}

/** What compiles one node, for the parts that hold others. */
export interface Maker {
  code(node: Node, scope: Scope): Code;
  library: import('./library.ts').Library;
  /** Names of the library's functions the expression calls: no variable from outside may have one of them. */
  calls: Set<string>;
}

export interface Slot {
  index: number;
  /** Set where the variable holds a function; such a variable is called or handed on, nothing else. */
  isFunction: boolean;
  /** A function is not called before it is all compiled: none calls itself, and so none runs for ever. */
  isReady: boolean;
}

/** The variables one frame will hold, known before anything runs. */
export class Scope {
  readonly outer: Scope | undefined;
  readonly isLambda: boolean;
  private readonly slots = new Map<string, Slot>();

  constructor(outer?: Scope, isLambda = false) {
    this.outer = outer;
    this.isLambda = isLambda;
  }

  get size(): number {
    return this.slots.size;
  }

  /** A name bound twice is one variable. It may not be a function the one time and a value the other. */
  declare(name: string, isFunction = false): Slot {
    const known = this.slots.get(name);
    if (known && (known.isFunction || isFunction)) throw new Unsupported(`$${name} is bound twice`);
    const slot = known ?? { index: this.slots.size, isFunction, isReady: !isFunction };
    this.slots.set(name, slot);
    return slot;
  }

  find(name: string): { slot: Slot; hops: number } | undefined {
    let hops = 0;
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) {
      const slot = scope.slots.get(name);
      if (slot) return { slot, hops };
      hops += 1;
    }
    return undefined;
  }

  /** How many frames out the lambda around is. */
  hopsToLambda(): number | undefined {
    let hops = 0;
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) {
      if (scope.isLambda) return hops;
      hops += 1;
    }
    return undefined;
  }
}

export function frameAt(frame: Frame, hops: number): Frame {
  let at = frame;
  for (let left = hops; left > 0; left--) at = at.outer as Frame;
  return at;
}

/** Reads a variable. One that is read before it is bound may be another's further out: the reference knows. */
export function slotReader(slot: Slot, hops: number): (frame: Frame) => unknown {
  const { index } = slot;
  return (frame) => {
    const value = frameAt(frame, hops).values[index];
    if (value === unbound) throw new AskReference('a variable is read before it is bound');
    return value;
  };
}
