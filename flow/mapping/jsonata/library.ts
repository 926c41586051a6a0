import jsonata from 'jsonata';

/** A function expressions can call, as the reference keeps it. */
export interface LibraryFunction {
  implementation: (this: unknown, ...values: unknown[]) => unknown;
  /** The reference's own check of arguments: gives them as the function wants them, or throws. */
  signature?: { definition: string; validate(values: unknown[], context: unknown): unknown[] };
}

/** One that is added to the reference's own, or takes the place of one. */
export interface AddedFunction {
  name: string;
  /** JSONata's notation of types. Without one the arguments come as they are. */
  signature?: string;
  implementation: (this: jsonata.Focus, ...values: never[]) => unknown;
}

export interface Library {
  added: readonly AddedFunction[];
  find(name: string): LibraryFunction | undefined;
}

/**
 * The reference's functions themselves, with ours among them, so that a compiled expression calls the very same code. They
 * are had from the environment of an evaluation, which the reference shows to whoever asks to see each node.
 */
export function libraryOf(added: readonly AddedFunction[]): Library {
  const expression = jsonata('null');
  addTo(expression, added);
  let environment: jsonata.Environment | undefined;
  const everyNode = Symbol.for('jsonata.__evaluate_entry') as unknown as string;
  expression.assign(everyNode, (_node: unknown, _input: unknown, seen: jsonata.Environment) => {
    environment = seen;
  });
  void expression.evaluate(null);
  if (!environment) throw new Error('The JSONata library no longer shows its environment');
  const { lookup } = environment;
  const find = (name: string): LibraryFunction | undefined => {
    const found: unknown = lookup(name);
    return isLibraryFunction(found) ? found : undefined;
  };
  return { added, find };
}

/** Makes functions known to an expression that the reference will evaluate. */
export function addTo(expression: jsonata.Expression, added: readonly AddedFunction[]): void {
  for (const { name, implementation, signature } of added) {
    expression.registerFunction(
      name,
      implementation as (this: jsonata.Focus, ...values: unknown[]) => unknown,
      signature,
    );
  }
}

function isLibraryFunction(value: unknown): value is LibraryFunction {
  return typeof value === 'object' && value !== null && '_jsonata_function' in value;
}
