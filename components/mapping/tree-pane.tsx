'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId } from 'react';
import { cx } from '#components/ui/cx.ts';
import { rowHeight, rowSize } from './row-layout.ts';
import { treeMove } from './tree-keys.ts';
import type { ListRow } from './tree-rows.ts';
import type { TreeView } from './use-tree.ts';

export type PaneSide = 'source' | 'target';

/**
 * A tree of which only the rows in sight are in the page. The focus stays on the tree itself; arrows move the row at hand.
 * Rows carry `data-side` and `data-key` for dragging.
 */
export function TreePane<R extends ListRow>({
  side,
  label,
  view,
  scroller,
  nameOf,
  row,
  below,
  onKey,
  typingKey,
  className,
  empty,
}: {
  side: PaneSide;
  label: string;
  view: TreeView<R>;
  scroller: RefObject<HTMLDivElement | null>;
  /** A row as it is read out; what is drawn is for the eye alone, and everything in it has a key. */
  nameOf: (row: R) => string;
  row: (row: R, isActive: boolean) => ReactNode;
  /** What is open beneath the layout's open row. */
  below?: (row: R) => ReactNode;
  /** Keys that are not a tree's own. True: done. */
  onKey: (event: KeyboardEvent, active: R | undefined) => boolean;
  /** The row in which something is being typed. */
  typingKey?: string;
  className?: string;
  empty: ReactNode;
}) {
  const id = useId();
  const { rows, layout, active } = view;
  const activeIndex = active ? (view.index.get(active.key) ?? -1) : -1;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowSize(layout, index),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 5,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
      return activeIndex >= 0 && (activeIndex < from || activeIndex > to) ? [...range, activeIndex] : range;
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes change with the layout alone.
  useEffect(() => virtual.measure(), [layout]);

  useEffect(() => {
    if (activeIndex >= 0 && scroller.current?.contains(document.activeElement)) virtual.scrollToIndex(activeIndex);
  }, [activeIndex, virtual, scroller]);

  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const keyRows = plain && treeKeys.has(event.key) ? rows.map((one) => keyRow(one, view)) : undefined;
    const move = keyRows && treeMove(keyRows, active?.key, event.key);
    if (move?.do === 'focus') view.setActive(move.key);
    else if (move) view.toggle(move.key, move.do === 'expand');
    const isStar = plain && event.key === '*' && active !== undefined;
    if (isStar) view.expandBeside(active.key);
    if (keyRows || isStar || onKey(event, active)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={activeIndex >= 0 ? `${id}-${activeIndex}` : undefined}
      onKeyDown={press}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !active && rows[0]) view.setActive(rows[0].key);
      }}
      className={cx('group/tree min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-none', className)}
    >
      {rows.length === 0 ? <div className="px-4 py-3 text-ink-2">{empty}</div> : null}
      <div className="relative [direction:ltr]" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const one = rows[index];
          if (!one) return null;
          const isActive = index === activeIndex;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus and points at its row.
            <div
              key={key}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={one.depth + 1}
              aria-expanded={one.hasChildren ? view.isExpanded(one.key) : undefined}
              aria-selected={isActive}
              data-side={side}
              data-key={one.key}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <span className="sr-only">{nameOf(one)}</span>
              <div aria-hidden={one.key !== typingKey} style={{ height: rowHeight }}>
                {row(one, isActive)}
              </div>
              {index === layout.openIndex && below ? (
                <div style={{ height: layout.openHeight }}>{below(one)}</div>
              ) : null}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const treeKeys = new Set(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']);

const keyRow = <R extends ListRow>(row: R, view: TreeView<R>) => ({
  key: row.key,
  depth: row.depth,
  isExpandable: row.hasChildren,
  isExpanded: view.isExpanded(row.key),
});
