import { isObject, type Json } from '#flow/json.ts';
import type { ValueMapRule } from '#flow/mapping/document.ts';
import { keyOf } from '#flow/mapping/value-map.ts';
import { readConstant } from '../table/constant-text.ts';
import { readSheet } from '../table/sheet.ts';

export type Entry = ValueMapRule['entries'][number];

/** Two columns out of a spreadsheet. A line for a value that is in the table already says anew what it becomes. */
export function withPastedEntries(entries: Entry[], text: string): Entry[] {
  const pasted = readSheet(text).map(
    ([from = '', to = '']): Entry => ({
      in: readConstant(from.trim()),
      out: readConstant(to.trim()),
    }),
  );
  const byKey = new Map(entries.map((entry) => [keyOf(entry.in), entry]));
  for (const entry of pasted) {
    const key = keyOf(entry.in);
    byKey.set(key, { ...byKey.get(key), ...entry });
  }
  return [...byKey.values()];
}

/** The table with a line for each value of the samples that it lacks; what they become is still to be said. */
export function withValuesOf(entries: Entry[], bodies: Json[], path: string[]): Entry[] {
  const known = new Set(entries.map((entry) => keyOf(entry.in)));
  const lacking = bodies
    .flatMap((body) => valuesAt(body, path))
    .filter((value) => {
      const key = keyOf(value);
      if (value === null || value === '' || known.has(key)) return false;
      known.add(key);
      return true;
    });
  return [...entries, ...lacking.map((value) => ({ in: value, out: '' }))];
}

/** All scalars at a path; lists are walked through with and without `'[]'`. */
function valuesAt(value: Json | undefined, path: string[]): Json[] {
  if (Array.isArray(value)) return value.flatMap((part) => valuesAt(part, path[0] === '[]' ? path.slice(1) : path));
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined || isObject(value) ? [] : [value];
  if (step === '[]') return valuesAt(value, rest);
  return isObject(value) && Object.hasOwn(value, step) ? valuesAt(value[step], rest) : [];
}
