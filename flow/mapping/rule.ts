import type { JsonSchema } from '../catalog.ts';
import { pathReader } from './collect.ts';
import { compilePaths, compileTemplate } from './combine.ts';
import type { Rule } from './document.ts';
import { isUnusable, prepareExpression } from './expression.ts';
import { Fault, type Found, Lossy } from './found.ts';
import { compileFunction } from './function-rule.ts';
import { depthLimit } from './path.ts';
import { lostDigits, type Scope } from './run.ts';
import { kindOf } from './shape.ts';
import { compileValueMap } from './value-map.ts';

/** Finds a rule's value in a scope, before any conversion. */
export type Find = (scope: Scope) => Found | Promise<Found>;

export function compileRule(rule: Rule, leaf: JsonSchema | undefined): Find {
  switch (rule.kind) {
    case 'constant':
      return () => rule.value;
    case 'path': {
      const read = pathReader(rule, kindOf(leaf) === 'array');
      return rule.from === 'root' ? (scope) => read(scope.run.root, scope.run) : (scope) => read(scope.item, scope.run);
    }
    case 'expression':
      return compileExpression(rule.code);
    case 'paths':
      return compilePaths(rule);
    case 'template':
      return compileTemplate(rule);
    case 'value-map':
      return compileValueMap(rule);
    case 'function':
      return compileFunction(rule);
    default:
      return () => notUnderstood;
  }
}

const notUnderstood = new Fault(
  'its rule is of a kind that is not known here',
  'It was made by a later version: update, or draw the row again.',
  true,
);

/** An expression that cannot be parsed is a bug of the mapping, found again for every message. */
export function compileExpression(code: string): Find {
  const expression = prepareExpression(code);
  if (isUnusable(expression)) {
    const words = expression.message.replace(/\.$/, '');
    const fault = new Fault(`the expression cannot be used: ${words}`, 'Correct the expression.', true);
    return () => fault;
  }
  const remarked = (scope: Scope, found: Found): Found => {
    if (found instanceof Fault || found instanceof Lossy || found === undefined) return found;
    const lost = lostDigits(expression.reads, scope);
    if (lost === undefined) return found;
    return new Lossy(found, `${lost} has more digits than an expression can hold; a path rule keeps them all.`);
  };
  return (scope) => {
    const { content } = scope;
    if (content === 'deep') return tooDeepToRead;
    const found = expression.evaluate(scope);
    if (content === 'plain') return found;
    return found instanceof Promise ? found.then((known) => remarked(scope, known)) : remarked(scope, found);
  };
}

const tooDeepToRead = new Fault(
  `the message is nested deeper than ${depthLimit} levels, which expressions cannot read`,
  'Use path rules for it.',
);
