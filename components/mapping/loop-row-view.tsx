'use client';

import { ChevronLeft, ChevronRight, Repeat } from 'lucide-react';
import { memo } from 'react';
import { Arrow } from '#components/ui/arrow.tsx';
import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { ChangeMark } from './changes/change-mark.tsx';
import { optionWords } from './editors/loop-options.ts';
import type { RowCell } from './row-cell.ts';
import { partOf, type RowPart } from './row-part.ts';
import { overWords } from './rule-words.ts';
import type { TargetRowActs, TargetRowLook } from './target-row-view.tsx';
import type { TargetRow } from './target-rows.ts';
import { indent, Twisty } from './tree-cells.tsx';

/** `for each line_items → LineItems`, full width, with its condition and how many of how many it takes. */
export const LoopRowView = memo(function LoopRowView({
  row,
  cell,
  shown,
  count,
  onElement,
  onToggle,
  onPick,
  onHandle,
  onExpression,
  ...look
}: {
  row: TargetRow;
  cell: RowCell;
  /** Which of the loop's `count` elements the rows beneath it show. */
  shown: number;
  count: number;
  onElement: (row: TargetRow, index: number) => void;
} & TargetRowLook &
  Omit<TargetRowActs, 'onType'>) {
  const { loop } = row;
  if (!loop) return null;
  const options = optionWords(loop);
  const step = (by: number) => onElement(row, (shown + by + count) % count);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tree around it has the role and the keys.
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows in the tree do the same.
    <div
      onClick={(event) => {
        const part = partOf(event, 'left');
        if (part === 'toggle') onToggle(row, event.altKey);
        else if (part === 'expression') onExpression(row);
        else if (part === 'before') step(-1);
        else if (part === 'after') step(1);
        else if (part === 'handle') onHandle(row);
        else onPick(row);
      }}
      style={{ paddingLeft: indent(row.depth) }}
      className={cx(
        'group/row flex h-full cursor-default items-center gap-1.5 border-y border-line pr-3 whitespace-nowrap',
        cell.state === 'error' ? 'bg-failed-tint' : look.isActive || look.isPartner ? 'bg-canvas' : 'bg-bg',
        (look.isActive || look.isOver) && 'inset-ring-2 inset-ring-ink',
        look.isDim && 'opacity-35',
      )}
    >
      <Twisty isOpen={look.isOpen} />
      <Repeat size={14} className="shrink-0" aria-hidden="true" />
      <span className="ml-0.5 shrink-0 font-medium">for each</span>
      <span className="data max-w-[24ch] min-w-[5ch] truncate text-ink" title={overWords(loop)}>
        {overWords(loop)}
      </span>
      <Arrow className="text-ink-2" />
      <span className="data min-w-[5ch] truncate text-ink">{row.name}</span>
      <ChangeMark change={cell.change} />
      <span
        data-do="expression"
        title={loop.where === undefined ? 'Only some of them: give a condition (F2)' : `only where ${loop.where} (F2)`}
        className={cx(
          'label ml-1 min-w-0 flex-1 truncate text-left hover:text-ink',
          loop.where === undefined && options === '' && !look.isActive && 'invisible group-hover/row:visible',
        )}
      >
        {loop.where === undefined ? (
          options || 'only where…'
        ) : (
          <>
            where <span className="data">{loop.where}</span>
            {options ? `, ${options}` : ''}
          </>
        )}
      </span>
      {look.isOpen && count > 1 ? (
        <span className="data flex shrink-0 items-center text-ink-2">
          <StepPart part="before" words="Show the one before" icon={<ChevronLeft size={12} />} />
          line {shown + 1}
          <StepPart part="after" words="Show the next one" icon={<ChevronRight size={12} />} />
        </span>
      ) : null}
      {look.isOpen === false && loop.rows.length > 0 ? <span className="label">{loop.rows.length} mapped</span> : null}
      <span className="data shrink-0 pl-1 text-ink-2" title="taken / there">
        {cell.value}
      </span>
      {cell.state ? <StatusGlyph mark={cell.state === 'error' ? 'failed' : 'warn'} size={14} /> : null}
    </div>
  );
});

function StepPart({ part, words, icon }: { part: RowPart; words: string; icon: React.ReactNode }) {
  return (
    <span data-do={part} title={words} className="flex size-6 items-center justify-center hover:text-ink">
      {icon}
    </span>
  );
}
