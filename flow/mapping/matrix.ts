import { type Kind, kinds } from './shape.ts';

/**
 * What becomes of a value of one kind in a field of another: `exact` as it is, `safe` written differently with nothing
 * lost, `lossy` something is given up or only some values fit, `impossible` no value fits.
 */
export type Fit = 'exact' | 'safe' | 'lossy' | 'impossible';

const letters: Record<string, Fit> = { e: 'exact', s: 'safe', l: 'lossy', '-': 'impossible' };

/** Rows are the source's kind, columns the target's, both in the order of `kinds`. A single value becomes a list of one. */
const table: Record<Kind, string> = {
  //        str int dec boo dat dtm enu obj arr
  string: '  e   l   l   l   l   l   l   -   s',
  integer: ' s   e   e   -   -   -   l   -   s',
  decimal: ' s   l   e   -   -   -   l   -   s',
  boolean: ' s   -   -   e   -   -   l   -   s',
  date: '    s   -   -   -   e   l   l   -   s',
  datetime: 's   -   -   -   l   e   l   -   s',
  enum: '    s   l   l   l   l   l   l   -   s',
  object: '  -   -   -   -   -   -   -   e   s',
  array: '   -   -   -   -   -   -   -   -   e',
};

export function fitOf(source: Kind, target: Kind): Fit {
  const letter = table[source].trim().split(/\s+/)[kinds.indexOf(target)];
  return letters[letter ?? '-'] ?? 'impossible';
}

const words: Record<Kind, string> = {
  string: 'a text',
  integer: 'a whole number',
  decimal: 'a number',
  boolean: 'true or false',
  date: 'a date',
  datetime: 'a date with time',
  enum: 'one of a few values',
  object: 'an object',
  array: 'a list',
};

export const kindWords = (kind: Kind): string => words[kind];

/** What is given up, in a sentence for the person who maps. */
export function lossWords(source: Kind, target: Kind): string {
  if (source === 'datetime' && target === 'date') {
    return 'The time is cut off and the day taken as written; $dateIn(value, $zone) gives the day in the organisation’s zone.';
  }
  if (source === 'date' && target === 'datetime') return 'Midnight UTC is taken.';
  if (source === 'decimal' && target === 'integer') return 'Only whole numbers fit; others park the message.';
  return `Only values that read as ${words[target]} fit; others park the message.`;
}
