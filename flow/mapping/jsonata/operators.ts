import type { LibraryFunction } from './library.ts';
import type { Node } from './node.ts';
import { type Maker, type Scope, Unsupported } from './scope.ts';
import { isEqual, isNumber, type List, truth } from './values.ts';
import { type Code, Refused, spend, tooLong, tooMuchWork, type World } from './world.ts';

export function binary(maker: Maker, node: Node, scope: Scope): Code {
  if (node.value === '&') return concatenation(maker, node, scope);
  const left = maker.code(node.lhs as Node, scope);
  const right = maker.code(node.rhs as Node, scope);
  switch (node.value) {
    case 'and':
      return (input, frame) => (truth(left(input, frame)) ? (truth(right(input, frame)) ?? false) : false);
    case 'or':
      return (input, frame) => truth(left(input, frame)) || (truth(right(input, frame)) ?? false);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%': {
      const compute = arithmetic[node.value];
      return (input, frame) => {
        const a = left(input, frame);
        const b = right(input, frame);
        if (a !== undefined && !isNumber(a)) throw new Refused('T2001');
        if (b !== undefined && !isNumber(b)) throw new Refused('T2002');
        return a === undefined || b === undefined ? undefined : compute(a, b);
      };
    }
    case '=':
      return (input, frame) => {
        const a = left(input, frame);
        const b = right(input, frame);
        return a !== undefined && b !== undefined && isEqual(a, b, frame.world);
      };
    case '!=':
      return (input, frame) => {
        const a = left(input, frame);
        const b = right(input, frame);
        return a !== undefined && b !== undefined && !isEqual(a, b, frame.world);
      };
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const holds = order[node.value];
      return (input, frame) => compared(left(input, frame), right(input, frame), holds);
    }
    case '..':
      return (input, frame) => range(left(input, frame), right(input, frame), frame.world);
    case 'in':
      return (input, frame) => {
        const a = left(input, frame);
        const b = right(input, frame);
        if (a === undefined || b === undefined) return false;
        if (!Array.isArray(b)) return a === b;
        spend(frame.world, b.length >> 2);
        return b.some((element) => element === a);
      };
    default:
      throw new Unsupported(`operator ${String(node.value)}`);
  }
}

const arithmetic: Record<'+' | '-' | '*' | '/' | '%', (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

type Comparable = string | number;
const order: Record<'<' | '<=' | '>' | '>=', (a: Comparable, b: Comparable) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function compared(a: unknown, b: unknown, holds: (a: Comparable, b: Comparable) => boolean): boolean | undefined {
  if (!isComparable(a) || !isComparable(b)) throw new Refused('T2010');
  if (a === undefined || b === undefined) return undefined;
  if (typeof a !== typeof b) throw new Refused('T2009');
  return holds(a, b);
}

const isComparable = (value: unknown): value is Comparable | undefined =>
  value === undefined || typeof value === 'string' || typeof value === 'number';

/** What `&` and `$string` write of a value. The reference's own code does it for anything that has to be put together. */
export function textWriter({ implementation }: LibraryFunction): (value: unknown) => string {
  return (value) => {
    if (typeof value === 'string') return value;
    if (value === undefined) return '';
    if (typeof value === 'number' && Number.isInteger(value)) return String(value);
    if (typeof value === 'boolean' || value === null) return String(value);
    return String(implementation.call(undefined, value));
  };
}

/** `a & b & c` in one go. */
function concatenation(maker: Maker, node: Node, scope: Scope): Code {
  const string = maker.library.find('string');
  if (!string) throw new Unsupported('& without $string');
  const text = textWriter(string);
  const parts = concatenated(node).map((part) => maker.code(part, scope));
  return (input, frame) => {
    let whole = text(parts[0]!(input, frame));
    for (let index = 1; index < parts.length; index++) whole += text(parts[index]!(input, frame));
    if (whole.length > 1000) spend(frame.world, whole.length >> 4);
    return whole;
  };
}

function concatenated(node: Node): Node[] {
  const isBare = !node.predicate && !node.group && !node.keepArray;
  if (node.type !== 'binary' || node.value !== '&' || !isBare) return [node];
  return [...concatenated(node.lhs as Node), ...concatenated(node.rhs as Node)];
}

const longestRange = 1e7;

/** All whole numbers from one to the other. @throws Refused */
export function range(from: unknown, to: unknown, world: Pick<World, 'steps' | 'sequence'>): unknown {
  if (from !== undefined && !Number.isInteger(from)) throw new Refused('T2003');
  if (to !== undefined && !Number.isInteger(to)) throw new Refused('T2004');
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [from as number, to as number];
  if (first > last) return undefined;
  if (Math.max(Math.abs(first), Math.abs(last)) >= Number.MAX_SAFE_INTEGER) throw new Refused(tooMuchWork);
  const size = last - first + 1;
  if (size > longestRange) throw new Refused('D2014');
  if (size > world.sequence) throw new Refused(tooLong);
  spend(world, size >> 2);
  const list: List = new Array(size);
  for (let index = 0; index < size; index++) list[index] = first + index;
  list.sequence = true;
  return list;
}

export function minus(maker: Maker, node: Node, scope: Scope): Code {
  const inner = maker.code(node.expression as Node, scope);
  return (input, frame) => {
    const value = inner(input, frame);
    if (value === undefined) return undefined;
    if (!isNumber(value)) throw new Refused('D1002');
    return -value;
  };
}
