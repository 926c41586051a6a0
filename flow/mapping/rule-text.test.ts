import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMapping } from './compile.ts';
import type { Rule, Source } from './document.ts';
import { expressionFor, ruleSummary, templateParts, templateText } from './rule-text.ts';

const from = (...path: string[]): Source => ({ from: 'item', path });

describe('a template as text', () => {
  it.each<[(string | Source)[], string]>([
    [['SH-', from('name')], 'SH-{{name}}'],
    [[{ from: 'root', path: ['customer', 'email'] }], '{{$root.customer.email}}'],
    [[from('odd name', 'x.y')], '{{"odd name"."x.y"}}'],
    [[from('lines', '[]', 'sku')], '{{lines[].sku}}'],
    [[from()], '{{$}}'],
    [['a {{ b'], 'a {{{{ b'],
  ])('%j is %s, and back', (parts, text) => {
    expect(templateText(parts)).toBe(text);
    expect(templateParts(text)).toEqual(parts);
  });

  it('comes back as it was, whatever the names', () => {
    const name = fc.oneof(fc.string({ minLength: 1 }), fc.constant('[]')).filter((text) => !/[{}\n]|^\$/.test(text));
    const place = fc.record({
      from: fc.constantFrom('item' as const, 'root' as const),
      path: fc.array(name, { minLength: 1 }),
    });
    const plain = fc.string({ minLength: 1 }).filter((text) => !/[{}]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, place), { maxLength: 3 }), (pairs) => {
        expect(templateParts(templateText(pairs.flat()))).toEqual(pairs.flat());
      }),
    );
  });
});

const body = { a: null, b: 'x', n: '0.10', m: 0.2, id: 7, list: ['p', 'q'] };
const rules: [Rule, string][] = [
  [{ kind: 'paths', of: [from('a'), from('b')], take: 'first' }, 'the first of a, b'],
  [{ kind: 'paths', of: [from('b'), from('id')], take: 'join', separator: '-' }, 'b, id joined'],
  [{ kind: 'paths', of: [from('b'), from('list', '[]')], take: 'list' }, 'a list of b, list[]'],
  [{ kind: 'template', parts: ['SH-', from('id')] }, 'SH-{{id}}'],
  [{ kind: 'value-map', ...from('id'), entries: [{ in: 7, out: 'seven' }] }, 'id by a table of 1'],
  [{ kind: 'function', name: 'truncate', arguments: [from('b'), { value: 1 }] }, '$truncate(b, 1)'],
  [{ kind: 'constant', value: 'c' }, 'c'],
  [{ kind: 'path', ...from('list', '[]') }, 'list[]'],
];

describe('a rule in words', () => {
  it.each(rules)('%j is “%s”, and its expression gives the same', async (rule, words) => {
    expect(ruleSummary(rule)).toBe(words);
    const target = { type: 'object', properties: { X: {}, Y: {} } } as const;
    const rows = [rule, { kind: 'expression' as const, code: expressionFor(rule) }].map((one, index) => ({
      kind: 'field' as const,
      id: `r${index}`,
      target: [index === 0 ? 'X' : 'Y'],
      rule: one.kind === 'path' ? { ...one, collect: 'list' as const } : one,
    }));
    const outcome = await compileMapping({ format: 1, rows }, target).run(body, {
      now: '2025-01-01T00:00:00Z',
      zone: 'UTC',
    });
    const value = outcome.ok ? (outcome.value as Record<string, unknown>) : outcome.troubles;
    expect(value).toEqual({ X: (value as Record<string, unknown>).Y, Y: (value as Record<string, unknown>).Y });
  });
});
