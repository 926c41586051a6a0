'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { Download, Upload } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { toast } from '#components/ui/toast.tsx';
import { FilterChips } from '../pane-head.tsx';
import { ruleText } from '../rule-words.ts';
import { targetChips, targetFilter } from '../target-filters.ts';
import { targetName } from '../target-name.ts';
import type { TargetRow } from '../target-rows.ts';
import { keepTyped, mayType } from '../typed-row.ts';
import { TypingCell } from '../typing-cell.tsx';
import type { MapperView } from '../use-mapper.ts';
import type { ScreenState } from '../use-mapper-screen.ts';
import { download } from './download.ts';
import { ImportReview } from './import-review.tsx';
import { mappingCsv } from './mapping-csv.ts';
import { PasteReview } from './paste-review.tsx';
import { readSheet } from './sheet.ts';
import { type SortBy, sortedRows } from './sorted-rows.ts';
import { TableRow } from './table-row.tsx';

const rowPx = 28;
const page = 15;

const columns: { id: SortBy; words: string; width: string }[] = [
  { id: 'target', words: 'Target', width: 'w-[20%] pl-4' },
  { id: 'type', words: 'Type', width: 'w-[84px]' },
  { id: 'required', words: 'Required', width: 'w-[70px]' },
  { id: 'source', words: 'Source', width: 'w-[15%]' },
  { id: 'rule', words: 'Rule', width: 'w-[17%]' },
  { id: 'missing', words: 'If missing', width: 'w-[118px]' },
  { id: 'preview', words: 'Preview', width: 'w-[14%]' },
  { id: 'note', words: 'Note', width: 'pr-4' },
];

/**
 * The mapping as a specification, one line per target: to read, type into, note, hand over and take back. The row at hand is
 * the one of the trees. A block pasted out of a spreadsheet is shown with what it would do first.
 */
