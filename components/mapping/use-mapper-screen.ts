'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import { changeOf } from './changes/change-words.ts';
import { isMapped, isRequiredMissing } from './coverage.ts';
import { type EditorKind, editorHeights, editorKind } from './editors/editor-kinds.ts';
import type { Remark } from './remarks.ts';
import { hiddenLines, type Listed, rollUp } from './roll-up.ts';
import { type RowCell, rowCell } from './row-cell.ts';
import type { RowFailures } from './samples/row-failures.ts';
import type { MapperSample } from './samples/sample.ts';
import { shownElement } from './shown-element.ts';
import { pickerHeight } from './source-picker.tsx';
import { type SourceRow, sourceParent } from './source-rows.ts';
import { type TargetFilter, targetFilter } from './target-filters.ts';
import type { TargetRow } from './target-rows.ts';
import type { PaneSide } from './tree-pane.tsx';
import { matches } from './tree-rows.ts';
import type { MapperView } from './use-mapper.ts';
import { useTree } from './use-tree.ts';

export type SourceFilter = 'all' | 'used' | 'unused';

/** What is open on the screen: beneath a target row, or in it. */
export type Opened =
  | { what: 'expression'; key: string; as?: EditorKind }
  /** `isMore`: what is taken comes besides what the row reads already. */
  | { what: 'picker'; key: string; isMore?: boolean }
  | { what: 'typing' | 'ignoring'; key: string; text: string };

/** What is open beneath a row, and how high it is; nothing is when something is typed into the row itself. */
function beneath(opened: Opened | undefined, rows: TargetRow[]): { key: string; height: number } | undefined {
  if (opened?.what === 'picker') return { key: opened.key, height: pickerHeight };
  if (opened?.what !== 'expression') return undefined;
  const row = rows.find(({ key }) => key === opened.key);
  return { key: opened.key, height: editorHeights[row?.loop ? 'loop' : (opened.as ?? editorKind(row?.field?.rule))] };
}

