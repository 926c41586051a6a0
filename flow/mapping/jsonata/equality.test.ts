import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../json.ts';
import { libraryOf } from './library.ts';
import type { Node } from './node.ts';
import { type Limits, type PreparedJsonata, prepareJsonata } from './prepare.ts';
import { AskReference } from './world.ts';

/** Expressions as text, so that the reference's parser makes both trees; data in which their few names are often found. */
const name = fc.constantFrom('a', 'b', 'c', 'd', '`constructor`');
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, '', 'x', 'yx', '12', '-1.50', ' a  b ', 0, 1, 2, -1, 0.5, 1e21, 0.1, 1e308),
  fc.integer({ min: -3, max: 5 }),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('json'), { maxKeys: 4 }),
  ),
}));

const literal = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '""', '"x"', '"a"', '"12"', '0', '1', '2', '-1', '1.5', '0.1'),
);
const variable = fc.constantFrom('$', '$$', '$v', '$w', '$x', '$i', '$outside', '$nowhere');
const oneText = ['uppercase', 'lowercase', 'trim', 'length', 'string', 'number', 'boolean', 'not', 'exists', 'type'];
const oneNumber = ['round', 'floor', 'ceil', 'abs', 'sqrt'];
const oneList = [
  'sum',
  'count',
  'max',
  'min',
  'average',
  'distinct',
  'reverse',
  'sort',
  'keys',
  'spread',
  'merge',
  'join',
];
const one = fc.constantFrom(...oneText, ...oneNumber, ...oneList);
const two = fc.constantFrom(
  ...[
    'substring',
    'substringBefore',
    'substringAfter',
    'contains',
    'split',
    'join',
    'append',
    'lookup',
    'power',
    'pad',
  ],
  ...['round', 'zip', 'formatBase', 'formatNumber'],
);
const pattern = fc.constantFrom('/x/', '/[a-z]+/', '/(y)?x/i', '/\\s*/', '/$/');

const { expression } = fc.letrec<{ expression: string; step: string }>((tie) => {
  const e = tie('expression');
  const glued = (...parts: (string | fc.Arbitrary<string>)[]) =>
    fc
      .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
      .map((texts) => texts.join(''));
  const lambda = fc.oneof(
    glued('function($x){', e, '}'),
    glued('function($x, $i){', e, '}'),
    glued('function($x, $i, $v){', e, '}'),
    glued('function(){', e, '}'),
  );
  const operator = fc.constantFrom(
    ...[' + ', ' - ', ' * ', ' / ', ' % ', ' = ', ' != ', ' < ', ' <= ', ' > ', ' >= ', ' & ', ' and ', ' or ', ' in '],
  );
  return {
    step: fc.oneof(
      { weight: 6, arbitrary: name },
      glued(name, '[', e, ']'),
      glued(name, '[0]'),
      glued(name, '[-1]'),
      glued(name, '[]'),
      fc.constantFrom('*', '**', '$'),
      glued('(', e, ')'),
      glued('{"a": ', e, '}'),
      glued('[', e, ']'),
      glued('$string(', e, ')'),
    ),
    expression: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      { weight: 2, arbitrary: name },
      literal,
      variable,
      { weight: 3, arbitrary: fc.array(tie('step'), { minLength: 1, maxLength: 4 }).map((steps) => steps.join('.')) },
      glued('(', e, ').', tie('step')),
      glued('(', e, ')[', e, ']'),
      glued('(', e, ')[]'),
      glued('(', e, operator, e, ')'),
      glued('-(', e, ')'),
      glued('(', e, ' ? ', e, ' : ', e, ')'),
      glued('(', e, ' ? ', e, ')'),
      glued('(', e, ' ?: ', e, ')'),
      glued('[', e, ', ', e, ']'),
      glued('[', e, ']'),
      glued('[', e, '..', e, ']'),
      glued('{"a": ', e, ', "b": ', e, '}'),
      glued('{', e, ': ', e, '}'),
      glued(name, '{', e, ': ', e, '}'),
      glued('(', e, ')^(', fc.constantFrom('', '<', '>'), e, ')'),
      glued('($v := ', e, '; ', e, ')'),
      glued('($v := ', e, '; $w := ', e, '; ', e, ')'),
      glued('($f := ', lambda, '; $f(', e, ', ', e, '))'),
      glued('$', one, '(', e, ')'),
      glued('(', e, ').$', one, '()'),
      glued('$', fc.oneof(two, one), '(', e, ', ', e, ')'),
      glued('$', two, '(', e, ')'),
      glued('$', two, '(', literal, ', ', literal, ', ', literal, ')'),
      glued('(', e, ' ~> $', one, ')'),
      glued('(', e, ' ~> $', two, '(', e, '))'),
      glued('$substring(', e, ', ', e, ', ', e, ')'),
      glued(
        '$',
        fc.constantFrom('map', 'filter', 'single', 'sift', 'each', 'sort', 'reduce'),
        '(',
        e,
        ', ',
        lambda,
        ')',
      ),
      glued('$reduce(', e, ', ', lambda, ', ', e, ')'),
      glued('$map(', e, ', $', one, ')'),
      glued('$', fc.constantFrom('contains', 'match', 'split'), '(', e, ', ', pattern, ')'),
      glued('$replace(', e, ', ', fc.oneof(pattern, e), ', ', e, ')'),
    ),
  };
});

