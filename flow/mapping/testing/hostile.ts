import fc from 'fast-check';
import type { JsonSchema } from '../../catalog.ts';
import { type Json, parseJson } from '../../json.ts';
import { collects, type Mapping, type Otherwise, type Row, type Rule, takes } from '../document.ts';
import { mappingFunctions } from '../functions.ts';
import { inferSchema } from '../infer.ts';

/** Mappings, messages and schemas as nobody would draw or send them, of few names, so that they often meet. */

const name = fc.constantFrom(
  'a',
  'b',
  'lines',
  '__proto__',
  'constructor',
  'toString',
  'length',
  'then',
  '0',
  'ä\ud800',
);
const step = fc.oneof({ weight: 3, arbitrary: name }, fc.constant('[]'));
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, '', '12,50', '-0', '1e400', 'true', '2025-02-30', '2025-04-02T10:00:00Z', '\ud800', '٣'),
  fc.constantFrom('12345678901234567890.5', '1e99999999', '-1e-300', '0.1').map(parseJson),
  fc.boolean(),
  fc.integer(),
  fc.string(),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('json')), { maxLength: 4 }).map((fields) => Object.fromEntries(fields)),
  ),
}));

const code = fc.constantFrom(
  'a',
  'a +',
  '$number(a)',
  'lines.a',
  '$sum(lines.b)',
  '$sumMoney(lines.a)',
  '$dateIn(a, $zone)',
  '**',
  'lines[]',
  '$lookup($, "constructor")',
  '$string($root)',
  '{"__proto__": {"x": 1}, a ? "k" : "l": b}',
  '$index > 0',
  '$keys($).($ & "x")',
  '$map(lines, function($l, $i){ $merge([$l, {"i": $i}]) })',
);
const target = fc.array(name, { minLength: 1, maxLength: 3 });
const from = fc.constantFrom('root' as const, 'item' as const);
const path = fc.array(step, { maxLength: 4 });
const source = fc.record({ from, path });
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constant('path' as const), from, path }),
  fc.record({ kind: fc.constant('path' as const), from, path, collect: fc.constantFrom(...collects) }),
  fc.record({ kind: fc.constant('constant' as const), value: json }),
  fc.record({ kind: fc.constant('expression' as const), code }),
  fc.record({
    kind: fc.constant('paths' as const),
    of: fc.array(source, { minLength: 1 }),
    take: fc.constantFrom(...takes),
  }),
  fc.record({ kind: fc.constant('template' as const), parts: fc.array(fc.oneof(fc.string(), source)) }),
  fc.record({
    kind: fc.constant('value-map' as const),
    from,
    path,
    entries: fc.array(fc.record({ in: json, out: json }), { maxLength: 3 }),
    otherwise: fc.constantFrom<Otherwise>(
      { do: 'keep' },
      { do: 'missing' },
      { do: 'park' },
      { do: 'default', value: 1 },
    ),
  }),
  fc.record({
    kind: fc.constant('function' as const),
    name: fc.constantFrom('noFunction', ...mappingFunctions.map(({ name }) => name)),
    arguments: fc.array(fc.oneof(source, fc.record({ value: json })), { maxLength: 3 }),
  }),
);
const ifMissing = fc.oneof(
  fc.constantFrom('omit' as const, 'null' as const, 'park' as const, 'fail' as const).map((policy) => ({ do: policy })),
  fc.record({ do: fc.constant('default' as const), value: json }),
);
/** Of a kind that nobody knows yet, with parts that may be called as those of other rows are. */
const laterRow = fc
  .record({
    kind: fc.constantFrom('switch', '__proto__'),
    id: fc.constant(''),
    target,
    rows: json,
    rule: json,
    over: json,
  })
  .map((row) => row as unknown as Row);
const { rows } = fc.letrec<{ rows: Row[] }>((tie) => ({
  rows: fc.array(
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('field' as const), id: fc.constant(''), target, rule }),
      laterRow,
      fc.record({ kind: fc.constant('field' as const), id: fc.constant(''), target, rule, ifMissing }),
      fc.record({
        kind: fc.constant('loop' as const),
        id: fc.constant(''),
        target,
        from,
        over: path,
        rows: tie('rows'),
      }),
      fc.record({
        kind: fc.constant('loop' as const),
        id: fc.constant(''),
        target,
        from,
        over: path,
        where: code,
        rows: tie('rows'),
      }),
      fc.record({
        kind: fc.constant('loop' as const),
        id: fc.constant(''),
        target,
        from,
        over: path,
        distinct: fc.array(path, { minLength: 1, maxLength: 2 }),
        sort: fc.array(fc.record({ path, descending: fc.boolean() }), { minLength: 1, maxLength: 2 }),
        groupBy: path,
        limit: fc.integer({ min: 1, max: 3 }),
        rows: tie('rows'),
      }),
    ),
    { maxLength: 4 },
  ),
}));

function numbered(list: Row[], next = { id: 0 }): Row[] {
  return list.map((row) => {
    next.id += 1;
    const id = `r${next.id}`;
    return row.kind === 'loop' ? { ...row, id, rows: numbered(row.rows, next) } : { ...row, id };
  });
}

export const anyMapping: fc.Arbitrary<Mapping> = rows.map((list) => ({ format: 1, rows: numbered(list) }));
export const anySchema: fc.Arbitrary<JsonSchema | undefined> = fc.option(
  json.map((value) => inferSchema(value)),
  { nil: undefined },
);
export const anyJson: fc.Arbitrary<Json> = json;

/** Bodies and mappings of a few names in lists and objects, so that most of what could be drawn has a partner already. */
const fewNames = fc.constantFrom('a', 'b', 'l');
const { few } = fc.letrec<{ few: Json }>((tie) => ({
  few: fc.oneof(
    { depthSize: 'small' },
    { weight: 2, arbitrary: fc.constantFrom<Json>('x', 'y', '1') },
    fc.record({ a: tie('few'), b: tie('few') }, { requiredKeys: ['a'] }) as fc.Arbitrary<Json>,
    fc.array(fc.record({ a: tie('few'), b: tie('few') }, { requiredKeys: ['a'] }) as fc.Arbitrary<Json>, {
      minLength: 1,
      maxLength: 2,
    }),
  ),
}));
export const likelyJson: fc.Arbitrary<Json> = fc.record({ a: few, b: few, l: few }) as fc.Arbitrary<Json>;

const fewTarget = fc.array(fewNames, { minLength: 1, maxLength: 2 });
const fewPath = fc.array(fewNames, { maxLength: 2 });
const fewRule = fc.record({ kind: fc.constant('path' as const), from, path: fewPath });
const { likelyRows } = fc.letrec<{ likelyRows: Row[] }>((tie) => ({
  likelyRows: fc.array(
    fc.oneof(
      { depthSize: 'small' },
      fc.record({ kind: fc.constant('field' as const), id: fc.constant(''), target: fewTarget, rule: fewRule }),
      fc.record(
        {
          kind: fc.constant('loop' as const),
          id: fc.constant(''),
          target: fewTarget,
          from,
          over: fewPath,
          groupBy: fc.constant(['a']),
          rows: tie('likelyRows'),
        },
        { requiredKeys: ['kind', 'id', 'target', 'from', 'over', 'rows'] },
      ) as fc.Arbitrary<Row>,
    ),
    { maxLength: 3 },
  ),
}));
export const likelyMapping: fc.Arbitrary<Mapping> = fc
  .record({
    rows: likelyRows.map((list) => numbered(list)),
    ignored: fc.array(fewTarget.map((target) => ({ target }))),
  })
  .map((parts) => ({ format: 1, ...parts }));
