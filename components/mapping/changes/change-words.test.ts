import { describe, expect, it } from 'vitest';
import type { Mapping, Row } from '#flow/mapping/document.ts';
import { tree } from '#flow/mapping/tree.ts';
import { targetRows } from '../target-rows.ts';
import { changeOf } from './change-words.ts';
import { compareMappings } from './compare-mappings.ts';

const schema = {
  type: 'object' as const,
  properties: { A: { type: 'string' as const }, B: { type: 'string' as const } },
};
const mapping = (...rows: Row[]): Mapping => ({ format: 1, rows });
const from = (id: string, target: string, path: string, more: object = {}): Row => ({
  kind: 'field',
  id,
  target: [target],
  rule: { kind: 'path', from: 'root', path: [path] },
  ...more,
});

describe('a row against the published version', () => {
  const before = mapping(from('r1', 'A', 'a', { ifMissing: { do: 'park' }, note: 'why' }), from('r2', 'B', 'b'));
  it.each([
    ['the same', before, [undefined, undefined]],
    [
      'another rule',
      mapping(from('r1', 'A', 'c'), from('r2', 'B', 'b')),
      ['was =$root.a, if missing park the message, note “why”', undefined],
    ],
    [
      'removed',
      mapping(from('r1', 'A', 'a', { ifMissing: { do: 'park' }, note: 'why' })),
      [undefined, 'removed, was =$root.b'],
    ],
  ])('%s', (_, after, words) => {
    const rows = targetRows(tree(schema), after.rows);
    const changes = compareMappings(before, after);
    expect(rows.map((row) => changeOf(row, changes)?.words)).toEqual(words);
  });
});
