import { applyOf, callOf, tailCallOf } from './call.ts';
import { filterOf } from './filter.ts';
import { groupingOf } from './group.ts';
import { lambdaOf } from './lambda.ts';
import type { Library } from './library.ts';
import type { Node, Pair } from './node.ts';
import { binary, minus } from './operators.ts';
import { descendants, pathOf, wildcard } from './path.ts';
import { type Maker, Scope, slotReader, Unsupported } from './scope.ts';
import { append, fieldReader, type List, lookup, settled, truth } from './values.ts';
import { type Code, Frame, unbound } from './world.ts';

export interface Compiled {
  code: Code;
  /** Names of the library's functions it calls. */
  calls: ReadonlySet<string>;
}

/** How deeply an expression may be nested to be compiled; the reference then says what it thinks of deeper ones. */
const deepest = 90;

/** Makes closures of a syntax tree, or says what in it is left to the reference. */
export function compileJsonata(ast: Node, library: Library): Compiled | { unsupported: string } {
  const calls = new Set<string>();
  let depth = 0;
  const maker: Maker = {
    library,
    calls,
    code(node, scope) {
      depth += 1;
      if (depth > deepest) throw new Unsupported('an expression nested so deeply');
      const code = codeOf(maker, node, scope);
      depth -= 1;
      return code;
    },
  };
  try {
    return { code: maker.code(ast, new Scope()), calls };
  } catch (thrown) {
    if (thrown instanceof Unsupported) return { unsupported: thrown.what };
    throw thrown;
  }
}

/** A node with the filters and the grouping behind it. */
function codeOf(maker: Maker, node: Node, scope: Scope): Code {
  if (node.tuple || node.focus || node.index) throw new Unsupported('variables bound along a path');
  if (node.type === 'path') return pathOf(maker, node, scope);
  const bare = bareCodeOf(maker, node, scope);
  const isAsItIs = !node.predicate && !node.group && !node.keepArray;
  if (isAsItIs && !mayGiveSequence(maker, node, scope)) return bare;
  if (!isAsItIs && endsInCall(node)) throw new Unsupported('a filter around a function’s last call');
  const keep = node.keepArray;
  const whole = filteredBy(maker, node, scope, bare);
  if (!node.group) return (input, frame) => settled(whole(input, frame), keep);
  const grouping = groupingOf(maker, node.group.lhs, scope);
  return (input, frame) => grouping(whole(input, frame), frame);
}

/** Each time a value passes a node that may give a sequence, a sequence of one comes to be that one. */
function mayGiveSequence(maker: Maker, node: Node | undefined, scope: Scope): boolean {
  switch (node?.type) {
    case 'string':
    case 'number':
    case 'value':
    case 'unary':
      return false;
    case 'binary':
      return node.value === '..';
    case 'condition':
      return mayGiveSequence(maker, node.then, scope) || mayGiveSequence(maker, node.else, scope);
    case 'block':
      // What it binds may have the name of a function.
      return (
        node.expressions?.some(({ type }) => type === 'bind') || mayGiveSequence(maker, node.expressions?.at(-1), scope)
      );
    case 'function':
      return !givesScalar(maker, node, scope);
    default:
      return node !== undefined;
  }
}

/** A function of the library that is known to give a text, a number or true or false. */
function givesScalar(maker: Maker, { procedure }: Node, scope: Scope): boolean {
  if (procedure?.type !== 'variable' || scope.find(String(procedure.value))) return false;
  return /:[snb]>$/.test(maker.library.find(String(procedure.value))?.signature?.definition ?? '');
}

function filteredBy(maker: Maker, node: Node, scope: Scope, code: Code): Code {
  return (node.predicate ?? []).reduce<Code>((inner, stage) => {
    const filter = filterOf(maker, stage.expr, scope);
    return (input, frame) => filter(inner(input, frame), frame);
  }, code);
}

function endsInCall(node: Node | undefined): boolean {
  if (!node) return false;
  if (node.type === 'condition') return endsInCall(node.then) || endsInCall(node.else);
  return node.type === 'block' ? endsInCall(node.expressions?.at(-1)) : node.thunk === true;
}

