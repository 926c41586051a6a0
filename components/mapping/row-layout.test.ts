import { describe, expect, it } from 'vitest';
import { contentHeight, type RowLayout, rowAt, rowHeight, rowMiddle, rowSize, rowTop, seenAt } from './row-layout.ts';

const closed: RowLayout = { count: 10, openIndex: -1, openHeight: 0 };
const open: RowLayout = { count: 10, openIndex: 3, openHeight: 100 };

describe('row layout', () => {
  it('stacks rows of one height', () => {
    expect(rowTop(closed, 4)).toBe(4 * rowHeight);
    expect(rowMiddle(closed, 0)).toBe(14);
    expect(contentHeight(closed)).toBe(280);
  });

  it('moves the rows after an open editor down by its height, and only those', () => {
    expect([rowTop(open, 3), rowTop(open, 4)]).toEqual([84, 212]);
    expect([rowSize(open, 3), rowSize(open, 4)]).toEqual([128, 28]);
    expect(contentHeight(open)).toBe(380);
  });

  it.each([
    [-1, -1],
    [0, 0],
    [111, 3],
    [112, 3],
    [211, 3],
    [212, 4],
    [379, 9],
    [380, -1],
  ])('finds at height %i the row %i, the editor counting to its own', (y, index) => {
    expect(rowAt(open, y)).toBe(index);
  });

  it('finds every row by its own middle', () => {
    for (const layout of [closed, open]) {
      for (let index = 0; index < layout.count; index++) expect(rowAt(layout, rowMiddle(layout, index))).toBe(index);
    }
  });

  it('holds a row out of sight at the edge it lies beyond', () => {
    const viewport = { scroll: 60, height: 100 };
    expect(seenAt(closed, 0, viewport)).toEqual({ y: 0, side: 'above' });
    expect(seenAt(closed, 3, viewport)).toEqual({ y: 38, side: 'inside' });
    expect(seenAt(closed, 9, viewport)).toEqual({ y: 100, side: 'below' });
  });
});
