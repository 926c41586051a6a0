import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#flow/catalog.ts';
import type { Row, Rule } from '#flow/mapping/document.ts';
import { tree } from '#flow/mapping/tree.ts';
import { dropChoices } from './drop-choices.ts';
import { sourceRows } from './source-rows.ts';
import { targetRows } from './target-rows.ts';

const text: JsonSchema = { type: 'string' };
const schema: JsonSchema = {
  type: 'object',
  properties: {
    Name: text,
    Born: { type: 'string', format: 'date' },
    Buyer: { type: 'object', properties: { Id: text } },
  },
};
const sources = sourceRows(tree(undefined, { first: 'A', last: 'B', customer: { id: 'C' }, items: [{ sku: 'D' }] }));
const reads = (path: string): Rule => ({ kind: 'path', from: 'root', path: [path] });

/** As `what`, in brackets with the reason where it cannot be chosen. */
function offered(from: string[], to: string, rule?: Rule, byName = 2): string[] {
  const rows: Row[] = rule ? [{ kind: 'field', id: 'r1', target: [to], rule }] : [];
  const target = targetRows(tree(schema), rows).find(({ name }) => name === to);
  const dropped = from.flatMap((key) => sources.find((row) => row.key === key) ?? []);
  if (!target) throw new Error(`${to} is no target`);
  const seen = dropped.map(({ path }) => ({ from: 'root' as const, path }));
  return dropChoices(dropped, seen, target, () => byName).map(({ what, why }) => (why ? `(${what}: ${why})` : what));
}

describe('what may be meant by a drop', () => {
  it.each<[title: string, expected: string[], ...Parameters<typeof offered>]>([
    ['nothing else on a row that says nothing', [], ['first'], 'Name'],
    ['one of three on a row that reads a field', ['replace', 'add', 'first'], ['first'], 'Name', reads('last')],
    ['the same once more is no question', [], ['last'], 'Name', reads('last')],
    ['several are asked about together', ['replace', 'add', 'first'], ['first', 'last'], 'Name', reads('first')],
    [
      'days are not put together',
      ['replace', '(add: a date cannot be put together from several)', 'first'],
      ['first'],
      'Born',
      reads('last'),
    ],
    [
      'a constant can only be replaced',
      ['replace', '(add: it is more than a field)', '(first: it is more than a field)'],
      ['first'],
      'Name',
      { kind: 'constant', value: 'x' },
    ],
    ['an object on an object, by name or whole', ['by-name', 'whole'], ['customer'], 'Buyer'],
    [
      'an object that has nothing like it',
      ['(by-name: no field left in it is like one of these)', 'whole'],
      ['customer'],
      'Buyer',
      undefined,
      0,
    ],
    ['a list is a loop’s affair', [], ['items'], 'Name'],
  ])('%s', (_, expected, ...drop) => {
    expect(offered(...drop)).toEqual(expected);
  });
});
