/** Rows of one height under each other, one of which may have an editor open beneath it. All in pixels. */
export interface RowLayout {
  count: number;
  /** Row with the editor beneath it, or -1. */
  openIndex: number;
  openHeight: number;
}

/** The part of a pane that is seen. */
export interface Viewport {
  scroll: number;
  height: number;
}

export const rowHeight = 28;

/** Where a row begins, from the top of the content. */
export const rowTop = ({ openIndex, openHeight }: RowLayout, index: number): number =>
  index * rowHeight + (openIndex >= 0 && index > openIndex ? openHeight : 0);

export const rowMiddle = (layout: RowLayout, index: number): number => rowTop(layout, index) + rowHeight / 2;

/** Height of a row with what is open beneath it. */
export const rowSize = ({ openIndex, openHeight }: RowLayout, index: number): number =>
  rowHeight + (index === openIndex ? openHeight : 0);

export const contentHeight = (layout: RowLayout): number => rowTop(layout, layout.count);

/** The row at a height of the content; an open editor counts to its row. -1 above the first and below the last. */
export function rowAt(layout: RowLayout, y: number): number {
  if (y < 0 || y >= contentHeight(layout)) return -1;
  const { openIndex, openHeight } = layout;
  const belowOpen = openIndex >= 0 && y >= rowTop(layout, openIndex) + rowHeight;
  if (!belowOpen) return Math.floor(y / rowHeight);
  return Math.max(openIndex, Math.floor((y - openHeight) / rowHeight));
}

export type Side = 'above' | 'below' | 'inside';

/** The middle of a row as seen in the viewport; a row out of sight is held at the edge it lies beyond. */
export function seenAt(layout: RowLayout, index: number, { scroll, height }: Viewport): { y: number; side: Side } {
  const y = rowMiddle(layout, index) - scroll;
  if (y < 0) return { y: 0, side: 'above' };
  return y > height ? { y: height, side: 'below' } : { y, side: 'inside' };
}
