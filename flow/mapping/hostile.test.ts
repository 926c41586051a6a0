import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isObject, type Json, parseJson, stringifyJson } from '../json.ts';
import { accept, suggestions } from './automap.ts';
import { checkMapping } from './check.ts';
import { compileMapping } from './compile.ts';
import { type Mapping, mappingSchema, type Row, type Rule } from './document.ts';
import { editMapping, rowOf } from './edit.ts';
import { inferSchema } from './infer.ts';
import { linesOf } from './lineage.ts';
import {
  anyJson as json,
  likelyJson,
  likelyMapping,
  anyMapping as mapping,
  anySchema as schema,
} from './testing/hostile.ts';
import { tree } from './tree.ts';

const given = { now: '2025-04-02T11:31:26.000Z', zone: 'Europe/Vienna' };

const reread = (drawn: Mapping): Mapping => mappingSchema.parse(parseJson(stringifyJson(drawn as unknown as Json)));

const allRows = (list: Row[]): Row[] =>
  list.flatMap((row) => (row.kind === 'loop' ? [row, ...allRows(row.rows)] : [row]));

/** The document with a field that nobody knows in every object of it that is the mapping’s own. */
function laterParts(part: Json, later: Json, key = ''): Json {
  if (key === 'value' || key === 'in' || key === 'out') return part;
  if (isObject(part) && (part.kind === 'switch' || part.kind === '__proto__'))
    return { ...part, 'later than this': later };
  if (Array.isArray(part)) return part.map((inner) => laterParts(inner, later));
  if (!isObject(part)) return part;
  const fields = Object.entries(part).map(([name, inner]) => [name, laterParts(inner, later, name)] as const);
  return { ...Object.fromEntries(fields), 'later than this': later };
}

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 400) };

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

  it('what rows wrote before is still there after all suggestions are taken, and each new line makes the loops it needs', async () => {
    await fc.assert(
      fc.asyncProperty(likelyMapping, likelyJson, likelyJson, async (drawn, body, to) => {
        const [source, target] = [inferSchema(body), inferSchema(to)];
        const accepted = accept(drawn, suggestions(drawn, source, target), source, target);
        const before = await compileMapping(drawn).preview(body, given);
        const after = await compileMapping(accepted).preview(body, given);
        expect(lostIn(before.value, after.value)).toBe(false);
        const known = new Set(allRows(drawn.rows).map(({ id }) => id));
        const added = allRows(accepted.rows).filter(({ id }) => !known.has(id));
        for (const row of added) {
          if (row.kind === 'field')
            expect(row.rule).toEqual({ kind: 'path', from: expect.any(String), path: names(row.rule) });
        }
        expect(suggestions(accepted, source, target).filter(({ why }) => why.startsWith('same path'))).toEqual([]);
      }),
      runs,
    );
  });
});

const names = (rule: Rule): string[] => (rule.kind === 'path' ? rule.path.filter((step) => step !== '[]') : ['?']);

/** Whether something that was written is not there any more, or a list has become longer. */
function lostIn(before: Json | undefined, after: Json | undefined): boolean {
  if (isObject(before) && isObject(after)) {
    return Object.keys(before).some((name) => !Object.hasOwn(after, name) || lostIn(before[name], after[name]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length !== after.length || before.some((part, index) => lostIn(part, after[index]));
  }
  return canonicalJson([before ?? null]) !== canonicalJson([after ?? null]);
}
