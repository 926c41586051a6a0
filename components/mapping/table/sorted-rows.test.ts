import { describe, expect, it } from 'vitest';
import type { Row } from '#flow/mapping/document.ts';
import { rowCell } from '../row-cell.ts';
import { type TargetRow, targetRows } from '../target-rows.ts';
import { type SortBy, sortedRows } from './sorted-rows.ts';

const row = (id: string, target: string, value: string, note?: string): Row => ({
  kind: 'field',
  id,
  target: [target],
  rule: { kind: 'constant', value },
  ...(note === undefined ? {} : { note }),
});
const rows = targetRows([], [row('r1', 'line 10', 'b'), row('r2', 'Line 9', 'a', 'why'), row('r3', 'alpha', 'c')]);
const cellOf = (one: TargetRow) => rowCell({ row: one, sources: [], scopePath: [], element: 0 });

describe('the table sorted by a column', () => {
  it.each<[SortBy, boolean, string]>([
    ['target', false, 'r3 r2 r1'],
    ['target', true, 'r1 r2 r3'],
    ['rule', false, 'r2 r1 r3'],
    ['note', false, 'r2 r1 r3'],
    ['note', true, 'r2 r1 r3'],
  ])('%s, down: %s', (by, isDown, ids) => {
    expect(
      sortedRows(rows, by, isDown, cellOf)
        .map((one) => one.field?.id)
        .join(' '),
    ).toBe(ids);
  });
});
