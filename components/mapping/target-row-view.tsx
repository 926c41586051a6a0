'use client';

import { Table2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { ChangeMark } from './changes/change-mark.tsx';
import type { RowCell } from './row-cell.ts';
import { partOf } from './row-part.ts';
import { failureWords } from './samples/row-failures.ts';
import type { TargetRow } from './target-rows.ts';
import { indent, RequiredDot, Twisty, TypeGlyph } from './tree-cells.tsx';

export interface TargetRowLook {
  isOpen: boolean | undefined;
  isActive: boolean;
  /** The row at hand on the other side feeds it. */
  isPartner: boolean;
  /** A source is marked and could be put here. */
  isInviting: boolean;
  isDim: boolean;
  isOver: boolean;
  hidden: number;
  /** There is little room. */
  isNarrow: boolean;
}

export interface TargetRowActs {
  onToggle: (row: TargetRow, all: boolean) => void;
  onPick: (row: TargetRow) => void;
  onHandle: (row: TargetRow) => void;
  onType: (row: TargetRow) => void;
  onExpression: (row: TargetRow) => void;
}

/** A field of what goes out: name, where its value comes from, and that value. `typing` takes the place of the last two. */
export const TargetRowView = memo(function TargetRowView({
  row,
  cell,
  typing,
  isNarrow,
  onToggle,
  onPick,
  onHandle,
  onType,
  onExpression,
  ...look
}: { row: TargetRow; cell: RowCell; typing?: ReactNode } & TargetRowLook & TargetRowActs) {
  const isLeaf = row.as === 'field' || row.as === 'list' || row.as === 'add';
  const tint = cell.state === 'error' ? 'bg-failed-tint' : cell.state === 'lossy' ? 'bg-warn-tint' : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tree around it has the role and the keys.
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows in the tree do the same.
    <div
      onClick={(event) => {
        const part = partOf(event, 'left');
        if (part === 'toggle') onToggle(row, event.altKey);
        else if (part === 'type') onType(row);
        else if (part === 'expression') onExpression(row);
        else if (part === 'handle') onHandle(row);
        else onPick(row);
      }}
      onDoubleClick={() => isLeaf && onType(row)}
      className={cx(
        'group/row flex h-full cursor-default items-center gap-x-2 pr-3 whitespace-nowrap',
        tint ?? ((look.isActive || look.isPartner) && 'bg-canvas'),
        (look.isActive || look.isOver) && 'inset-ring-2 inset-ring-ink',
        look.isInviting && !look.isActive && 'hover:inset-ring hover:inset-ring-ink',
        look.isDim && 'opacity-35',
      )}
    >
      <div
        style={{ paddingLeft: indent(row.depth) }}
        className="flex w-[36%] min-w-[124px] shrink-0 items-center gap-1.5"
      >
        <Twisty isOpen={look.isOpen} />
        <TypeGlyph glyph={row.glyph} className={cx(isNarrow && 'hidden', row.as === 'add' && 'invisible')} />
        <span
          title={row.description ?? (row.isUnknown ? 'Not a field of the target' : undefined)}
          className={cx(
            'truncate',
            row.hasChildren && 'font-medium',
            (row.isUnreached || row.ignored || row.as === 'add') && 'text-ink-3',
            row.isUnknown && 'italic',
          )}
        >
          {row.name}
        </span>
        {row.required && !row.isUnreached ? <RequiredDot /> : null}
        <ChangeMark change={cell.change} />
      </div>
      {typing ? (
        <div className="min-w-0 flex-1">{typing}</div>
      ) : (
        <>
          <RuleCell row={row} cell={cell} isActive={look.isActive} />
          <span
            className={cx(
              'data shrink-0 truncate text-right',
              isNarrow ? 'max-w-[15ch]' : 'max-w-[24ch]',
              cell.state === 'error' && cell.value === '' && 'font-medium text-failed',
              cell.isQuiet && 'text-ink-3',
            )}
            title={cell.value}
          >
            {cell.value === '' && cell.state === 'error' ? 'no value' : cell.value}
            {look.hidden > 0 ? <span className="pl-2 text-ink-2">{look.hidden}</span> : null}
          </span>
          {cell.failures ? (
            <span className="data shrink-0 text-failed" title={failureWords(cell.failures)}>
              {cell.failures.samples}/{cell.failures.of}
            </span>
          ) : null}
          <span className="flex w-4 shrink-0 justify-end" title={cell.remark}>
            {cell.state ? <StatusGlyph mark={cell.state === 'error' ? 'failed' : 'warn'} size={14} /> : null}
          </span>
        </>
      )}
    </div>
  );
});

function RuleCell({ row, cell, isActive }: { row: TargetRow; cell: RowCell; isActive: boolean }) {
  if (row.as === 'add')
    return <span className="min-w-0 flex-1 truncate text-label text-ink-3">type its name, or drop a field here</span>;
  const { rule } = row.field ?? {};
  if (!rule) {
    if (row.ignored) {
      return (
        <span className="min-w-0 flex-1 truncate text-label text-ink-3" title={row.ignored.note}>
          not sent, on purpose{row.ignored.note ? `: ${row.ignored.note}` : ''}
        </span>
      );
    }
    const isOffered = !row.isUnreached && (row.as === 'field' || row.as === 'list');
    return (
      <span className="min-w-0 flex-1">
        <span
          className={cx(
            'block truncate text-label',
            cell.isRequiredMissing && !isActive ? 'text-failed' : 'text-ink-3',
            !isActive && !cell.isRequiredMissing && 'hidden group-hover/row:block',
          )}
        >
          {isOffered ? (cell.isRequiredMissing && !isActive ? 'required, not mapped' : 'type a value, or = …') : ''}
          {isOffered && isActive && !row.needed ? ' (Del: leave it out on purpose)' : ''}
        </span>
      </span>
    );
  }
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1.5">
      {rule.kind === 'constant' ? (
        <span data-do="type" title={cell.words} className="data min-w-0 cursor-text truncate text-ink">
          {cell.words}
        </span>
      ) : (
        <span
          data-do="expression"
          title={cell.words}
          className="data h-[18px] min-w-0 truncate rounded-input border border-line-strong bg-bg px-1 leading-4 text-ink"
        >
          {cell.words}
        </span>
      )}
      {rule.kind === 'value-map' ? <Table2 size={13} className="shrink-0 text-ink-2" aria-hidden="true" /> : null}
      {cell.collect ? <span className="data shrink-0 font-medium text-ink-2">{cell.collect}</span> : null}
      <span
        data-do="expression"
        title="Expression (F2)"
        className={cx(
          'data shrink-0 px-0.5 font-medium text-ink-2 hover:text-ink',
          !['expression', 'function', 'template'].includes(rule.kind) && !isActive && 'hidden group-hover/row:inline',
        )}
      >
        ƒ
      </span>
    </span>
  );
}
