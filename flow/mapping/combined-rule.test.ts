import { describe, expect, it } from 'vitest';
import { addedTo, firstOf } from './combined-rule.ts';
import type { PathRule, Rule, Source } from './document.ts';
import type { Kind } from './shape.ts';

const at = (name: string): Source => ({ from: 'item', path: [name] });
const path = (name: string, collect?: PathRule['collect']): Rule => ({
  kind: 'path',
  ...at(name),
  ...(collect ? { collect } : {}),
});
const words = (made: ReturnType<typeof addedTo>): string =>
  'why' in made ? made.why : `${made.take} ${made.of.map(({ path }) => path.join('.')).join(' ')}`;

describe('a second field for a row that reads one', () => {
  const constant: Rule = { kind: 'constant', value: 'x' };
  const joined: Rule = { kind: 'paths', of: [at('a'), at('b')], take: 'join', separator: '-' };
  const either: Rule = { kind: 'paths', of: [at('a'), at('b')], take: 'first' };
  const cases: [before: string, rule: Rule, kind: Kind | undefined, added: string, first: string][] = [
    ['a text', path('a'), 'string', 'join a z', 'first a z'],
    ['a number', path('a'), 'decimal', 'sum a z', 'first a z'],
    ['a list', path('a'), 'array', 'list a z', 'first a z'],
    ['what nobody describes', path('a'), undefined, 'join a z', 'first a z'],
    ['a day', path('a'), 'date', 'a date cannot be put together from several', 'first a z'],
    ['a sum of a list', path('a', 'sum'), 'decimal', 'sum a z', 'it takes the sum of a list'],
    [
      'a count of a list',
      path('a', 'count'),
      'decimal',
      'it takes the count of a list',
      'it takes the count of a list',
    ],
    ['the first of a list', path('a', 'first'), 'string', 'it takes the first of a list', 'first a z'],
    ['several joined', joined, 'string', 'join a b z', 'it puts 2 fields together'],
    ['several in turn', either, 'string', 'first a b z', 'first a b z'],
    ['a constant', constant, 'string', 'it is more than a field', 'it is more than a field'],
  ];
  it.each(cases)('%s', (_, rule, kind, added, first) => {
    expect(words(addedTo(rule, [at('z')], kind))).toBe(added);
    expect(words(firstOf(rule, [at('z')]))).toBe(first);
  });

  it('keeps how the texts were parted', () => {
    expect(addedTo(joined, [at('z')], 'string')).toMatchObject({ separator: '-' });
  });
});
