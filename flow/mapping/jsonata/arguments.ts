import type { LibraryFunction } from './library.ts';

/** Makes a function's arguments what its signature asks for. `context` stands in for one that is left out. @throws as the reference does */
export type Prepare = (values: unknown[], context: unknown) => unknown[];

interface Parameter {
  /** Letters of the types it takes, as in `sn`. */
  types: string;
  /** Of a list's elements. */
  element?: string;
  optional: boolean;
  /** Left out, it is the context. */
  context: boolean;
}

/**
 * The usual arguments are seen to fit at a glance; any others go through the reference's own check, which takes a regular
 * expression over all of them.
 */
export function preparerOf(found: LibraryFunction): Prepare {
  const { signature } = found;
  if (!signature) return (values) => values;
  const careful: Prepare = (values, context) => signature.validate(values, context);
  const parameters = parametersOf(signature.definition);
  if (!parameters) return careful;
  return (values, context) => {
    if (values.length > parameters.length) return careful(values, context);
    for (let index = 0; index < parameters.length; index++) {
      const parameter = parameters[index]!;
      if (index >= values.length) {
        if (!parameter.optional) return careful(values, context);
      } else if (!isTaken(parameter, values[index])) return careful(values, context);
    }
    return values;
  };
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
    const signs = found[4] ?? '';
    parameters.push({
      types: found[1] ?? found[2] ?? '',
      element: found[3],
      optional: signs.includes('?'),
      context: signs.includes('-'),
    });
  }
  return parameters;
}

function isTaken({ types, element }: Parameter, value: unknown): boolean {
  if (value === undefined || types === 'x') return true;
  if (types === 'a')
    return Array.isArray(value) && (element === undefined || value.every((part) => letterOf(part) === element));
  return types.includes(letterOf(value));
}

/** Objects and functions are left to the careful check. */
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
