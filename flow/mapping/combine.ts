import type { Json } from '../json.ts';
import { pathReader } from './collect.ts';
import { asText } from './convert.ts';
import type { PathsRule, Source, TemplateRule } from './document.ts';
import { sumIn } from './exact.ts';
import { Fault, type Found, quoted } from './found.ts';
import { isThere, pathWords } from './path.ts';
import type { Scope } from './run.ts';

type Find = (scope: Scope) => Found;

/** What one place holds: a list where the path walks through one. */
export function sourceReader({ from, path }: Source): Find {
  const read = pathReader({ kind: 'path', from, path }, true);
  return from === 'root' ? (scope) => read(scope.root, scope.run) : (scope) => read(scope.item, scope.run);
}

/** Several places as one value. Places that hold nothing are passed over; when all do, so does the whole. */
export function compilePaths({ of, take, separator }: PathsRule): Find {
  const reads = of.map(sourceReader);
  const words = of.map(({ path }) => pathWords(path)).join(', ');
  const together = togethers[take](separator ?? ' ', words);
  const isFirst = take === 'first';
  return (scope) => {
    const found: Json[] = [];
    for (let index = 0; index < reads.length; index++) {
      const value = reads[index]!(scope);
      if (value instanceof Fault) return value;
      if (!isThere(value)) continue;
      if (isFirst) return value;
      if (Array.isArray(value)) found.push(...value.filter(isThere));
      else found.push(value as Json);
    }
    return found.length === 0 ? undefined : together(found);
  };
}

const togethers: Record<PathsRule['take'], (separator: string, words: string) => (values: Json[]) => Found> = {
  first: () => (values) => values[0],
  list: () => (values) => values,
  join: (separator, words) => (values) => {
    const texts = values.map(asText);
    const wrong = texts.indexOf(undefined);
    if (wrong === -1) return texts.join(separator);
    return new Fault(`${words} cannot be joined: there is ${quoted(values[wrong])}`, 'Join texts and numbers only.');
  },
  sum: (_, words) => (values) => {
    const found = sumIn(values);
    if ('sum' in found) return found.sum;
    return new Fault(
      `${words} cannot be summed: ${quoted(values[found.wrong])} is not a number`,
      'Correct the message, or sum other fields.',
    );
  },
};

/** Texts and places in a row. A place that holds nothing makes the whole missing: no “Dear ,” goes out. */
export function compileTemplate({ parts }: TemplateRule): Find {
  const reads = parts.map((part) => (typeof part === 'string' ? part : { read: sourceReader(part), path: part.path }));
  return (scope) => {
    let text = '';
    for (let index = 0; index < reads.length; index++) {
      const part = reads[index]!;
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const value = part.read(scope);
      if (value instanceof Fault) return value;
      if (!isThere(value)) return undefined;
      const written = asText(value as Json);
      if (written === undefined) {
        const wayOut = 'Put a field into the text that holds text or a number.';
        return new Fault(`${pathWords(part.path)} is ${quoted(value as Json)}, which cannot stand in a text`, wayOut);
      }
      text += written;
    }
    return text;
  };
}