/** The two trees as they are listed now, what is at hand in them, and the lines between. Nothing of it is kept in the document. */
export function useMapperScreen(
  view: MapperView,
  sample: MapperSample | undefined,
  /** By row id. */
  failing: ReadonlyMap<string, RowFailures>,
) {
  const { model, firsts, lines, preview, changes } = view;
  const [sourceFilter, setSourceFilter] = useState<SourceFilter>('all');
  const [filter, setTargetFilter] = useState<TargetFilter>('all');
  const [opened, setOpened] = useState<Opened>();
  const [marks, setMarks] = useState<readonly string[]>([]);
  /** Where a click–click connection began at the target. */
  const [armed, setArmed] = useState<string>();
  const [side, setSide] = useState<PaneSide>('target');
  const [elements, setElements] = useState<ReadonlyMap<string, number>>(new Map());

  const usedSources = useMemo(() => [...model.usedSources], [model.usedSources]);
  const source = useTree<SourceRow>({
    all: model.sources,
    inUse: usedSources,
    passes: useMemo(() => sourceFilters(sourceFilter, model.usedSources), [sourceFilter, model.usedSources]),
    finds: findsSource,
  });
  const target = useTree<TargetRow>({
    all: model.targets,
    inUse: useMemo(() => firstShown(model.targets), [model.targets]),
    mayOpen: mayOpenFirst,
    passes: useMemo(() => targetFilter(filter, firsts, changes), [filter, firsts, changes]),
    finds: findsTarget,
    open: useMemo(() => beneath(opened, model.targets), [opened, model.targets]),
  });

  const sourceParents = useMemo(() => new Map(model.sources.map((row) => [row.key, row.parent])), [model.sources]);
  const targetParents = useMemo(() => new Map(model.targets.map((row) => [row.key, row.parent])), [model.targets]);
  const between = useMemo(() => {
    const from: Listed = {
      index: source.index,
      parentOf: (key) => (sourceParents.has(key) ? sourceParents.get(key) : sourceParent(key)),
    };
    const to: Listed = { index: target.index, parentOf: (key) => targetParents.get(key) };
    const drawn = rollUp(lines, from, to);
    return {
      drawn,
      linkedSources: new Set(drawn.map((line) => line.source)),
      linkedTargets: new Set(drawn.map((line) => line.target)),
      hiddenSources: hiddenLines(lines, 'source', from),
      hiddenTargets: hiddenLines(lines, 'target', to),
    };
  }, [lines, source.index, target.index, sourceParents, targetParents]);

  const at = side === 'target' ? target.active?.key : source.active?.key;
  const chosen = useMemo(() => {
    const mine = lines.filter((line) => (side === 'target' ? line.target === at : line.source === at));
    return {
      at,
      rows: new Set(mine.map(({ row }) => row)),
      partners: new Set(mine.map((line) => (side === 'target' ? line.source : line.target))),
    };
  }, [lines, side, at]);

  const cells = useMemo(() => {
    const known = new Map<string, RowCell>();
    return (row: TargetRow): RowCell => {
      const before = known.get(row.key);
      if (before) return before;
      const id = row.field?.id ?? row.loop?.id;
      const cell = rowCell({
        row,
        sources: model.reads.get(id ?? '') ?? [],
        scopePath: model.items.get(row.scope ?? '') ?? [],
        trace: preview?.rows.get(id ?? ''),
        element: elements.get(row.scope ?? '') ?? 0,
        remark: firsts.get(row.key),
        body: sample?.body,
        failures: failing.get(id ?? ''),
        change: changeOf(row, changes),
      });
      known.set(row.key, cell);
      return cell;
    };
  }, [model, preview, elements, firsts, sample?.body, failing, changes]);

  /** Which element the sample values of a source row are of. */
  const sourceElement = useCallback(
    (path: string[]) => {
      for (const [loop, item] of [...model.items].reverse()) {
        if (item.at(-1) === '[]' && item.every((step, index) => path[index] === step)) return elements.get(loop) ?? 0;
      }
      return 0;
    },
    [model.items, elements],
  );

  const { reveal, setActive } = target;
  const show = useCallback(
    (key: string) => {
      setTargetFilter('all');
      setSide('target');
      reveal(key);
      setActive(key);
    },
    [reveal, setActive],
  );

  /** A row that was just made is shown as soon as the document holds it; a loop with its fields. */
  const [awaited, setAwaited] = useState<string>();
  const awaitedRow = awaited === undefined ? undefined : model.byRowId.get(awaited);
  const { toggle } = target;
  useEffect(() => {
    if (!awaitedRow) return;
    setAwaited(undefined);
    show(awaitedRow.key);
    if (awaitedRow.loop) toggle(awaitedRow.key, true);
  }, [awaitedRow, show, toggle]);

  const showRemark = useCallback(
    (remark: Remark) => {
      const row = model.targets.find(({ key }) => key === remark.key);
      if (!row) return;
      const shown = shownElement(remark.field, row, model.targets, preview);
      if (row.scope !== undefined && shown !== undefined) {
        const { scope } = row;
        setElements((before) => new Map(before).set(scope, shown));
      }
      show(row.key);
    },
    [model, preview, show],
  );

  const nextProblem = useCallback(
    (step: 1 | -1): string | undefined => {
      const troubled = model.targets.filter((row) => firsts.has(row.key) || isRequiredMissing(row));
      if (troubled.length === 0) return undefined;
      const order = new Map(model.targets.map((row, index) => [row.key, index]));
      const here = order.get(target.active?.key ?? '') ?? (step === 1 ? -1 : model.targets.length);
      const place = (row: TargetRow) => order.get(row.key) ?? 0;
      const next =
        step === 1
          ? (troubled.find((row) => place(row) > here) ?? troubled[0])
          : (troubled.findLast((row) => place(row) < here) ?? troubled.at(-1));
      const remark = next && firsts.get(next.key);
      if (remark) showRemark(remark);
      else if (next) show(next.key);
      return next?.key;
    },
    [model.targets, firsts, target.active, show, showRemark],
  );

  return {
    source,
    target,
    between,
    chosen,
    cells,
    sourceElement,
    elements,
    setElement: (loop: string, index: number) => setElements((before) => new Map(before).set(loop, index)),
    side,
    setSide,
    marks,
    setMarks,
    armed,
    setArmed,
    opened,
    setOpened,
    sourceFilter,
    setSourceFilter,
    targetFilter: filter,
    setTargetFilter,
    show,
    showRemark,
    nextProblem,
    await: setAwaited,
  };
}

export type ScreenState = ReturnType<typeof useMapperScreen>;

const findsSource = (row: SourceRow, search: string): boolean => matches(row.key, search);
const findsTarget = (row: TargetRow, search: string): boolean => matches(row.path.join('.'), search);

function sourceFilters(filter: SourceFilter, used: ReadonlySet<string>): ((row: SourceRow) => boolean) | undefined {
  if (filter === 'all') return undefined;
  return (row) => (filter === 'used') === used.has(row.key) && (filter === 'used' || !row.hasChildren);
}

/** Several loops would fill the screen with the same fields: only the first is open to begin with. */
function firstShown(rows: TargetRow[]): string[] {
  const first = rows.find((row) => row.loop);
  return rows
    .filter((row) => isMapped(row) && (row.scope === undefined || row.scope === first?.loop?.id))
    .map(({ key }) => key);
}

const mayOpenFirst = (row: TargetRow): boolean => row.as !== 'loop';
