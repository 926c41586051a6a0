/** What a compiled expression is: a closure over its parts. `undefined` is JSONata's “nothing”. */
export type Code = (input: unknown, frame: Frame) => unknown;

/** One evaluation. */
export interface World {
  /** `$$`: the input as it came, before a list is wrapped. */
  input: unknown;
  /** Variables from outside, by name. */
  names: Readonly<Record<string, unknown>>;
  /** Work that is left before the evaluation is ended: about one per element looked at. */
  steps: number;
  /** Elements a sequence may hold. */
  sequence: number;
  /** `this` of the library's functions. */
  focus: object;
}

/** The variables of a block that names some, or of one call of a lambda. */
export class Frame {
  readonly world: World;
  readonly values: unknown[];
  readonly outer: Frame | undefined;
  /** Of a lambda's frame: what its caller saw as context. A function called last in the lambda sees the same. */
  readonly caller: unknown;

  constructor(world: World, values: unknown[], outer?: Frame, caller?: unknown) {
    this.world = world;
    this.values = values;
    this.outer = outer;
    this.caller = caller;
  }
}

/** A variable of the frame that has no value yet. */
export const unbound = Symbol('unbound');

/** What JSONata itself refuses. The reference says so at length; here the code is enough. */
export class Refused {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** Thrown where going on would mean to guess what the reference does: it is asked instead. */
export class AskReference {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

export const tooLong = 'D2015';
export const tooMuchWork = 'D1012';

/** Takes work off what is left. @throws Refused */
export function spend(world: Pick<World, 'steps'>, steps: number): void {
  world.steps -= steps;
  if (world.steps < 0) throw new Refused(tooMuchWork);
}
