import type jsonata from 'jsonata';
import type { Json } from '../json.ts';
import type { Content } from './content.ts';
import { expressionLibrary, givenName } from './expression-functions.ts';
import { Fault, type Found } from './found.ts';
import type { Given } from './functions.ts';
import {
  type Limits,
  limitReached,
  type Meter,
  type Names,
  type PreparedJsonata,
  prepareJsonata,
} from './jsonata/prepare.ts';
import { slowPattern } from './jsonata/regex.ts';
import { plain } from './plain.ts';
import { type Ast, callsOf, type Read, readsOf } from './reads.ts';

/** Per evaluation: milliseconds, depth of JSONata's own evaluation, elements of one sequence. */
const limits: Limits = { timeout: 1000, stack: 300, sequence: 100_000 };

/** What an expression sees. */
export interface Sight {
  item: Json;
  root: Json;
  /** The element of the loop around this one; the body at the top. */
  parent: Json;
  index: number;
  given: Given;
  content: Content;
  /** Shared by all evaluations over one message. */
  meter?: Meter;
  /** The same part of the message as JSONata may change it, decimals as doubles. */
  copyOf(value: Json): Json;
}

export interface Expression {
  reads: Read[];
  /** Names of the functions it calls, each once. */
  calls: string[];
  /** What in it is left to the reference library, if anything is; then the result has to be waited for. */
  unsupported?: string;
  /** At once where it is compiled and nothing is wrong. Never throws or rejects. */
  evaluate(sight: Sight): Found | Promise<Found>;
}

/** Why an expression cannot be used at all. `position` is a character of the code, counted from 1. */
export interface Unusable {
  message: string;
  position?: number;
}

export const isUnusable = (expression: Expression | Unusable): expression is Unusable => !('evaluate' in expression);

const known = new Map<string, Expression | Unusable>();
const remembered = 2000;

/** Parses and compiles an expression once, for any number of evaluations. */
export function prepareExpression(code: string): Expression | Unusable {
  const before = known.get(code);
  if (before) return before;
  if (known.size >= remembered) known.clear();
  const prepared = prepare(code);
  known.set(code, prepared);
  return prepared;
}

function prepare(code: string): Expression | Unusable {
  if (code.trim() === '') return { message: 'The expression is empty.' };
  try {
    const jsonata = prepareJsonata(code, expressionLibrary, limits);
    const slow = slowPattern(jsonata.ast);
    if (slow) return { message: `The pattern /${slow}/ repeats a repetition and could take forever.` };
    const reads = readsOf(jsonata.ast as Ast);
    const calls = callsOf(jsonata.ast as Ast);
    return { reads, calls, unsupported: jsonata.unsupported, evaluate: (sight) => evaluate(jsonata, sight) };
  } catch (thrown) {
    const { message, position } = thrown as Partial<jsonata.JsonataError>;
    return { message: sentence(message ?? 'The expression cannot be read'), position };
  }
}

function evaluate(prepared: PreparedJsonata, sight: Sight): Found | Promise<Found> {
  const { run } = prepared;
  if (!run || sight.content === 'marked') return byReference(prepared, sight);
  const isCopied = sight.content !== 'plain';
  try {
    return plain(run(isCopied ? sight.copyOf(sight.item) : sight.item, namesOf(sight, isCopied), sight.meter));
  } catch (thrown) {
    const limit = limitReached(thrown, limits);
    return limit ? failure(limit) : byReference(prepared, sight);
  }
}

function namesOf(sight: Sight, isCopied: boolean): Names {
  const { root, parent, index, given } = sight;
  return {
    ...given.variables,
    zone: given.zone,
    root: isCopied ? sight.copyOf(root) : root,
    parent: isCopied ? sight.copyOf(parent) : parent,
    index,
    [givenName]: given,
  };
}

/** What compiled code refuses the reference refuses in its own words, and knows where. */
function byReference(prepared: PreparedJsonata, sight: Sight): Promise<Found> {
  return inTurn(() =>
    prepared.reference(sight.copyOf(sight.item), namesOf(sight, true)).then((value) => plain(value), failure),
  );
}

let turn: Promise<unknown> = Promise.resolve();

/** One evaluation at a time: JSONata measures its limit by the clock, so others at work meanwhile would use it up. */
function inTurn(work: () => Promise<Found>): Promise<Found> {
  const done = turn.then(work);
  turn = done;
  return done;
}

function failure(thrown: unknown): Fault {
  const { message, position } = (thrown ?? {}) as Partial<jsonata.JsonataError>;
  const words = sentence((message ?? String(thrown)).slice(0, 300));
  const at = position === undefined ? '' : ` It stopped near character ${position}.`;
  return new Fault(
    `the expression failed: ${words}${at}`,
    'Correct the message, or let the expression allow for such a value.',
  );
}

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);
