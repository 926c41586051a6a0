/** A place an expression reads, names only: JSONata walks arrays by itself. `*` is any field, `**` anything below. */
export interface Read {
  /** `item` is the loop's element, `parent` the element of the loop around it, `root` the message body. */
  origin: 'root' | 'item' | 'parent';
  path: string[];
}

/** As much of JSONata's syntax tree as lineage asks for. Every other property is walked as it comes. */
export interface Ast {
  type: string;
  value?: unknown;
  steps?: Ast[];
  stages?: Ast[];
  predicate?: Ast[];
  group?: unknown;
  expr?: Ast;
  expressions?: Ast[];
  arguments?: Ast[];
  procedure?: Ast;
  body?: Ast;
  lhs?: unknown;
  rhs?: Ast;
  focus?: string;
  index?: string;
}

type Names = Map<string, Read[]>;

/** Results of these hold values of their first argument, so what is read from the result is read from there. */
const passing = new Set(['filter', 'sort', 'distinct', 'reverse', 'single', 'append', 'map', 'each', 'sift', 'reduce']);

/** All places an expression reads, also inside predicates, branches not taken, lambdas and through variables. */
export function readsOf(ast: Ast): Read[] {
  const found = new Map<string, Read>();
  const start: Names = new Map([
    ['root', [{ origin: 'root', path: [] }]],
    ['parent', [{ origin: 'parent', path: [] }]],
    ['$', [{ origin: 'item', path: [] }]],
  ]);
  const note = (places: Read[]) => {
    for (const place of places) found.set(JSON.stringify([place.origin, place.path]), place);
  };
  note(walk(ast, [{ origin: 'item', path: [] }], start, note));
  return [...found.values()];
}

type Note = (places: Read[]) => void;

/** Notes what is read along the way and returns the places whose values the node itself stands for. */
function walk(node: Ast, here: Read[], names: Names, note: Note): Read[] {
  switch (node.type) {
    case 'path':
      return grouped(node, walkPath(node.steps ?? [], here, names, note), names, note);
    case 'name':
    case 'wildcard':
    case 'descendant':
      return predicated(node, stepInto(here, String(node.value)), names, note);
    case 'variable':
      return grouped(node, predicated(node, variable(node, here, names), names, note), names, note);
    case 'parent':
      return here.map((place) => ({ ...place, path: place.path.slice(0, -1) }));
    case 'bind': {
      const places = node.rhs ? walk(node.rhs, here, names, note) : [];
      names.set(String((node.lhs as Ast).value), places);
      return places;
    }
    case 'block': {
      const inner: Names = new Map(names);
      const results = (node.expressions ?? []).map((part) => walk(part, here, inner, note));
      for (const [index, part] of (node.expressions ?? []).entries()) if (part.type !== 'bind') note(results[index]!);
      return grouped(node, predicated(node, results.at(-1) ?? [], names, note), names, note);
    }
    case 'lambda':
      return called(node, [], here, names, note);
    case 'function':
    case 'partial':
      return grouped(node, predicated(node, call(node, [], here, names, note), names, note), names, note);
    case 'apply': {
      const input = walk(node.lhs as Ast, here, names, note);
      note(input);
      return node.rhs?.type === 'function'
        ? call(node.rhs, [input], here, names, note)
        : children(node.rhs, here, names, note);
    }
    default:
      return children(node, here, names, note);
  }
}

function walkPath(steps: Ast[], start: Read[], names: Names, note: Note): Read[] {
  let here = start;
  const inner: Names = new Map(names);
  for (const step of steps) {
    const next = walk(step, here, inner, note);
    for (const stage of step.stages ?? []) note(children(stage, next, inner, note));
    if (step.type === 'sort') note(children(step, here, inner, note));
    else {
      if (step.focus) inner.set(step.focus, next);
      else here = next;
    }
    if (step.index) inner.set(step.index, []);
  }
  return here;
}

function variable(node: Ast, here: Read[], names: Names): Read[] {
  return node.value === '' ? here : (names.get(String(node.value)) ?? []);
}

function stepInto(places: Read[], name: string): Read[] {
  return places.map((place) => ({ ...place, path: [...place.path, name] }));
}

function predicated(node: Ast, places: Read[], names: Names, note: Note): Read[] {
  for (const filter of node.predicate ?? []) note(children(filter, places, names, note));
  return places;
}

function grouped(node: Ast, places: Read[], names: Names, note: Note): Read[] {
  if (!node.group) return places;
  note(places);
  for (const part of parts(node.group)) note(walk(part, places, names, note));
  return [];
}

/** A call: what the arguments read, a lambda's parameters standing for elements of the first argument. */
function call(node: Ast, before: Read[][], here: Read[], names: Names, note: Note): Read[] {
  const given = [...before];
  for (const argument of node.arguments ?? []) {
    if (argument.type === 'lambda') note(called(argument, given[0] ?? [], here, names, note));
    else {
      const places = walk(argument, here, names, note);
      given.push(places);
    }
  }
  const [first = []] = given;
  const name = node.procedure?.type === 'variable' ? String(node.procedure.value) : undefined;
  if (node.procedure?.type === 'lambda') note(called(node.procedure, first, here, names, note));
  const field = node.arguments?.at(-1);
  if (name === 'lookup' && field?.type === 'string') return stepInto(first, String(field.value));
  for (const places of given) note(places);
  return name !== undefined && passing.has(name) ? first : [];
}

function called(lambda: Ast, elements: Read[], here: Read[], names: Names, note: Note): Read[] {
  const inner: Names = new Map(names);
  for (const parameter of lambda.arguments ?? []) inner.set(String(parameter.value), elements);
  return lambda.body ? walk(lambda.body, here, inner, note) : [];
}

/** Any other node: all its parts are read in place; it stands for no place itself. */
function children(node: Ast | undefined, here: Read[], names: Names, note: Note): Read[] {
  if (!node) return [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'value' || key === 'stages' || key === 'slot') continue;
    for (const part of parts(value)) note(walk(part, here, names, note));
  }
  return [];
}

/** Nodes within arrays, arrays of arrays, and the plain holders of sort terms and groupings. */
function parts(value: unknown): Ast[] {
  if (Array.isArray(value)) return value.flatMap(parts);
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return [];
  if (typeof (value as { type?: unknown }).type === 'string') return [value as Ast];
  return Object.values(value).flatMap(parts);
}

/** Names of the functions an expression calls or hands on, each once, in the order of the text. */
export function callsOf(ast: Ast): string[] {
  const found = new Set<string>();
  const visit = (node: Ast): void => {
    if (node.type === 'function' || node.type === 'partial') {
      if (node.procedure?.type === 'variable') found.add(String(node.procedure.value));
    }
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'value' && key !== 'slot') for (const part of parts(value)) visit(part);
    }
  };
  visit(ast);
  return [...found];
}
