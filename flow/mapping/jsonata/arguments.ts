import type { LibraryFunction } from './library.ts';

/** Makes a function's arguments what its signature asks for. `context` stands in for one that is left out. @throws as the reference does */
export type Prepare = (values: unknown[], context: unknown) => unknown[];

/** Whether a value is taken as it is, without a look at the signature. */
export type Takes = (value: unknown) => boolean;

interface Parameter {
  takes: Takes;
  optional: boolean;
}

/**
 * The usual arguments are seen to fit at a glance; any others go through the reference's own check, which takes a regular
 * expression over all of them.
 */
export function preparerOf(found: LibraryFunction): Prepare {
  const { signature } = found;
  if (!signature) return (values) => values;
  const parameters = parametersOf(signature.definition);
  if (!parameters) return (values, context) => signature.validate(values, context);
  const least = parameters.findLastIndex(({ optional }) => !optional) + 1;
  return (values, context) => {
    const { length } = values;
    if (length > parameters.length || length < least) return signature.validate(values, context);
    for (let index = 0; index < length; index++) {
      if (!parameters[index]!.takes(values[index])) return signature.validate(values, context);
    }
    return values;
  };
}

/** For calls with so many arguments: what each has to be to be taken as it is. `undefined`: every call has to be checked. */
export function takersFor({ signature }: LibraryFunction, count: number): Takes[] | undefined {
  if (!signature) return Array.from({ length: count }, () => () => true);
  const parameters = parametersOf(signature.definition);
  if (!parameters || count > parameters.length) return undefined;
  if (!parameters.slice(count).every(({ optional }) => optional)) return undefined;
  return parameters.slice(0, count).map(({ takes }) => takes);
}

/** Types only; what the function gives back is not looked at. `undefined` where the notation says more than is read here. */
function parametersOf(definition: string): Parameter[] | undefined {
  const takes = definition.slice(1).replace(/(:.*)?>$/, '');
  const parameters: Parameter[] = [];
  const pattern = /(?:\(([a-z]+)\)|([a-z])(?:<([a-z])>)?)([-?+]*)/gy;
  for (let at = 0; at < takes.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const found = pattern.exec(takes);
    if (!found || found[0] === '' || found[4]?.includes('+')) return undefined;
    parameters.push({
      takes: takerOf(found[1] ?? found[2] ?? '', found[3]),
      optional: found[4]?.includes('?') ?? false,
    });
  }
  return parameters;
}

/** By the letters of the types, and that of a list's elements. Nothing is taken by all but functions’. */
function takerOf(types: string, element: string | undefined): Takes {
  switch (types) {
    case 'x':
      return () => true;
    case 's':
      return (value) => typeof value === 'string' || value === undefined;
    case 'n':
      return (value) => typeof value === 'number' || value === undefined;
    case 'a':
      if (element === undefined) return (value) => Array.isArray(value) || value === undefined;
      return (value) => value === undefined || (Array.isArray(value) && isAllOf(value, element));
    case 'f':
      return (value) => typeof value === 'function';
    default:
      return (value) => value === undefined || types.includes(letterOf(value));
  }
}

function isAllOf(list: unknown[], element: string): boolean {
  for (let index = 0; index < list.length; index++) if (letterOf(list[index]) !== element) return false;
  return true;
}

function letterOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'object':
      return value === null ? 'l' : Array.isArray(value) ? 'a' : 'o';
    case 'function':
      return 'f';
    default:
      return 'm';
  }
}
