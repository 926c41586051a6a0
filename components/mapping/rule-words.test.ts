import { describe, expect, it } from 'vitest';
import type { Rule } from '#flow/mapping/document.ts';
import { expressionText, ruleText, ruleWords, shortPath } from './rule-words.ts';
import { typedRule } from './typed-rule.ts';

const path = (from: 'root' | 'item', ...steps: string[]): Rule => ({ kind: 'path', from, path: steps });
const expression = (code: string): Rule => ({ kind: 'expression', code });

describe('a rule in a box', () => {
  it.each<[Rule, string[][], string]>([
    [{ kind: 'constant', value: 'ACCREC' }, [], 'ACCREC'],
    [{ kind: 'constant', value: 0 }, [], '0'],
    [path('item', 'tax_lines', '[]', 'price'), [], 'tax_lines[].price'],
    [path('item'), [], 'the whole'],
    [expression('a & b'), [['lines', '[]', 'a'], ['name']], 'a, name'],
    [expression('1 + 1'), [], 'expression'],
  ])('%j reads %j: %s', (rule, sources, words) => {
    expect(ruleWords(rule, sources, ['lines', '[]'])).toBe(words);
  });

  it('says the last name of a path that stands deep', () => {
    expect(shortPath(['shop', 'order', 'customer', 'name'], [])).toBe('name');
    expect(shortPath(['customer', 'name'], [])).toBe('customer.name');
    expect(shortPath(['lines', '[]'], ['lines', '[]'])).toBe('the whole');
  });
});

describe('a rule as it is typed', () => {
  const isField = (steps: string[]) => ['name', 'customer.email', 'a.b'].includes(steps.join('.'));
  it.each<[string, 'string' | 'decimal' | 'boolean' | undefined, Rule]>([
    ['ACCREC', 'string', { kind: 'constant', value: 'ACCREC' }],
    ['200', 'string', { kind: 'constant', value: '200' }],
    ['200', 'decimal', { kind: 'constant', value: 200 }],
    ['false', 'boolean', { kind: 'constant', value: false }],
    ['plain words', undefined, { kind: 'constant', value: 'plain words' }],
    ['=name', 'string', path('item', 'name')],
    ['= customer.email', 'string', path('item', 'customer', 'email')],
    ['=$root.currency', 'string', path('root', 'currency')],
    ['=lines.price', 'decimal', expression('lines.price')],
    ['=true', 'boolean', expression('true')],
    ['=name & "!"', 'string', expression('name & "!"')],
    ['SH-{{name}}', 'string', { kind: 'template', parts: ['SH-', { from: 'item', path: ['name'] }] }],
    ['{{{{name}}', 'string', { kind: 'constant', value: '{{name}}' }],
  ])('%s for a %s', (text, kind, rule) => {
    expect(typedRule(text, kind, isField)).toEqual(rule);
  });

  it.each([
    { kind: 'constant', value: 'ACCREC' },
    path('item', 'name'),
    path('root', 'a', 'b'),
    expression('name & 1'),
    { kind: 'constant', value: 'a {{b}}' },
    { kind: 'template', parts: [{ from: 'root', path: ['a', 'b'] }, '!'] },
  ] as Rule[])('comes back as it went: %j', (rule) => {
    expect(typedRule(ruleText(rule), 'string', isField)).toEqual(rule);
  });

  it.each<[Rule, string]>([
    [path('item', 'odd name', '[]', 'x'), '`odd name`.x'],
    [path('item'), '$'],
    [{ kind: 'path', from: 'item', path: ['tax', '[]', 'price'], collect: 'sum' }, '$sumMoney(tax.price)'],
    [{ kind: 'path', from: 'root', path: ['a', '[]'], collect: 'last' }, '($root.a)[-1]'],
  ])('%j starts the expression %s', (rule, code) => {
    expect(expressionText(rule)).toBe(code);
  });
});
