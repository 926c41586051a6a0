import type { MouseEvent } from 'react';

/** What of a row was pressed. Rows have one ear for all of it: an element with its own would cost at every scroll. */
export type RowPart = 'toggle' | 'type' | 'expression' | 'before' | 'after' | 'handle' | 'row';

/** Pixels from the gutter's edge that count to the handle there. */
const handleReach = 14;

const parts: readonly string[] = ['toggle', 'type', 'expression', 'before', 'after'] satisfies RowPart[];

/** @param edge where the gutter is */
export function partOf(event: MouseEvent<HTMLElement>, edge: 'left' | 'right'): RowPart {
  const part = (event.target as Element).closest<HTMLElement>('[data-do]')?.dataset.do;
  if (part !== undefined && parts.includes(part)) return part as RowPart;
  const box = event.currentTarget.getBoundingClientRect();
  const far = edge === 'left' ? event.clientX - box.left : box.right - event.clientX;
  return far <= handleReach ? 'handle' : 'row';
}
