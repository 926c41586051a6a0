import { pathWords } from '#flow/mapping/path.ts';

type Origin = 'root' | 'item';

/** The steps of `LineItems[]."a.b".UnitAmount`; what `pathWords` wrote comes back as it was. `undefined` when it is no path. */
export function readPathWords(words: string): string[] | undefined {
  const steps: string[] = [];
  let at = 0;
  while (at < words.length) {
    if (words.startsWith('[]', at)) {
      steps.push('[]');
      at += 2;
      continue;
    }
    if (words[at] === '.') {
      if (steps.length === 0) return undefined;
      at += 1;
    } else if (steps.length > 0) return undefined;
    const [name] = /^(?:"(?:[^"\\]|\\.)*"|[^.[\]"\s]+)/.exec(words.slice(at)) ?? [];
    if (name === undefined) return undefined;
    const step = name.startsWith('"') ? unquoted(name) : name;
    if (step === undefined || step === '') return undefined;
    steps.push(step);
    at += name.length;
  }
  return steps;
}

/**
 * What a path rule reads, as one cell: `customer.email` from where one stands (in a loop its element, at the top the message),
 * `$root.name` from the message, `$item.name` at the top where the document says so, `$` the whole.
 */
export function originText(from: Origin, path: string[], isTop: boolean): string {
  const isPlain = from === (isTop ? 'root' : 'item');
  if (path.length === 0) return isPlain ? '$' : `$${from}`;
  const [first = '', ...rest] = path;
  const behind = rest.length === 0 || rest[0] === '[]' ? pathWords(rest) : `.${pathWords(rest)}`;
  const words = first.startsWith('$') ? `${JSON.stringify(first)}${behind}` : pathWords(path);
  return isPlain ? words : `$${from}.${words}`;
}

/** The way back from `originText`. */
export function readOrigin(text: string, isTop: boolean): { from: Origin; path: string[] } | undefined {
  const plain: Origin = isTop ? 'root' : 'item';
  if (text === '$') return { from: plain, path: [] };
  const [, named, rest] = /^\$(root|item)(?:\.(.*))?$/s.exec(text) ?? [];
  const path = readPathWords(named === undefined ? text : (rest ?? ''));
  return path && { from: named === 'root' || named === 'item' ? named : plain, path };
}

function unquoted(text: string): string | undefined {
  try {
    const name: unknown = JSON.parse(text);
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
