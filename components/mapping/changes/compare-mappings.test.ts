import { describe, expect, it } from 'vitest';
import type { FieldRow, LoopRow, Mapping, Row } from '#flow/mapping/document.ts';
import { compareMappings } from './compare-mappings.ts';

const field = (id: string, target: string, value: string): FieldRow => ({
  kind: 'field',
  id,
  target: target.split('.'),
  rule: { kind: 'constant', value },
});
const loop = (id: string, over: string, rows: Row[]): LoopRow => ({
  kind: 'loop',
  id,
  target: ['Lines'],
  from: 'root',
  over: [over],
  rows,
});
const mapping = (...rows: Row[]): Mapping => ({ format: 1, rows });
const changed = (before: Mapping, after: Mapping) => {
  const { rows, removed, count } = compareMappings(before, after);
  const words = [...rows].map(([id, change]) => (change.kind === 'added' ? `+${id}` : `~${id}`));
  return { words: [...words, ...[...removed].map(([target]) => `-${target}`)].join(' '), count };
};

describe('what changed since a version', () => {
  const a = field('r1', 'A', 'x');
  const inner = field('r3', 'Name', 'n');
  it.each([
    ['nothing', mapping(a), mapping({ ...a }), ''],
    ['the order of rows', mapping(a, field('r2', 'B', 'y')), mapping(field('r2', 'B', 'y'), a), ''],
    ['an id alone', mapping(a), mapping({ ...a, id: 'r9' }), ''],
    ['a rule', mapping(a), mapping(field('r1', 'A', 'z')), '~r1'],
    ['a note', mapping(a), mapping({ ...a, note: 'why' }), '~r1'],
    ['a row more', mapping(a), mapping(a, field('r2', 'B', 'y')), '+r2'],
    ['a row less', mapping(a, field('r2', 'B.C', 'y')), mapping(a), '-B.C'],
    ['another target under the same id', mapping(a), mapping(field('r1', 'B', 'x')), '+r1 -A'],
    [
      'a row inside a loop',
      mapping(loop('r2', 'items', [inner])),
      mapping(loop('r2', 'items', [{ ...inner, note: '!' }])),
      '~r3',
    ],
    ['a loop gone', mapping(loop('r2', 'items', [inner])), mapping(), '-Lines -Lines[].Name'],
    [
      'a loop walks over something else',
      mapping(loop('r2', 'items', [inner])),
      mapping(loop('r2', 'goods', [inner])),
      '~r2 ~r3',
    ],
  ])('%s', (_, before, after, words) => {
    expect(changed(before, after)).toEqual({ words, count: words === '' ? 0 : words.split(' ').length });
  });

  it('keeps the row as it was', () => {
    const { rows } = compareMappings(mapping(a), mapping(field('r1', 'A', 'z')));
    expect(rows.get('r1')).toEqual({ kind: 'changed', before: a });
  });
});
