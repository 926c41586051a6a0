import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { compileMapping, type MapOutcome } from './compile.ts';
import type { FieldRow, LoopRow, Row, Rule } from './document.ts';
import { isUnusable, prepareExpression } from './expression.ts';

const given = { now: '2025-04-02T16:31:26.000Z', zone: 'UTC' };
const path = (from: 'root' | 'item', ...steps: string[]): Rule => ({ kind: 'path', from, path: steps });
const field = (id: string, rule: Rule): FieldRow => ({ kind: 'field', id, target: [id], rule });
const loop = (id: string, rows: Row[]): LoopRow => ({
  kind: 'loop',
  id,
  target: [id],
  from: 'root',
  over: ['l'],
  rows,
});
const code = (text: string): Rule => ({ kind: 'expression', code: text });
const run = async (rows: Row[], body: Json): Promise<MapOutcome> =>
  await compileMapping({ format: 1, rows }).run(body, given);
const messages = (outcome: MapOutcome): string =>
  outcome.ok ? '' : outcome.troubles.map(({ message }) => message).join(' ');

const many = (count: number): Json => ({
  l: Array.from({ length: count }, (_, index) => ({ n: index, s: `${index}` })),
});
const text = 'a'.repeat(5_000_000);

describe('a message that costs more than a message may', () => {
  it.each<[string, Row[], Json]>([
    ['loops in loops over long lists', [loop('a', [loop('b', [field('x', path('item', 'n'))])])], many(20_000)],
    [
      'long lists joined for each element',
      [loop('a', [field('x', { ...path('root', 'l', '[]', 's'), collect: 'join' } as Rule)])],
      many(40_000),
    ],
    [
      'long lists summed by an expression for each element',
      [loop('a', [field('x', code('$sum($root.l.n)'))])],
      many(20_000),
    ],
    ['the whole message written for each element', [loop('a', [field('x', path('root'))])], many(20_000)],
    [
      'a long text written for each element',
      [loop('a', [field('x', path('root', 't'))])],
      { ...(many(5000) as object), t: 'a'.repeat(500_000) },
    ],
    [
      'a long text put into a text for each element',
      [loop('a', [field('x', { kind: 'template', parts: [{ from: 'root', path: ['t'] }, '!'] })])],
      { ...(many(5000) as object), t: 'a'.repeat(500_000) },
    ],
    ['lists told apart for each element', [loop('a', [field('x', code('$count($distinct($root.l))'))])], many(3000)],
    ['a text that grows by itself', [field('x', code('$reduce([1..60], function($a, $b) { $a & $a }, "xy")'))], {}],
    ['a range up to where adding 1 changes nothing', [field('x', code('[n..n]'))], { n: 1e308 }],
    ['a range as long as a number says', [field('x', code('[1..n]'))], { n: 1e6 }],
    ['a text padded as far as a number says', [field('x', code('$pad("x", n)'))], { n: 4e8 }],
  ])(
    '%s: ends with trouble in words',
    async (_, rows, body) => {
      const outcome = await run(rows, body);
      expect(outcome.ok).toBe(false);
      expect(messages(outcome)).toMatch(/more work than|failed: |takes too long|beyond/);
    },
    60_000,
  );

  it('a text of five million characters passes through, and is as long as it is', async () => {
    const outcome = await run([field('x', path('item', 't')), field('n', code('$length(t)'))], { t: text });
    expect(outcome).toMatchObject({ ok: true, value: { n: 5_000_000 } });
  });

  it.each([
    ['/(a+)+$/', 'repeats a repetition'],
    ['/(a|a)*b/', 'repeats a repetition'],
    ['/^(a?){30}a{30}$/', 'repeats a repetition'],
    ['/^(?:a|a){60}b/', 'repeats a repetition'],
  ])('the pattern %s is refused before it is tried', (pattern, words) => {
    const expression = prepareExpression(`$contains(t, ${pattern})`);
    expect(isUnusable(expression) && expression.message).toContain(words);
  });

  it.each(['/a+$/', '/a*a*a*b/', '/\\s+$/'])('the pattern %s is not tried on a text of millions', async (pattern) => {
    expect(messages(await run([field('x', code(`$contains(t, ${pattern})`))], { t: `${text}c` }))).toContain(
      'only tried on texts',
    );
    expect(await run([field('x', code(`$contains(t, ${pattern})`))], { t: 'aaa  ' })).toMatchObject({ ok: true });
  });

  it.each<[string, number]>([
    ['/a+$/', 50_000],
    ['/a*a*b/', 5000],
    ['/a*a*a*a*a*b/', 1000],
    ['/(.*a){12}$/', 100],
    ['/(a?a)*b/', 60],
    ['/(a+)\\1$/', 5000],
    ['/(?=a*b)|(?=a*c)a*d/', 20_000],
  ])(
    'the pattern %s comes to an end, or is not tried, on texts of 20, 60, 200 and %d characters',
    async (pattern, most) => {
      for (const length of [20, 60, 200, most]) {
        const outcome = await run([field('x', code(`$contains(t, ${pattern})`))], { t: `${'a'.repeat(length)}!` });
        expect(outcome.ok || messages(outcome)).toSatisfy(
          (said) => said === true || String(said).includes('only tried'),
        );
      }
    },
  );

  it.each(['/^(jan|feb|mar)$/', '/(\\d{4})-(\\d{2})/', '/(?<year>\\d{4})[.]/', '/\\u{61}|\\p{L}/'])(
    'the pattern %s is tried on a text of any length',
    async (pattern) => {
      expect(await run([field('x', code(`$contains(t, ${pattern})`))], { t: 'b'.repeat(1_000_000) })).toMatchObject({
        value: { x: false },
      });
    },
  );

  it('a pattern tried on many texts takes from what a message may do', async () => {
    const rows = [loop('a', [field('x', code('$contains(s, /a*a*b/)'))])];
    const body = { l: Array.from({ length: 300 }, () => ({ s: 'b'.repeat(900) })) };
    expect(messages(await run(rows, body))).toMatch(/more work than|takes too long/);
  });
});
