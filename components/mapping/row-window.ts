import { contentHeight, type RowLayout, rowAt, type Viewport } from './row-layout.ts';

/** The rows that are in the page: `from` to before `to`. */
export interface RowWindow {
  from: number;
  to: number;
}

/** Rows kept ready beyond either edge. */
export const margin = 8;
/** So many of them may come into sight before others are made ready. */
const slack = 5;

/** The rows in sight, no margin. */
function inSight(layout: RowLayout, { scroll, height }: Viewport): RowWindow {
  if (layout.count === 0) return { from: 0, to: 0 };
  const bottom = Math.min(contentHeight(layout) - 1, scroll + height);
  const first = rowAt(layout, Math.max(0, Math.min(scroll, contentHeight(layout) - 1)));
  return { from: first, to: rowAt(layout, Math.max(0, bottom)) + 1 };
}

/** The window for a viewport. The one before stays as long as enough of it is left on either side. */
export function rowWindow(layout: RowLayout, viewport: Viewport, before?: RowWindow): RowWindow {
  const seen = inSight(layout, viewport);
  // A leap past everything that is there: what is seen comes first, the rest when scrolling rests.
  const isLeap = before !== undefined && (seen.from >= before.to || seen.to <= before.from);
  const around = isLeap ? 1 : margin;
  const next = { from: Math.max(0, seen.from - around), to: Math.min(layout.count, seen.to + around) };
  if (!before || before.to > layout.count) return next;
  const isEnoughAbove = before.from <= Math.max(0, seen.from - margin + slack);
  const isEnoughBelow = before.to >= Math.min(layout.count, seen.to + margin - slack);
  return isEnoughAbove && isEnoughBelow && before.to - before.from <= seen.to - seen.from + 2 * margin + slack
    ? before
    : next;
}

/**
 * Rows by the place in the page that shows them. A row that comes into sight takes the place of one that left, so that
 * scrolling changes what elements say and makes none.
 */
export function slots({ from, to }: RowWindow, size: number): number[] {
  const indexes = Array.from({ length: to - from }, (_, at) => from + at);
  return indexes.sort((a, b) => (a % size) - (b % size));
}
