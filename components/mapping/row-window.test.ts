import { describe, expect, it } from 'vitest';
import type { RowLayout } from './row-layout.ts';
import { margin, rowWindow, slots } from './row-window.ts';

const layout: RowLayout = { count: 1000, openIndex: -1, openHeight: 0 };
const at = (row: number, before?: { from: number; to: number }) =>
  rowWindow(layout, { scroll: row * 28, height: 280 }, before);

describe('the rows in the page', () => {
  it('are those in sight and some beyond either edge', () => {
    expect(at(100)).toEqual({ from: 100 - margin, to: 111 + margin });
    expect(at(0)).toEqual({ from: 0, to: 11 + margin });
    expect(at(990).to).toBe(1000);
  });

  it('stay while enough of them is left', () => {
    const before = at(100);
    expect(at(103, before)).toBe(before);
    expect(at(110, before)).toEqual(at(110));
    expect(at(300, before)).toEqual({ from: 299, to: 312 });
    expect(at(97, before)).toBe(before);
  });

  it('always hold what is in sight, wherever one scrolls', () => {
    let window = at(0);
    for (const row of [3, 4, 9, 500, 495, 490, 2, 0, 999, 989]) {
      window = at(row, window);
      expect(window.from).toBeLessThanOrEqual(row);
      expect(window.to).toBeGreaterThanOrEqual(Math.min(1000, row + 10));
    }
  });

  it('are none of no rows, and begin anew when rows went away', () => {
    const none = { ...layout, count: 0 };
    expect(rowWindow(none, { scroll: 0, height: 280 })).toEqual({ from: 0, to: 0 });
    expect(rowWindow({ ...layout, count: 5 }, { scroll: 0, height: 280 }, at(100))).toEqual({ from: 0, to: 5 });
  });

  it('make room for an open editor', () => {
    const open = { ...layout, openIndex: 2, openHeight: 280 };
    expect(rowWindow(open, { scroll: 0, height: 280 })).toEqual({ from: 0, to: 3 + margin });
  });

  it('keep their place in the page while others come and go', () => {
    expect(slots({ from: 0, to: 4 }, 4)).toEqual([0, 1, 2, 3]);
    expect(slots({ from: 2, to: 6 }, 4)).toEqual([4, 5, 2, 3]);
  });
});
