import jsonata from 'jsonata';
import { boundRanges } from './bounds.ts';
import { type Compiled, compileJsonata } from './compile.ts';
import { addTo, type Library } from './library.ts';
import type { Node } from './node.ts';
import { PatientRegExp } from './regex.ts';
import { isSequence, type List, sequenceOf } from './values.ts';
import { AskReference, Frame, Refused, tooLong, tooMuchWork, type World } from './world.ts';

export interface Limits {
  /** Milliseconds. Compiled code cannot ask the clock; it counts its work, of which this many milliseconds hold so much. */
  timeout: number;
  /** Of the reference's own calls. Compiled code does not nest deeper than the expression is written. */
  stack: number;
  /** Elements a sequence may hold. Absent: as many as memory. */
  sequence?: number;
}

/** An expression, parsed once for any number of evaluations. Values go in and come out as JSONata has them. */
export interface PreparedJsonata {
  ast: Node;
  /** What in it is left to the reference; absent when it is compiled. */
  unsupported?: string;
  /**
   * The compiled expression alone. Leaves its input as it is. @throws Refused, AskReference, or what a function throws: then
   * the reference says what is to be said
   * @param meter what several evaluations may do together
   */
  run?: (input: unknown, names: Names, meter?: Meter) => unknown;
  /** The reference alone. It marks lists it passes through, so it wants a copy. Rejects with its own errors. */
  reference(input: unknown, names: Names): Promise<unknown>;
  /** Compiled where that goes, else by the reference. @throws as the reference does */
  evaluate(input: unknown, names: Names): unknown;
}

/** Work that is left, in steps of which `workPerMillisecond` take about a millisecond. Evaluations take theirs off it. */
export interface Meter {
  left: number;
}

/** Variables from outside. */
export type Names = Readonly<Record<string, unknown>>;

export const workPerMillisecond = 20_000;

/** @throws JsonataError what the parser has to say */
export function prepareJsonata(code: string, library: Library, limits: Limits): PreparedJsonata {
  const options = { ...limits, RegexEngine: PatientRegExp as unknown as RegExpConstructor };
  const expression = jsonata(code, options);
  const ast = expression.ast() as unknown as Node;
  const compiled = compileJsonata(ast, library);
  let isReady = false;
  const reference = (input: unknown, names: Names): Promise<unknown> => {
    if (!isReady) {
      addTo(expression, library.added);
      boundRanges(expression, limits.sequence ?? Number.POSITIVE_INFINITY);
      isReady = true;
    }
    return expression.evaluate(input, names);
  };
  if ('unsupported' in compiled) return { ast, reference, evaluate: reference, unsupported: compiled.unsupported };
  const run = runnerOf(compiled, library, limits);
  const evaluate = (input: unknown, names: Names): unknown => {
    try {
      return run(input, names);
    } catch (thrown) {
      const limit = limitReached(thrown, limits);
      if (limit) throw limit;
      return reference(input, names);
    }
  };
  return { ast, run, reference, evaluate };
}

/** What to say when compiled code came to a limit: the reference would only take long to come to it too. */
export function limitReached(thrown: unknown, limits: Limits): Partial<jsonata.JsonataError> | undefined {
  if (!(thrown instanceof Refused)) return undefined;
  if (thrown.code === tooMuchWork) return { code: thrown.code, message: 'It takes too long and was stopped' };
  if (thrown.code === tooLong)
    return { code: thrown.code, message: `A list in it grew beyond ${limits.sequence} elements` };
  return undefined;
}

function runnerOf({ code, calls }: Compiled, library: Library, limits: Limits): NonNullable<PreparedJsonata['run']> {
  const called = [...calls];
  // One for all evaluations: each is over before the next begins, and nothing of it is kept.
  const world = new Evaluation(library, limits);
  const frame = new Frame(world, []);
  return (input, names, meter) => {
    for (let index = 0; index < called.length; index++) {
      if (Object.hasOwn(names, called[index]!)) throw new AskReference('a variable has a function’s name');
    }
    world.begin(input, names, meter);
    const before = world.steps;
    try {
      return code(Array.isArray(input) && !isSequence(input) ? wrapped(input) : input, frame);
    } finally {
      if (meter) meter.left -= before - world.steps + 1;
      world.begin(undefined, noNames);
    }
  };
}

const noNames: Names = {};

function wrapped(input: unknown[]): List {
  const list = sequenceOf(input);
  list.outerWrapper = true;
  return list;
}

class Evaluation implements World {
  input: unknown;
  names: Names;
  steps: number;
  readonly sequence: number;
  readonly focus: Focus;
  private readonly library: Library;
  private readonly work: number;

  constructor(library: Library, limits: Limits) {
    this.input = undefined;
    this.names = noNames;
    this.work = limits.timeout * workPerMillisecond;
    this.steps = this.work;
    this.sequence = limits.sequence ?? Number.POSITIVE_INFINITY;
    this.library = library;
    this.focus = new Focus(this);
  }

  begin(input: unknown, names: Names, meter?: Meter): void {
    this.input = input;
    this.names = names;
    this.steps = meter && meter.left < this.work ? meter.left : this.work;
  }

  lookup(name: string): unknown {
    return Object.hasOwn(this.names, name) ? this.names[name] : this.library.find(name);
  }
}

/** What the library's functions find as `this`. */
class Focus {
  readonly environment: Evaluation;
  readonly options: { sequence: number };
  readonly createSequence = sequenceOf;

  constructor(evaluation: Evaluation) {
    this.environment = evaluation;
    this.options = evaluation;
  }
}
