import type { Handed } from './higher-order.ts';
import { type Callable, LastCall, lambdaOf } from './lambda.ts';
import { isHigherOrder, isSearch, libraryCall, quickCall } from './library-call.ts';
import type { Node } from './node.ts';
import { frameAt, type Maker, type Scope, slotReader, Unsupported } from './scope.ts';
import { matcherOf } from './text-search.ts';
import type { Code, Frame } from './world.ts';

/** `$name(…)`, or a call of a lambda. */
export function callOf(maker: Maker, node: Node, scope: Scope): Code {
  const name = libraryName(node.procedure, scope);
  const parts = node.arguments ?? [];
  if (name && !isHigherOrder(name) && parts.every((part) => isValue(maker, part, scope))) {
    const code = quickCall(
      maker,
      name,
      parts.map((part) => maker.code(part, scope)),
    );
    if (code) return code;
  }
  const callable = callableOf(maker, node.procedure as Node, scope);
  const values = valuesOf(maker, node, scope, () => null);
  return (input, frame) => callable(input, frame)(values(input, frame), input, frame);
}

/** `value ~> $name(…)`: the value is the first argument. `value ~> $name`: the only one. */
export function applyOf(maker: Maker, node: Node, scope: Scope): Code {
  const first = maker.code(node.lhs as Node, scope);
  const right = node.rhs as Node;
  if (right.predicate || right.group) throw new Unsupported('a filter on what is applied');
  if (right.type !== 'function') {
    const callable = callableOf(maker, right, scope);
    return (input, frame) => {
      const value = first(input, frame);
      return callable(input, frame)([value], null, frame);
    };
  }
  const callable = callableOf(maker, right.procedure as Node, scope);
  const values = valuesOf(maker, right, scope, () => null);
  return (input, frame) => {
    const value = first(input, frame);
    return callable(input, frame)([value, ...values(input, frame)], input, frame);
  };
}

/**
 * A call at the very end of a lambda. The reference makes it once the lambda is left: its result is taken as it comes, and
 * what counts as context is what the lambda's caller saw.
 */
export function tailCallOf(maker: Maker, node: Node, scope: Scope): Code {
  const hops = scope.hopsToLambda();
  if (hops === undefined) throw new Unsupported('a last call outside a function');
  const isSort = node.procedure?.value === 'sort';
  const hands = (part: Node) => isFunction(maker, part, scope) && (isSort || part.type === 'variable');
  if (node.arguments?.some(hands)) throw new Unsupported('a function handed on by a last call');
  const callable = callableOf(maker, node.procedure as Node, scope);
  const values = valuesOf(maker, node, scope, (input) => input);
  return (input, frame) => {
    const result = callable(input, frame)(values(input, frame), frameAt(frame, hops).caller, frame);
    return Array.isArray(result) ? new LastCall(result) : result;
  };
}

/** Arguments. Functions and patterns may only stand where the function called is known to want one. */
function valuesOf(
  maker: Maker,
  { procedure, arguments: parts = [] }: Node,
  scope: Scope,
  callerOfHanded: (input: unknown) => unknown,
): (input: unknown, frame: Frame) => unknown[] {
  const name = libraryName(procedure, scope) ?? '';
  const codes = parts.map((part): Code => {
    const isBare = !part.predicate && !part.group && !part.keepArray;
    if (part.value instanceof RegExp && isSearch(name) && isBare) {
      const matcher = matcherOf(part);
      return () => matcher;
    }
    if (!isFunction(maker, part, scope)) return maker.code(part, scope);
    if (!isHigherOrder(name) || !isBare) throw new Unsupported('a function as a value');
    const callable = callableOf(maker, part, scope);
    return (input, frame) => handed(callable(input, frame), callerOfHanded(input), frame);
  });
  return (input, frame) => {
    const values = new Array<unknown>(codes.length);
    for (let index = 0; index < codes.length; index++) values[index] = codes[index]!(input, frame);
    return values;
  };
}

function handed(callable: Callable, caller: unknown, frame: Frame): Handed {
  const call: Handed = (values) => callable(values, caller, frame);
  call.arity = callable.arity;
  return call;
}

function libraryName(procedure: Node | undefined, scope: Scope): string | undefined {
  if (procedure?.type !== 'variable' || procedure.predicate || procedure.group || procedure.keepArray) return undefined;
  return scope.find(String(procedure.value)) ? undefined : String(procedure.value);
}

const isValue = (maker: Maker, node: Node, scope: Scope): boolean =>
  node.type !== 'regex' && !isFunction(maker, node, scope);

function isFunction(maker: Maker, node: Node, scope: Scope): boolean {
  if (node.type === 'lambda') return true;
  if (node.type !== 'variable') return false;
  return scope.find(String(node.value))?.slot.isFunction ?? isLibraryName(maker, node, scope);
}

const isLibraryName = (maker: Maker, node: Node, scope: Scope): boolean =>
  node.type === 'variable' &&
  scope.find(String(node.value)) === undefined &&
  maker.library.find(String(node.value)) !== undefined;

/** What is called: a lambda written here, one that a variable holds, or a function of the library. */
function callableOf(maker: Maker, procedure: Node, scope: Scope): (input: unknown, frame: Frame) => Callable {
  if (procedure.predicate || procedure.group || procedure.keepArray) throw new Unsupported('a filter on a function');
  if (procedure.type === 'lambda') return lambdaOf(maker, procedure, scope);
  if (procedure.type !== 'variable') throw new Unsupported('a call of what is no function’s name');
  const found = scope.find(String(procedure.value));
  if (found) {
    if (!found.slot.isFunction) throw new Unsupported('a call of what a variable holds');
    if (!found.slot.isReady) throw new Unsupported('a function that may call itself');
    const read = slotReader(found.slot, found.hops);
    return (_, frame) => read(frame) as Callable;
  }
  const callable = libraryCall(maker, String(procedure.value));
  return () => callable;
}
