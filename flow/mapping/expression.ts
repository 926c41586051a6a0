import jsonata from 'jsonata';
import { isNumeric, type Json, type JsonObject } from '../json.ts';
import { Fault, type Found } from './found.ts';
import { type Given, mappingFunctions } from './functions.ts';
import { assign, depthLimit } from './path.ts';
import { type Ast, type Read, readsOf } from './reads.ts';

/** Per evaluation: milliseconds, depth of JSONata's own evaluation, elements of one sequence. */
const limits = { timeout: 1000, stack: 300, sequence: 100_000 };

/** What an expression sees. The values are copies made for JSONata: it marks arrays it passes through. */
export interface Sight {
  item: Json;
  root: Json;
  /** The element of the loop around this one; the body at the top. */
  parent: Json;
  index: number;
  given: Given;
}

export interface Expression {
  reads: Read[];
  evaluate(sight: Sight): Promise<Found>;
}

/** Why an expression cannot be used at all. `position` is a character of the code, counted from 1. */
export interface Unusable {
  message: string;
  position?: number;
}

export const isUnusable = (expression: Expression | Unusable): expression is Unusable => !('evaluate' in expression);

/** Parses an expression once, for any number of evaluations. */
export function prepareExpression(code: string): Expression | Unusable {
  if (code.trim() === '') return { message: 'The expression is empty.' };
  try {
    const expression = jsonata(code, limits);
    const ast = expression.ast() as unknown as Ast;
    const slow = slowPattern(ast);
    if (slow) return { message: `The pattern /${slow}/ repeats a repetition and could take forever.` };
    for (const { name, implementation, signature } of ours) {
      expression.registerFunction(name, implementation as Implementation, signature);
    }
    return { reads: readsOf(ast), evaluate: (sight) => inTurn(() => evaluate(expression, sight)) };
  } catch (thrown) {
    const { message, position } = thrown as Partial<jsonata.JsonataError>;
    return { message: sentence(message ?? 'The expression cannot be read'), position };
  }
}

let turn: Promise<unknown> = Promise.resolve();

/** One evaluation at a time: JSONata measures its limit by the clock, so others at work meanwhile would use it up. */
function inTurn(work: () => Promise<Found>): Promise<Found> {
  const done = turn.then(work);
  turn = done;
  return done;
}

async function evaluate(expression: jsonata.Expression, { item, given, ...names }: Sight): Promise<Found> {
  try {
    builtIn ??= await jsonata('$toMillis').evaluate(null);
    const bindings = { ...given.variables, zone: given.zone, ...names, [givenName]: given };
    return plain(await expression.evaluate(item, bindings), depthLimit);
  } catch (thrown) {
    const { message, position } = thrown as Partial<jsonata.JsonataError>;
    const words = sentence((message ?? String(thrown)).slice(0, 300));
    const at = position === undefined ? '' : ` It stopped near character ${position}.`;
    return new Fault(
      `the expression failed: ${words}${at}`,
      'Correct the message, or let the expression allow for such a value.',
    );
  }
}

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);

/** No variable can have this name, so expressions do not see it. */
const givenName = 'what is given';

type Focus = jsonata.Focus;
type Implementation = (this: Focus, ...values: unknown[]) => unknown;
interface BuiltIn {
  implementation: (this: unknown, ...values: unknown[]) => unknown;
}
let builtIn: BuiltIn | undefined;

const givenOf = (focus: Focus): Given => focus.environment.lookup(givenName) as Given;

