'use client';

import { type KeyboardEvent, memo, type ReactNode, type RefObject, useEffect, useId } from 'react';
import { cx } from '#components/ui/cx.ts';
import { contentHeight, rowHeight, rowTop } from './row-layout.ts';
import { slots } from './row-window.ts';
import { treeMove } from './tree-keys.ts';
import type { ListRow } from './tree-rows.ts';
import { useRowWindow } from './use-row-window.ts';
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
  const shown = useRowWindow(layout, scroller);
  const { scrollTo } = shown;
  useEffect(() => {
    if (activeIndex >= 0 && scroller.current?.contains(document.activeElement)) scrollTo(activeIndex);
  }, [activeIndex, scrollTo, scroller]);
  const { openIndex, openHeight } = layout;
  useEffect(() => {
    if (openIndex >= 0) scrollTo(openIndex, openHeight);
  }, [openIndex, openHeight, scrollTo]);
  const indexes = slots(shown, shown.isScrolling ? shown.size : rows.length);
  const isIn = (index: number) => index >= shown.from && index < shown.to;
  // The row at hand and an open editor stay in the page, wherever one scrolls.
  for (const index of new Set([activeIndex, layout.openIndex])) if (index >= 0 && !isIn(index)) indexes.push(index);

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
      <div
        className={cx(
          'relative [direction:ltr]',
          shown.isScrolling && 'pointer-events-none group-data-dragging/trees:pointer-events-auto',
        )}
        style={{ height: contentHeight(layout) }}
      >
        {indexes.map((index) => {
          const one = rows[index];
          if (!one) return null;
          const isOpen = index === layout.openIndex;
          return (
            <TreeItem
              key={isOpen ? 'open' : index === activeIndex ? 'at hand' : index % shown.size}
              id={`${id}-${index}`}
              side={side}
              one={one}
              top={rowTop(layout, index)}
              isExpanded={one.hasChildren ? view.isExpanded(one.key) : undefined}
              isActive={index === activeIndex}
              isTyping={one.key === typingKey}
              openHeight={isOpen ? layout.openHeight : 0}
              nameOf={nameOf}
              row={row}
              below={isOpen ? below : undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

interface TreeItemProps<R extends ListRow> {
  id: string;
  side: PaneSide;
  one: R;
  top: number;
  isExpanded: boolean | undefined;
  isActive: boolean;
  isTyping: boolean;
  openHeight: number;
  nameOf: (row: R) => string;
  row: (row: R, isActive: boolean) => ReactNode;
  below: ((row: R) => ReactNode) | undefined;
}

/** A row of the tree. It is drawn anew only when something of it changed: scrolling alone moves others in. */
const TreeItem = memo(function TreeItem<R extends ListRow>({
  id,
  side,
  one,
  top,
  isExpanded,
  isActive,
  isTyping,
  openHeight,
  nameOf,
  row,
  below,
}: TreeItemProps<R>) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus and points at its row.
    <div
      id={id}
      role="treeitem"
      aria-level={one.depth + 1}
      aria-expanded={isExpanded}
      aria-selected={isActive}
      data-side={side}
      data-key={one.key}
      className="absolute inset-x-0 contain-strict"
      style={{ top, height: rowHeight + openHeight }}
    >
      <span className="sr-only">{nameOf(one)}</span>
      <div aria-hidden={!isTyping} style={{ height: rowHeight }}>
        {row(one, isActive)}
      </div>
      {below ? <div style={{ height: openHeight }}>{below(one)}</div> : null}
    </div>
  );
}) as <R extends ListRow>(props: TreeItemProps<R>) => ReactNode;

const treeKeys = new Set(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']);

const keyRow = <R extends ListRow>(row: R, view: TreeView<R>) => ({
  key: row.key,
  depth: row.depth,
  isExpandable: row.hasChildren,
  isExpanded: view.isExpanded(row.key),
});
