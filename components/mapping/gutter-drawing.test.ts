import { describe, expect, it } from 'vitest';
import { drawGutter, drawRings, lineFinder, type PaneView } from './gutter-drawing.ts';
import type { DrawnLine } from './roll-up.ts';

/** Rows are 28 high; 10 of 100 are in sight, from `top` on. */
const pane = (top: number): PaneView => ({
  layout: { count: 100, openIndex: -1, openHeight: 0 },
  viewport: { scroll: top * 28, height: 280 },
});
const line = (source: number, target: number, more: Partial<DrawnLine> = {}): DrawnLine => ({
  source,
  target,
  rows: [`${source}-${target}`],
  isLoop: false,
  state: 'quiet',
  isRolledUp: false,
  ...more,
});
const draw = (lines: DrawnLine[], { strong = false, rest = true, top = 20 } = {}) =>
  drawGutter(lines, pane(top), pane(top), 100, () => strong, rest);

describe('the gutter', () => {
  it('draws from row to row', () => {
    expect(draw([line(20, 21)]).paths.quiet).toBe('M0 14C50 14 50 42 100 42');
  });

  it('draws to the edge beyond which an end lies, and says how many go there and how far', () => {
    const { paths, beyond } = draw([line(20, 90), line(21, 50), line(3, 21), line(9, 21)]);
    expect(paths.quiet).toBe('');
    expect(paths.beyond.startsWith('M0 14C50 14 50 280 100 280')).toBe(true);
    expect(beyond).toEqual({ 'target-below': { count: 2, row: 50 }, 'source-above': { count: 2, row: 9 } });
  });

  it('leaves out what has no end in sight, but for a strong line across', () => {
    const lines = [line(0, 1), line(0, 90)];
    expect(draw(lines).curves).toEqual([]);
    const { curves, beyond } = draw(lines, { strong: true });
    expect(curves.map((curve) => curve.line)).toEqual([lines[1]]);
    expect(beyond).toEqual({});
  });

  it('draws a loop double', () => {
    expect(draw([line(20, 20, { isLoop: true })]).paths.quiet.match(/M/g)).toHaveLength(2);
  });

  it('without the rest shows only strong lines and problems', () => {
    const lines = [line(20, 20), line(21, 21, { state: 'error' }), line(22, 22, { isRolledUp: true })];
    const { paths } = draw(lines, { rest: false });
    expect([paths.quiet, paths.rolled, paths.error === '']).toEqual(['', '', false]);
    expect(draw(lines, { rest: false, strong: true }).paths.strong).not.toBe('');
  });

  it('is the same when only lines near the picture are looked at', () => {
    const lines = Array.from({ length: 300 }, (_, n) => line((n * 37) % 100, (n * 61) % 100));
    const near = lineFinder(lines);
    for (const top of [0, 20, 90, 95]) {
      for (const isStrong of [() => false, ({ source }: DrawnLine) => source % 9 === 0]) {
        const found = near(pane(top), pane(99 - top), isStrong);
        const whole = drawGutter(lines, pane(top), pane(99 - top), 100, isStrong, true);
        expect(drawGutter(found, pane(top), pane(99 - top), 100, isStrong, true)).toEqual(whole);
        expect(found.length).toBeLessThan(150);
      }
    }
  });

  it('costs what is drawn for thousands of lines, not what is not', () => {
    const lines = Array.from({ length: 2000 }, (_, n) => line(n % 100, (n * 7) % 100));
    expect(draw(lines).curves.length).toBeLessThan(500);
  });
});

describe('the rings of a side', () => {
  it('stand at the rows in sight only', () => {
    const { linked, free } = drawRings(pane(20), 0, (index) =>
      index % 2 === 0 ? 'linked' : index === 21 ? 'free' : undefined,
    );
    expect(linked.match(/M/g)).toHaveLength(5);
    expect(free.startsWith('M-3 42')).toBe(true);
  });
});
