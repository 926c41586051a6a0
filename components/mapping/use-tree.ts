'use client';

import { useCallback, useMemo, useState } from 'react';
import type { RowLayout } from './row-layout.ts';
import { firstExpanded, type ListRow, listedRows } from './tree-rows.ts';
import { useStable } from './use-stable.ts';

/** One pane's tree: what of it is listed, and which row is at hand. */
export interface TreeView<R extends ListRow> {
  all: R[];
  rows: R[];
  index: ReadonlyMap<string, number>;
  layout: RowLayout;
  active: R | undefined;
  /** Of the row at hand, listed or not. */
  activeKey: string | undefined;
  setActive(key: string | undefined): void;
  isExpanded(key: string): boolean;
  toggle(key: string, open?: boolean): void;
  /** With everything beneath it. */
  toggleAll(key: string, open: boolean): void;
  /** Everything that stands beside a row, without what is beneath. */
  expandBeside(key: string): void;
  /** Expands what is around a row. */
  reveal(key: string): void;
  search: string;
  setSearch(search: string): void;
}

interface Options<R> {
  all: R[];
  inUse: string[];
  mayOpen?: (row: R) => boolean;
  /** Besides the search. */
  passes?: (row: R) => boolean;
  finds(row: R, search: string): boolean;
  open?: { key: string; height: number };
}

export function useTree<R extends ListRow>({ all, inUse, mayOpen, passes, finds, open }: Options<R>): TreeView<R> {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>();
  const [activeKey, setActive] = useState<string>();
  const [search, setSearch] = useState('');
  if (!expanded && all.length > 0) setExpanded(firstExpanded(all, inUse, mayOpen));

  const rows = useMemo(() => {
    const words = search.trim();
    const both = (row: R) => (passes?.(row) ?? true) && finds(row, words);
    return listedRows(all, (key) => expanded?.has(key) ?? false, passes || words ? both : undefined);
  }, [all, expanded, passes, finds, search]);
  const index = useMemo(() => new Map(rows.map((row, at) => [row.key, at])), [rows]);
  const isFiltered = passes !== undefined || search.trim() !== '';

  const openIndex = open ? (index.get(open.key) ?? -1) : -1;
  const openHeight = openIndex < 0 ? 0 : (open?.height ?? 0);
  const layout = useMemo(() => ({ count: rows.length, openIndex, openHeight }), [rows.length, openIndex, openHeight]);

  const change = useCallback((keys: Iterable<string>, isOpen: boolean) => {
    setExpanded((before) => {
      const next = new Set(before);
      for (const key of keys) {
        if (isOpen) next.add(key);
        else next.delete(key);
      }
      return next;
    });
  }, []);

  const at = activeKey === undefined ? undefined : index.get(activeKey);
  return {
    all,
    rows,
    index,
    layout,
    active: at === undefined ? undefined : rows[at],
    activeKey,
    setActive,
    isExpanded: (key) => isFiltered || (expanded?.has(key) ?? false),
    toggle: useStable((key: string, isOpen = !expanded?.has(key)) => change([key], isOpen)),
    toggleAll: useStable((key: string, isOpen: boolean) => change(beneath(all, key), isOpen)),
    expandBeside: useStable((key: string) => {
      const parent = all.find((row) => row.key === key)?.parent;
      const beside = all.filter((row) => row.parent === parent && row.hasChildren);
      change(
        beside.map((row) => row.key),
        true,
      );
    }),
    reveal: useStable((key: string) => change(around(all, key), true)),
    search,
    setSearch,
  };
}

function beneath<R extends ListRow>(all: R[], key: string): string[] {
  const from = all.findIndex((row) => row.key === key);
  const depth = all[from]?.depth ?? 0;
  const end = all.findIndex((row, at) => at > from && row.depth <= depth);
  return all.slice(from, end === -1 ? undefined : end).map((row) => row.key);
}

function around<R extends ListRow>(all: R[], key: string): string[] {
  const parents = new Map(all.map((row) => [row.key, row.parent]));
  const found: string[] = [];
  for (let up = parents.get(key); up !== undefined; up = parents.get(up)) found.push(up);
  return found;
}
