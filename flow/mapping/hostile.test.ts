import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../catalog.ts';
import { canonicalJson, isObject, type Json, parseJson, stringifyJson } from '../json.ts';
import { accept, suggestions } from './automap.ts';
import { checkMapping } from './check.ts';
import { compileMapping } from './compile.ts';
import { collects, type Mapping, mappingSchema, type Otherwise, type Row, type Rule, takes } from './document.ts';
import { editMapping, rowOf } from './edit.ts';
import { mappingFunctions } from './functions.ts';
import { inferSchema } from './infer.ts';
import { linesOf } from './lineage.ts';
import { tree } from './tree.ts';

const given = { now: '2025-04-02T11:31:26.000Z', zone: 'Europe/Vienna' };

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
const { rows } = fc.letrec<{ rows: Row[] }>((tie) => ({
  rows: fc.array(
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('field' as const), id: fc.constant(''), target, rule }),
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

const reread = (drawn: Mapping): Mapping => mappingSchema.parse(parseJson(stringifyJson(drawn as unknown as Json)));

const allRows = (list: Row[]): Row[] =>
  list.flatMap((row) => (row.kind === 'loop' ? [row, ...allRows(row.rows)] : [row]));

/** The document with a field that nobody knows in every object of it that is the mapping’s own. */
function laterParts(part: Json, later: Json, key = ''): Json {
  if (key === 'value' || key === 'in' || key === 'out') return part;
  if (Array.isArray(part)) return part.map((inner) => laterParts(inner, later));
  if (!isObject(part)) return part;
  const fields = Object.entries(part).map(([name, inner]) => [name, laterParts(inner, later, name)] as const);
  return { ...Object.fromEntries(fields), 'later than this': later };
}

const mapping: fc.Arbitrary<Mapping> = rows.map((list) => ({ format: 1, rows: numbered(list) }));
const schema: fc.Arbitrary<JsonSchema | undefined> = fc.option(
  json.map((value) => inferSchema(value)),
  { nil: undefined },
);
const runs = { numRuns: 400 };

describe('whatever the mapping, the message and the schema', () => {
  it('a run ends with a value or with troubles, the preview with the same, and the message is left as it was', async () => {
    await fc.assert(
      fc.asyncProperty(mapping, json, schema, async (drawn, input, wanted) => {
        const before = stringifyJson(input);
        const compiled = compileMapping(drawn, wanted);
        const outcome = await compiled.run(input, given);
        const preview = await compiled.preview(input, given);
        expect(preview.outcome).toEqual(outcome);
        if (outcome.ok) {
          expect(stringifyJson(outcome.value)).toBe(stringifyJson(preview.value));
          expect(canonicalJson(parseJson(stringifyJson(outcome.value)))).toBe(canonicalJson(outcome.value));
        } else expect(outcome.troubles.length).toBeGreaterThan(0);
        expect(stringifyJson(input)).toBe(before);
        expect(({} as Record<string, unknown>).x).toBeUndefined();
      }),
      runs,
    );
  });

  it('checking, drawing lines and drawing trees end without throwing', () => {
    fc.assert(
      fc.property(mapping, json, schema, (drawn, input, wanted) => {
        const source = inferSchema(input);
        for (const problem of checkMapping(drawn, source, wanted)) expect(problem.where.row ?? '').toMatch(/^(r\d+)?$/);
        expect(linesOf(drawn, source).length).toBeGreaterThanOrEqual(drawn.rows.length);
        expect(tree(source, input).every((row) => row.path.length > 0)).toBe(true);
      }),
      runs,
    );
  });

  it('the mapping is the same after saving and loading, with all that a later version put into it', () => {
    fc.assert(
      fc.property(mapping, json, (drawn, later) => {
        const document = laterParts(drawn as unknown as Json, later);
        const loaded = mappingSchema.parse(parseJson(stringifyJson(document)));
        expect(canonicalJson(loaded as unknown as Json)).toBe(canonicalJson(document));
        const edited = editMapping(loaded, {
          kind: 'put-rule',
          at: { target: ['edited here'] },
          rule: { kind: 'constant', value: 1 },
        });
        const undone = editMapping(edited.mapping, { kind: 'remove-rows', rows: [edited.row ?? ''] });
        const again = mappingSchema.parse(parseJson(stringifyJson(undone.mapping as unknown as Json)));
        expect(canonicalJson(again as unknown as Json)).toBe(canonicalJson(document));
      }),
      runs,
    );
  });

  it('suggestions are the same each time and leave every row as it is', () => {
    fc.assert(
      fc.property(mapping, json, json, (drawn, from, to) => {
        const [source, target] = [inferSchema(from), inferSchema(to)];
        const found = suggestions(drawn, source, target);
        expect(suggestions(reread(drawn), source, target)).toEqual(found);
        const accepted = accept(drawn, found, source, target);
        for (const row of allRows(drawn.rows)) {
          const after = rowOf(accepted.rows, row.id);
          expect(after && { ...after, rows: [] }).toEqual({ ...row, rows: [] });
        }
      }),
      runs,
    );
  });
});