function bareCodeOf(maker: Maker, node: Node, scope: Scope): Code {
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value': {
      const { value } = node;
      return () => value;
    }
    case 'name': {
      const read = fieldReader(String(node.value));
      return (input, frame) => lookup(input, read, frame.world);
    }
    case 'wildcard':
      return wildcard;
    case 'descendant':
      return descendants;
    case 'binary':
      return binary(maker, node, scope);
    case 'unary':
      if (node.value === '[') return arrayOf(maker, node, scope);
      return node.value === '{' ? groupingOf(maker, node.lhs as Pair[], scope) : minus(maker, node, scope);
    case 'condition':
      return condition(maker, node, scope);
    case 'block':
      return block(maker, node, scope);
    case 'variable':
      return variable(maker, String(node.value), scope);
    case 'function':
      return callOf(maker, node, scope);
    case 'apply':
      return applyOf(maker, node, scope);
    case 'lambda':
      if (node.thunk && node.body) return tailCallOf(maker, node.body, scope);
      throw new Unsupported('a function as a value');
    default:
      throw new Unsupported(unsupportedWords[node.type] ?? node.type);
  }
}

const unsupportedWords: Record<string, string> = {
  bind: 'a variable bound outside a block',
  regex: 'a pattern as a value',
  parent: 'the parent operator',
  partial: 'partial application',
  transform: 'a transformation',
};

function arrayOf(maker: Maker, node: Node, scope: Scope): Code {
  const items = (node.expressions ?? []).map((item) => ({
    code: maker.code(item, scope),
    isNested: item.value === '[',
  }));
  const isCons = node.consarray === true;
  return (input, frame) => {
    let list: List = [];
    for (let index = 0; index < items.length; index++) {
      const { code, isNested } = items[index]!;
      const value = code(input, frame);
      if (value === undefined) continue;
      if (isNested || !Array.isArray(value)) list.push(value);
      else list = append(list, value, frame.world);
    }
    if (isCons) Object.defineProperty(list, 'cons', { value: true });
    return list;
  };
}

function condition(maker: Maker, node: Node, scope: Scope): Code {
  const test = maker.code(node.condition as Node, scope);
  const yes = maker.code(node.then as Node, scope);
  const no = node.else && maker.code(node.else, scope);
  return (input, frame) => {
    if (truth(test(input, frame))) return yes(input, frame);
    return no ? no(input, frame) : undefined;
  };
}

/** A block that binds variables has a frame of its own; any other shares the one around it. */
function block(maker: Maker, node: Node, scope: Scope): Code {
  const expressions = node.expressions ?? [];
  const binds = expressions.some(({ type }) => type === 'bind');
  const inner = binds ? new Scope(scope) : scope;
  if (isFunctionBound(expressions.at(-1))) throw new Unsupported('a function as a value');
  for (const expression of expressions) declare(expression, inner);
  const codes = expressions.map((expression) => boundCode(maker, expression, inner));
  const run = (input: unknown, frame: Frame): unknown => {
    let value: unknown;
    for (let index = 0; index < codes.length; index++) value = codes[index]!(input, frame);
    return value;
  };
  if (!binds) return codes.length === 1 ? codes[0]! : run;
  const { size } = inner;
  return (input, frame) => {
    const values: unknown[] = [];
    for (let index = 0; index < size; index++) values.push(unbound);
    return run(input, new Frame(frame.world, values, frame));
  };
}

function declare(node: Node, scope: Scope): void {
  if (node.type !== 'bind') return;
  scope.declare(String((node.lhs as Node).value), node.rhs?.type === 'lambda');
  if (node.rhs) declare(node.rhs, scope);
}

const isFunctionBound = (node: Node | undefined): boolean =>
  node?.type === 'bind' && (node.rhs?.type === 'lambda' || isFunctionBound(node.rhs));

function boundCode(maker: Maker, node: Node, scope: Scope): Code {
  if (node.type !== 'bind' || !node.rhs) return maker.code(node, scope);
  if (node.predicate || node.group || node.keepArray) throw new Unsupported('a filter on a binding');
  const { slot } = scope.find(String((node.lhs as Node).value))!;
  if (isFunctionBound(node.rhs)) throw new Unsupported('a function bound twice');
  const isLambda = node.rhs.type === 'lambda';
  const code = isLambda ? lambdaOf(maker, node.rhs, scope) : boundCode(maker, node.rhs, scope);
  slot.isReady = true;
  return (input, frame) => {
    const value = code(input, frame);
    frame.values[slot.index] = value;
    return isLambda ? undefined : settled(value);
  };
}

function variable(maker: Maker, name: string, scope: Scope): Code {
  if (name === '') {
    return (input) => (Array.isArray(input) && (input as List).outerWrapper ? input[0] : input);
  }
  if (name === '$') return (_, frame) => frame.world.input;
  const found = scope.find(name);
  if (found?.slot.isFunction) throw new Unsupported('a function as a value');
  if (found) {
    const read = slotReader(found.slot, found.hops);
    return (_, frame) => read(frame);
  }
  if (maker.library.find(name)) throw new Unsupported('a function as a value');
  return (_, frame) => (Object.hasOwn(frame.world.names, name) ? frame.world.names[name] : undefined);
}
