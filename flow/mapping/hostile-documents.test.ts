import { describe, expect, it } from 'vitest';
import { type Json, parseJson } from '../json.ts';
import { checkMapping } from './check.ts';
import { compileMapping } from './compile.ts';
import { type Mapping, mappingSchema, type Row } from './document.ts';
import { editMapping } from './edit.ts';

const given = { now: '2025-04-02T11:31:26.000Z', zone: 'UTC' };
const nested = (levels: number, inner: Json, around: (inner: Json) => Json): Json => {
  let value = inner;
  for (let level = 0; level < levels; level++) value = around(value);
  return value;
};
const loops = (levels: number): Json => ({
  format: 1,
  rows: nested(levels, [], (rows) => [{ kind: 'loop', id: 'l', target: ['a'], from: 'item', over: ['a'], rows }]),
});

describe('a mapping document', () => {
  it.each<[string, Json]>([
    ['loops in ten thousand loops', loops(10_000)],
    [
      'a constant of ten thousand lists',
      {
        format: 1,
        rows: [
          {
            kind: 'field',
            id: 'a',
            target: ['a'],
            rule: { kind: 'constant', value: nested(10_000, 1, (value) => [value]) },
          },
        ],
      },
    ],
    ['unknown parts of ten thousand levels', { format: 1, rows: [], later: nested(10_000, 1, (later) => ({ later })) }],
  ])('of %s is refused in words', (_, document) => {
    const read = mappingSchema.safeParse(document);
    expect(read.error?.issues.map(({ message }) => message)).toEqual([
      'A mapping may be nested 300 levels deep at the most.',
    ]);
  });

  it('of loops in a hundred loops is read and run', async () => {
    const mapping = mappingSchema.parse(loops(100));
    expect((await compileMapping(mapping).run({ a: 1 }, given)).ok).toBe(true);
  });

  it('is told of all that is wrong with it, each with its place', () => {
    const read = mappingSchema.safeParse({
      format: 1,
      rows: [
        { kind: 'field', id: '', target: ['a'], rule: { kind: 'path', from: 'nowhere', path: [] } },
        { kind: 'loop', id: 'l', target: [], from: 'item', over: ['a'], rows: [{ kind: 'field', id: 'x' }, 7] },
        { kind: 'switch', id: 's' },
        { target: ['a'] },
      ],
    });
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'rows.0.id',
      'rows.0.rule.from',
      'rows.1.target',
      'rows.1.rows.0.target',
      'rows.1.rows.0.rule',
      'rows.1.rows.1',
      'rows.2.target',
      'rows.3.kind',
    ]);
  });
});

describe('a row of a later version', () => {
  const switchRow = { kind: 'switch', id: 's', target: ['a'], cases: [{ when: 'x' }] } as unknown as Row;
  const mapping: Mapping = { format: 1, rows: [switchRow] };

  it('cannot run: it is a bug of the mapping, told with its field', async () => {
    const outcome = await compileMapping(mapping).run({}, given);
    expect(outcome).toMatchObject({ ok: false, troubles: [{ class: 'bug', row: 's', field: 'a' }] });
    expect(checkMapping(mapping).map(({ code, where }) => [code, where])).toEqual([
      ['mapping-unknown-row', { field: 'a', row: 's' }],
    ]);
  });

  it('is not written over by a line to its target, and can be removed', () => {
    const edited = editMapping(mapping, { kind: 'connect', source: ['x'], at: { target: ['a'] } });
    expect(edited.mapping).toBe(mapping);
    expect(edited.hint).toContain('later version');
    expect(editMapping(mapping, { kind: 'remove-rows', rows: ['s'] }).mapping.rows).toEqual([]);
  });
});

describe('a message of any depth', () => {
  const body = { deep: nested(20_000, 'x', (value) => [value]), lines: [nested(20_000, 'x', (v) => ({ v })), 1] };
  const over = { kind: 'loop', id: 'l', target: ['l'], from: 'root', over: ['lines'], rows: [] };
  const place = { from: 'root', path: ['deep'] };
  const field = (rule: Json): Json => ({ kind: 'field', id: 'f', target: ['f'], rule });
  it.each<[string, Json]>([
    ['told apart', { ...over, distinct: [[]] }],
    ['sorted', { ...over, sort: [{ path: [] }] }],
    ['put into groups', { ...over, groupBy: ['v'] }],
    ['looked up in a table', field({ kind: 'value-map', ...place, entries: [] })],
    ['copied', field({ kind: 'path', ...place })],
    ['joined', field({ kind: 'paths', of: [place], take: 'join' })],
    ['put into a text', field({ kind: 'template', parts: [place] })],
    ['handed to a function', field({ kind: 'function', name: 'flatten', arguments: [place] })],
    ['read by an expression', field({ kind: 'expression', code: 'deep' })],
  ])('ends in words when it is %s', async (_, row) => {
    const compiled = compileMapping(mappingSchema.parse({ format: 1, rows: [row] }));
    const outcome = await compiled.run(body, given);
    expect(outcome.ok ? [] : outcome.troubles).toHaveLength(1);
    expect((await compiled.preview(body, given)).outcome).toEqual(outcome);
  });

  it('may hold numbers of any size, and they come out as they were', async () => {
    const text = '{"a":[1e-999999,123456789012345678901234567890.125,-1e99999999,0.1]}';
    const compiled = compileMapping(
      mappingSchema.parse({ format: 1, rows: [field({ kind: 'path', from: 'root', path: ['a'] })] }),
    );
    const outcome = await compiled.run(parseJson(text), given);
    expect(outcome).toMatchObject({ ok: true });
  });
});
