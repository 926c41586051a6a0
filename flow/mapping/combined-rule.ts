import type { PathRule, PathsRule, Rule, Source } from './document.ts';
import { kindWords } from './matrix.ts';
import type { Kind } from './shape.ts';

/** Why it cannot be done, as the end of a sentence. */
export interface WhyNot {
  why: string;
}

/**
 * What becomes of a row's rule when more fields are put to those that it reads: numbers are summed, texts joined, lists put
 * one behind the other. Several fields that are together already stay together as they are.
 *
 * @param kind of the target
 */
export function addedTo(before: Rule, more: Source[], kind: Kind | undefined): PathsRule | WhyNot {
  if (before.kind === 'paths') return { ...before, of: [...before.of, ...more] };
  if (before.kind !== 'path') return noFields;
  const take = togethers[kind ?? 'string'];
  if (!take) return { why: `${kindWords(kind ?? 'string')} cannot be put together from several` };
  if (before.collect && before.collect !== take) return { why: `it takes ${collectWords[before.collect]}` };
  return { kind: 'paths', of: [{ from: before.from, path: before.path }, ...more], take };
}

/** What becomes of it when the further fields stand in where the first hold nothing. */
export function firstOf(before: Rule, more: Source[]): PathsRule | WhyNot {
  if (before.kind === 'paths') {
    return before.take === 'first'
      ? { ...before, of: [...before.of, ...more] }
      : { why: `it puts ${before.of.length} fields together` };
  }
  if (before.kind !== 'path') return noFields;
  if (before.collect && before.collect !== 'first') return { why: `it takes ${collectWords[before.collect]}` };
  return { kind: 'paths', of: [{ from: before.from, path: before.path }, ...more], take: 'first' };
}

const noFields: WhyNot = { why: 'it is more than a field' };

const togethers: Partial<Record<Kind, PathsRule['take']>> = {
  string: 'join',
  integer: 'sum',
  decimal: 'sum',
  array: 'list',
};

const collectWords: Record<NonNullable<PathRule['collect']>, string> = {
  first: 'the first of a list',
  last: 'the last of a list',
  only: 'the only one of a list',
  count: 'the count of a list',
  sum: 'the sum of a list',
  join: 'a list as one text',
  list: 'a whole list',
};