export function MappingTable({
  name,
  view,
  state,
  box,
  onTrees,
}: {
  /** Of the file that an export makes. */
  name: string;
  view: MapperView;
  state: ScreenState;
  /** Takes the focus. */
  box: RefObject<HTMLTableElement | null>;
  /** Shows a row in the trees, with what is to be open there. */
  onTrees: (row: TargetRow, open?: 'expression' | 'picker') => void;
}) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [sort, setSort] = useState<{ by: SortBy; isDown: boolean }>();
  const [typing, setTyping] = useState<{ key: string; text: string }>();
  const [review, setReview] = useState<{ pasted: string[][] } | { imported: string }>();
  const { model, firsts, changes } = view;

  const rows = useMemo(() => {
    const passes = targetFilter(state.targetFilter, firsts, changes);
    const listed = model.targets.filter((row) => row.as !== 'add' && (passes?.(row) ?? true));
    return sort ? sortedRows(listed, sort.by, sort.isDown, state.cells) : listed;
  }, [model.targets, state.targetFilter, state.cells, firsts, changes, sort]);
  const index = useMemo(() => new Map(rows.map((row, at) => [row.key, at])), [rows]);
  const at = index.get(state.target.activeKey ?? '') ?? -1;
  const active = rows[at];

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    scrollPaddingStart: 36,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [at, virtual]);
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  const pick = (row: TargetRow | undefined) => {
    if (!row) return;
    state.setSide('target');
    state.target.setActive(row.key);
  };
  const type = (row: TargetRow, text?: string) => {
    if (!mayType(row) || row.isUnreached) return onTrees(row, row.loop ? 'expression' : undefined);
    const rule = row.field?.rule;
    if (text === undefined && rule?.kind === 'expression' && rule.code.includes('\n'))
      return onTrees(row, 'expression');
    setTyping({ key: row.key, text: text ?? (rule ? ruleText(rule) : '') });
  };
  const leaveTyping = (next?: 'down') => {
    setTyping(undefined);
    box.current?.focus({ preventScroll: true });
    if (next) pick(rows[at + 1]);
  };

  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const isControl = event.ctrlKey || event.metaKey;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length }[
      event.key
    ];
    if (step !== undefined && !isControl) pick(rows[Math.max(0, Math.min(rows.length - 1, at + step))]);
    else if (!active) return;
    else if (event.key === 'F2' || (isControl && event.key === 'e')) onTrees(active, 'expression');
    else if (isControl) return;
    else if (event.key === 'Enter') type(active);
    else if (event.key === 'Delete' || event.key === 'Backspace') view.remove(active);
    else if (event.key === 'm' || event.key === 'M') onTrees(active, 'picker');
    else if (event.key === 'n' || event.key === 'N') {
      scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(active.key)}"] input`)?.focus();
    } else if (event.key === '=' && mayType(active)) type(active, '=');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const paste = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    const cells = readSheet(event.clipboardData.getData('text/plain'));
    if (cells.length === 0) return;
    event.preventDefault();
    setReview({ pasted: cells });
  };
  const leaveReview = () => {
    setReview(undefined);
    requestAnimationFrame(() => box.current?.focus({ preventScroll: true }));
  };

  return (
    <section aria-label="Mapping table" className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line bg-bg px-4 text-label whitespace-nowrap text-ink-2">
        <FilterChips
          filters={targetChips(view, state.targetFilter)}
          chosen={state.targetFilter}
          onChoose={state.setTargetFilter}
        />
        <span className="label max-[1300px]:hidden">
          Paste target, source, default, note from a spreadsheet (Ctrl+V)
        </span>
        <Button size="sm" onClick={() => file.current?.click()}>
          <Upload size={13} /> Import CSV
        </Button>
        <Button
          size="sm"
          onClick={() => {
            download(
              `${name}.csv`,
              mappingCsv(view.mapping, model.targets, (row) => state.cells(row).value),
            );
            toast('The mapping is in the file, all of it: it can be imported again.');
          }}
        >
          <Download size={13} /> Export CSV
        </Button>
        <input
          ref={file}
          type="file"
          accept=".csv,text/csv,text/tab-separated-values"
          aria-label="CSV to import"
          className="hidden"
          onChange={async ({ target }) => {
            const chosen = target.files?.[0];
            if (chosen) setReview({ imported: await chosen.text() });
            target.value = '';
          }}
        />
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        <table
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its keys move the row at hand.
          role="grid"
          aria-label="Targets and where they come from"
          aria-rowcount={rows.length + 1}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          tabIndex={0}
          onKeyDown={press}
          onPaste={paste}
          onFocus={(event) => {
            if (event.target === event.currentTarget && !active) pick(rows[0]);
          }}
          className="w-full min-w-[880px] table-fixed border-collapse text-left whitespace-nowrap outline-none"
        >
          <thead className="sticky top-0 z-10 bg-bg text-label text-ink-2">
            <tr className="h-8 shadow-[inset_0_-1px_0_var(--line)]">
              {columns.map((column) => (
                <th
                  key={column.id}
                  aria-sort={sort?.by !== column.id ? 'none' : sort.isDown ? 'descending' : 'ascending'}
                  className={cx('font-medium', column.width)}
                >
                  <button
                    type="button"
                    tabIndex={-1}
                    className="hover:text-ink"
                    title={`Sort by ${column.words.toLowerCase()}`}
                    onClick={() =>
                      setSort(
                        sort?.by !== column.id
                          ? { by: column.id, isDown: false }
                          : sort.isDown
                            ? undefined
                            : { by: column.id, isDown: true },
                      )
                    }
                  >
                    {column.words}
                    {sort?.by === column.id ? <span aria-hidden="true"> {sort.isDown ? '▾' : '▴'}</span> : null}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <tr style={{ height: above }} /> : null}
            {items.map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              const cell = state.cells(row);
              return (
                <TableRow
                  key={row.key}
                  id={`${id}-${item.index}`}
                  index={item.index}
                  row={row}
                  cell={cell}
                  name={targetName(row, cell)}
                  isActive={item.index === at}
                  isFlat={sort !== undefined}
                  onPick={pick}
                  onType={type}
                  onOpen={onTrees}
                  onNote={(rowId, note) => view.change({ kind: 'set-note', row: rowId, note })}
                  onLeave={() => box.current?.focus({ preventScroll: true })}
                  typing={
                    typing?.key === row.key ? (
                      <TypingCell
                        label={`Value of ${row.name}`}
                        placeholder="a value, or = and an expression"
                        text={typing.text}
                        onKeep={(text) => keepTyped(text, row, view, typing.text)}
                        onLeave={leaveTyping}
                      />
                    ) : undefined
                  }
                />
              );
            })}
            {below > 0 ? <tr style={{ height: below }} /> : null}
          </tbody>
        </table>
        {rows.length === 0 ? <p className="px-4 py-3 text-ink-2">No field like that.</p> : null}
      </div>
      {review && 'pasted' in review ? <PasteReview cells={review.pasted} view={view} onClose={leaveReview} /> : null}
      {review && 'imported' in review ? (
        <ImportReview text={review.imported} view={view} onClose={leaveReview} />
      ) : null}
    </section>
  );
}