/** Our functions, and JSONata's own that would ask a clock, chance or the machine's time zone. */
const ours: { name: string; signature?: string; implementation: (this: Focus, ...values: never[]) => unknown }[] = [
  ...mappingFunctions.map(({ name, signature, call }) => ({
    name,
    signature,
    implementation(this: Focus, ...values: (Json | undefined)[]) {
      return call(givenOf(this), ...values);
    },
  })),
  {
    name: 'now',
    signature: '<s?s?:s>',
    implementation(this: Focus, picture?: string, zone?: string) {
      const { now } = givenOf(this);
      if (picture === undefined) return new Date(now).toISOString();
      const fromMillis = this.environment.lookup('fromMillis') as BuiltIn;
      return fromMillis.implementation.call(this, Date.parse(now), picture, zone);
    },
  },
  {
    name: 'millis',
    signature: '<:n>',
    implementation(this: Focus) {
      return Date.parse(givenOf(this).now);
    },
  },
  {
    name: 'toMillis',
    signature: '<s-s?:n>',
    implementation(this: Focus, text?: string, picture?: string) {
      const timestamp = new Date(givenOf(this).now);
      const focus = { ...this, environment: { ...this.environment, timestamp } };
      const zoned = picture === undefined && text && /T[\d:.]+$/.test(text) ? `${text}Z` : text;
      return builtIn?.implementation.call(focus, zoned, picture);
    },
  },
  ...['random', 'shuffle', 'eval'].map((name) => ({
    name,
    implementation() {
      throw new Error(`$${name} is not available: a mapping must give the same result every time it runs`);
    },
  })),
];

/** JSONata's result as plain JSON: no marks on arrays, no functions, nothing shared with the source. */
function plain(value: unknown, levels: number): Found {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? value
      : new Fault('the expression gives no number', 'Check for a division by zero.');
  }
  if (typeof value !== 'object' || '_jsonata_function' in value || '_jsonata_lambda' in value) {
    return new Fault('the expression gives a function', 'Call it: write its arguments in brackets behind it.');
  }
  if (levels === 0) return new Fault(`the result is nested deeper than ${depthLimit} levels`, 'Give less of it.');
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (const element of value) {
      const part = plain(element, levels - 1);
      if (part instanceof Fault) return part;
      if (part !== undefined) list.push(part as Json);
    }
    return list;
  }
  const object: JsonObject = {};
  for (const [name, field] of Object.entries(value)) {
    const part = plain(field, levels - 1);
    if (part instanceof Fault) return part;
    if (part !== undefined) assign(object, name, part as Json);
  }
  return object;
}

/** A value as JSONata may have it: a copy, decimals as doubles. `undefined`: nested too deep. */
export function forJsonata(value: Json, copies: WeakMap<object, Json>, levels = depthLimit): Json | undefined {
  if (isNumeric(value)) return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return undefined;
  const copy: Json[] | JsonObject = Array.isArray(value) ? [] : {};
  for (const name of Object.keys(value)) {
    const field = (value as JsonObject)[name];
    if (field === undefined) continue;
    const part = forJsonata(field, copies, levels - 1);
    if (part === undefined) return undefined;
    if (Array.isArray(copy)) copy.push(part);
    else assign(copy, name, part);
  }
  copies.set(value, copy);
  return copy;
}

/** The source of a regular expression in the code that repeats a repetition, such as `(a+)+`: it could run for years. */
function slowPattern(node: unknown): string | undefined {
  if (node instanceof RegExp) return repeatsRepetition(node.source) ? node.source : undefined;
  if (typeof node !== 'object' || node === null) return undefined;
  for (const part of Object.values(node)) {
    const slow = slowPattern(part);
    if (slow !== undefined) return slow;
  }
  return undefined;
}

function repeatsRepetition(source: string): boolean {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const groups: boolean[] = [];
  for (let at = 0; at < bare.length; at++) {
    const char = bare[at];
    if (char === '(') groups.push(false);
    const repeats = char === '*' || char === '+' || (char === '{' && /^\{\d*,/.test(bare.slice(at)));
    if ((repeats || char === '|') && groups.length > 0) groups[groups.length - 1] = true;
    if (char === ')') {
      const inner = groups.pop() ?? false;
      const repeated = /^(?:[*+]|\{\d*,)/.test(bare.slice(at + 1));
      if (inner && repeated) return true;
      if (inner && groups.length > 0) groups[groups.length - 1] = true;
    }
  }
  return false;
}
