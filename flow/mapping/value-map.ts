import type { Json } from '../json.ts';
import { canonicalJson } from '../json.ts';
import { sourceReader } from './combine.ts';
import { asText } from './convert.ts';
import type { ValueMapRule } from './document.ts';
import { Fault, type Found, quoted } from './found.ts';
import { depthLimit, pathWords, tooDeep } from './path.ts';
import type { Scope } from './run.ts';

/** Looks a value up in the rule's table. Nothing in, nothing out, unless an entry is for null or for the empty text. */
export function compileValueMap(rule: ValueMapRule): (scope: Scope) => Found {
  const read = sourceReader(rule);
  const table = new Map(rule.entries.map((entry) => [keyOf(entry.in), entry.out]));
  const miss = missOf(rule);
  return (scope) => {
    const found = read(scope);
    if (found instanceof Fault) return found;
    const value = (found ?? null) as Json;
    if (typeof value === 'object' && value !== null && tooDeep(value)) return notInTable;
    const key = keyOf(value);
    if (table.has(key)) return table.get(key);
    return value === null || value === '' ? undefined : miss(value);
  };
}

const notInTable = new Fault(
  `the value is nested deeper than ${depthLimit} levels, and no table holds such a value`,
  'Read a field that holds text or a number.',
);

/** What makes two values one entry: `7` and `"7"` are, `true` and `"true"` too. */
export const keyOf = (value: Json): string => asText(value) ?? `\n${canonicalJson(value)}`;

/** Two entries for one value; the later one would never be told apart from the first. */
export function doubledEntries({ entries }: ValueMapRule): Json[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const key = keyOf(entry.in);
    const isDouble = seen.has(key);
    seen.add(key);
    return isDouble ? [entry.in] : [];
  });
}

function missOf({ otherwise, path }: ValueMapRule): (value: Json) => Found {
  const fault = (value: Json, bug: boolean) =>
    new Fault(
      `the table has no entry for ${quoted(value)} from ${pathWords(path) || 'the value'}`,
      'Add an entry for it, or say what becomes of values that are not in the table.',
      bug,
    );
  switch (otherwise?.do) {
    case 'default':
      return () => otherwise.value;
    case 'keep':
      return (value) => value;
    case 'missing':
      return () => undefined;
    case 'fail':
      return (value) => fault(value, true);
    case 'park':
    case undefined:
      return (value) => fault(value, false);
  }
}
