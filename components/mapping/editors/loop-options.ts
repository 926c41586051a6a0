import type { LoopRow, Path, SortTerm } from '#flow/mapping/document.ts';
import { readPathWords } from '../table/path-text.ts';
import { pathsText } from './places.ts';

/** `price desc, title` as the loop has it. */
export const sortText = (terms: SortTerm[] | undefined): string =>
  (terms ?? []).map(({ path, descending }) => `${pathsText([path])}${descending ? ' desc' : ''}`).join(', ');

/** What was typed as a loop's options, or why it cannot be read. An empty text asks for nothing. */
export type ReadOption<T> = { ok: true; value: T | undefined } | { ok: false; words: string };

export function readSort(text: string): ReadOption<SortTerm[]> {
  const terms: SortTerm[] = [];
  for (const term of split(text)) {
    const [, words = '', way] = /^(.*?)(?:\s+(asc|desc))?$/i.exec(term) ?? [];
    const path = readOne(words);
    if (!path) return { ok: false, words: `“${words}” is no field.` };
    terms.push({ path, ...(way?.toLowerCase() === 'desc' ? { descending: true } : {}) });
  }
  return { ok: true, value: terms.length === 0 ? undefined : terms };
}

export function readPaths(text: string): ReadOption<Path[]> {
  const paths: Path[] = [];
  for (const words of split(text)) {
    const path = readOne(words);
    if (!path) return { ok: false, words: `“${words}” is no field.` };
    paths.push(path);
  }
  return { ok: true, value: paths.length === 0 ? undefined : paths };
}

export function readLimit(text: string): ReadOption<number> {
  if (text.trim() === '') return { ok: true, value: undefined };
  const limit = Number(text);
  return Number.isInteger(limit) && limit > 0
    ? { ok: true, value: limit }
    : { ok: false, words: 'A whole number from 1 on.' };
}

const readOne = (words: string): Path | undefined => (words === '$' ? [] : readPathWords(words));

/** At commas, not inside quoted names. */
const split = (text: string): string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).map((part) => part.trim()).filter(Boolean);

/** Sorting, choosing and putting into groups in a few words: `sorted by price desc, first 3`. */
export function optionWords({ distinct, sort, groupBy, limit }: LoopRow): string {
  return [
    distinct && `one per ${pathsText(distinct)}`,
    sort && `sorted by ${sortText(sort)}`,
    groupBy && `grouped by ${pathsText([groupBy])}`,
    limit !== undefined && `first ${limit}`,
  ]
    .filter(Boolean)
    .join(', ');
}