/** FUZZ_RUNS asks for more. */
const runs = Number(process.env.FUZZ_RUNS ?? 500);
const library = libraryOf([]);
const limits: Limits = { timeout: 2000, stack: 2000, sequence: 500 };
const names = { outside: [{ a: 1 }, { a: [2, 3], b: 'x' }] };

interface Outcome {
  value?: unknown;
  code?: string;
}

const asJson = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
const failed = (thrown: unknown): Outcome => ({ code: (thrown as { code?: string }).code ?? 'thrown' });
const copyOf = <Part>(value: Part): Part => structuredClone(value);

/** The reference works at the parts of an array or object side by side: which of two failures it reports is chance. */
function workSideBySide(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { type, value } = node as Node;
  if (type === 'unary' && (value === '[' || value === '{')) return true;
  if ('group' in node) return true;
  return Object.values(node).some(workSideBySide);
}

/** Some put together here are not JSONata: behind `]` a slash begins a pattern. */
function readable(code: string): PreparedJsonata | undefined {
  try {
    return prepareJsonata(code, library, limits);
  } catch {
    return undefined;
  }
}

async function compared(code: string, input: Json): Promise<'compiled' | 'asked' | 'left'> {
  const prepared = readable(code);
  if (!prepared?.run) return 'left';
  const frozen = JSON.stringify(input);
  let ours: Outcome;
  try {
    ours = { value: asJson(prepared.run(input, names)) };
  } catch (thrown) {
    if (thrown instanceof AskReference) return 'asked';
    ours = failed(thrown);
  }
  expect(JSON.stringify(input)).toBe(frozen);
  const theirs = await prepared
    .reference(copyOf(input), copyOf(names))
    .then((value): Outcome => ({ value: asJson(value) }), failed);
  if (ours.code && theirs.code && workSideBySide(prepared.ast)) return 'compiled';
  if (ours.code === 'thrown' || theirs.code === 'thrown') expect(Boolean(ours.code)).toBe(Boolean(theirs.code));
  else expect(ours).toEqual(theirs);
  return 'compiled';
}

describe('a compiled expression', () => {
  it('gives what the reference gives, value or error code, whatever the expression and the data', async () => {
    const count = { compiled: 0, asked: 0, left: 0 };
    await fc.assert(
      fc.asyncProperty(expression, json, async (code, input) => {
        count[await compared(code, input)] += 1;
      }),
      { numRuns: runs },
    );
    expect(count.compiled).toBeGreaterThan(runs / 2);
  }, 600_000);
});
