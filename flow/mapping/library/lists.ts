import { canonicalJson, isObject, type Json } from '../../json.ts';
import { comparedKeys, sortKey } from '../arrange.ts';
import { isThere, own } from '../path.ts';
import { define, type MappingFunction } from './define.ts';

const list = { name: 'list', type: 'list' } as const;
const field = { name: 'field', type: 'text' } as const;

export const listFunctions: MappingFunction[] = [
  define({
    name: 'firstOf',
    group: 'list',
    parameters: [list],
    gives: 'any',
    summary: 'The first element that holds something.',
    examples: [{ code: '$firstOf([null, "", "a", "b"])', gives: 'a' }],
    call: ([values]) => values.find(isThere),
  }),
  define({
    name: 'lastOf',
    group: 'list',
    parameters: [list],
    gives: 'any',
    summary: 'The last element that holds something.',
    examples: [{ code: '$lastOf(["a", "b", null])', gives: 'b' }],
    call: ([values]) => values.findLast(isThere),
  }),
  define({
    name: 'compact',
    group: 'list',
    parameters: [list],
    gives: 'array',
    summary: 'The list without null and empty texts.',
    examples: [{ code: '$compact(["a", null, "", 0])', gives: ['a', 0] }],
    call: ([values]) => values.filter(isThere),
  }),
  define({
    name: 'flatten',
    group: 'list',
    parameters: [list],
    gives: 'array',
    summary: 'Lists within the list taken apart, all the way down.',
    examples: [{ code: '$flatten([["a"], [["b"], "c"]])', gives: ['a', 'b', 'c'] }],
    call: ([values]) => flattened(values),
  }),
  define({
    name: 'chunk',
    group: 'list',
    parameters: [list, { name: 'size', type: 'number' }],
    gives: 'array',
    summary: 'The list in lists of so many, the last of what is left.',
    examples: [{ code: '$chunk(["a", "b", "c"], 2)', gives: [['a', 'b'], ['c']] }],
    call: ([values, size]) => {
      if (!(size >= 1)) throw new Error(`A list cannot be put into lists of ${size}`);
      const step = Math.floor(size);
      return Array.from({ length: Math.ceil(values.length / step) }, (_, at) =>
        values.slice(at * step, (at + 1) * step),
      );
    },
  }),
  define({
    name: 'uniqueBy',
    group: 'list',
    parameters: [list, field],
    gives: 'array',
    summary: 'Of the objects that hold the same in a field, the first.',
    examples: [{ code: '$uniqueBy([{"s": "A", "n": 1}, {"s": "A", "n": 2}], "s")', gives: [{ s: 'A', n: 1 }] }],
    call: ([values, name]) => {
      const seen = new Set<string>();
      return values.filter((value) => {
        const key = canonicalJson(fieldOf(value, name) ?? null);
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      });
    },
  }),
  define({
    name: 'sortBy',
    group: 'list',
    parameters: [list, field, { name: 'descending', type: 'boolean', optional: true }],
    gives: 'array',
    summary:
      'The objects in the order of a field: numbers by value, then texts by their characters, without a value last.',
    examples: [
      { code: '$sortBy([{"p": "10.00"}, {"p": "9.50"}], "p").p', gives: ['9.50', '10.00'] },
      { code: '$sortBy([{"p": 1}, {"p": 2}], "p", true).p', gives: [2, 1] },
    ],
    call: ([values, name, descending = false]) =>
      values
        .map((value) => ({ value, key: sortKey(fieldOf(value, name)) }))
        .sort((a, b) => comparedKeys(a.key, b.key, descending))
        .map(({ value }) => value),
  }),
];

const fieldOf = (value: Json, name: string): Json | undefined => (isObject(value) ? own(value, name) : undefined);

function flattened(values: Json[], into: Json[] = []): Json[] {
  for (const value of values) {
    if (Array.isArray(value)) flattened(value, into);
    else into.push(value);
  }
  return into;
}
