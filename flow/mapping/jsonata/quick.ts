import { shortNumber } from '../exact.ts';
import type { LibraryFunction } from './library.ts';
import { textWriter } from './operators.ts';
import { replacedText } from './text-search.ts';

/** The usual case of a function, with at most three arguments; `unusual` for any other, which the library then takes. */
export type Quick = (first: unknown, second: unknown, third: unknown) => unknown;

export const unusual = Symbol('unusual');

const surrogate = /[\ud800-\udfff]/;
const spaces = /^[ \t\n\r]|[ \t\n\r]{2}|[\t\n\r]|[ \t\n\r]$/;
/** Longer texts are the library's, which counts the work. */
const short = 1000;

const isShort = (value: unknown): value is string => typeof value === 'string' && value.length < short;

/** Functions that are much called and that the library does by regular expressions, lists of characters or JSON. */
export const quicker: Record<string, (found: LibraryFunction) => Quick> = {
  number: () => (value) => {
    const number = typeof value === 'string' ? shortNumber(value) : Number.NaN;
    return Number.isNaN(number) ? unusual : number;
  },
  string: (found) => {
    const write = textWriter(found);
    return (value, indented) =>
      value === undefined || typeof value === 'object' || indented !== undefined ? unusual : write(value);
  },
  length: () => (text) => (isShort(text) && !surrogate.test(text) ? text.length : unusual),
  substring: () => (text, start, length) => {
    if (!isShort(text) || typeof start !== 'number' || !(start >= 0) || surrogate.test(text)) return unusual;
    if (length === undefined) return text.slice(start);
    if (typeof length !== 'number') return unusual;
    return length <= 0 ? '' : text.slice(start, start + length);
  },
  trim: () => (text) => (isShort(text) && !spaces.test(text) ? text : unusual),
  contains: () => (text, part) => (isShort(text) && typeof part === 'string' ? text.includes(part) : unusual),
  replace: () => (text, part, by) => {
    if (!isShort(text) || !isShort(by) || typeof part !== 'string' || part === '') return unusual;
    return replacedText(text, part, by, undefined);
  },
  join: () => (list, separator) => {
    if (!Array.isArray(list) || list.length > short || typeof separator !== 'string') return unusual;
    let whole = '';
    for (let index = 0; index < list.length; index++) {
      const part: unknown = list[index];
      if (!isShort(part)) return unusual;
      whole += index === 0 ? part : separator + part;
    }
    return whole;
  },
};
