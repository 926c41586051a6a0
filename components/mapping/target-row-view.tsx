'use client';

import { Table2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { ChangeMark } from './changes/change-mark.tsx';
import type { RowCell } from './row-cell.ts';
import type { TargetRow } from './target-rows.ts';
import { Handle, indent, RequiredDot, Twisty, TypeGlyph } from './tree-cells.tsx';

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
      onClick={() => onPick(row)}
      onDoubleClick={() => isLeaf && onType(row)}
      className={cx(
        'group/row relative grid h-full cursor-default grid-cols-[minmax(124px,36%)_minmax(0,1fr)_auto_16px] items-center gap-x-2 pr-3 whitespace-nowrap',
        tint ?? ((look.isActive || look.isPartner) && 'bg-canvas'),
        (look.isActive || look.isOver) && 'inset-ring-2 inset-ring-ink',
        look.isInviting && !look.isActive && 'hover:inset-ring hover:inset-ring-ink',
        look.isDim && 'opacity-35',
      )}
    >
      <Handle side="left" label={`Connect to ${row.name}`} onPick={() => onHandle(row)} />
      <div style={{ paddingLeft: indent(row.depth) }} className="flex min-w-0 items-center gap-1.5">
        <Twisty isOpen={look.isOpen} onToggle={(all) => onToggle(row, all)} />
        <TypeGlyph glyph={row.glyph} className={cx('@max-[470px]:hidden', row.as === 'add' && 'invisible')} />
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
        <div className="col-span-3 min-w-0">{typing}</div>
      ) : (
        <>
          <RuleCell row={row} cell={cell} isActive={look.isActive} onType={onType} onExpression={onExpression} />
          <span
            className={cx(
              'data max-w-[15ch] truncate text-right @min-[520px]:max-w-[24ch]',
              cell.state === 'error' && cell.value === '' && 'font-medium text-failed',
              cell.isQuiet && 'text-ink-3',
            )}
            title={cell.value}
          >
            {cell.value === '' && cell.state === 'error' ? 'no value' : cell.value}
            {look.hidden > 0 ? <span className="pl-2 text-ink-2">{look.hidden}</span> : null}
          </span>
          <span className="flex justify-end" title={cell.remark}>
            {cell.state ? <StatusGlyph mark={cell.state === 'error' ? 'failed' : 'warn'} size={14} /> : null}
          </span>
        </>
      )}
    </div>
  );
});

function RuleCell({
  row,
  cell,
  isActive,
  onType,
  onExpression,
}: {
  row: TargetRow;
  cell: RowCell;
  isActive: boolean;
  onType: (row: TargetRow) => void;
  onExpression: (row: TargetRow) => void;
}) {
  if (row.as === 'loop') return <span />;
  if (row.as === 'add')
    return <span className="truncate text-label text-ink-3">type its name, or drop a field here</span>;
  const { rule } = row.field ?? {};
  if (!rule) {
    if (row.ignored) {
      return (
        <span className="truncate text-label text-ink-3" title={row.ignored.note}>
          not sent, on purpose{row.ignored.note ? `: ${row.ignored.note}` : ''}
        </span>
      );
    }
    const isOffered = !row.isUnreached && (row.as === 'field' || row.as === 'list');
    return (
      <span
        className={cx(
          'truncate text-label',
          cell.isRequiredMissing && !isActive ? 'text-failed' : 'text-ink-3',
          !isActive && !cell.isRequiredMissing && 'opacity-0 group-hover/row:opacity-100',
        )}
      >
        {isOffered ? (cell.isRequiredMissing && !isActive ? 'required, not mapped' : 'type a value, or = …') : ''}
        {isOffered && isActive && !row.needed ? ' (Del: leave it out on purpose)' : ''}
      </span>
    );
  }
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {rule.kind === 'constant' ? (
        <button
          type="button"
          tabIndex={-1}
          data-control=""
          title={cell.words}
          onClick={() => onType(row)}
          className="data min-w-0 cursor-text truncate text-ink"
        >
          {cell.words}
        </button>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          data-control=""
          title={cell.words}
          onClick={() => onExpression(row)}
          className="data h-[18px] min-w-0 truncate rounded-input border border-line-strong bg-bg px-1 leading-4 text-ink"
        >
          {cell.words}
        </button>
      )}
      {rule.kind === 'value-map' ? <Table2 size={13} className="shrink-0 text-ink-2" aria-hidden="true" /> : null}
      {cell.collect ? <span className="data shrink-0 font-medium text-ink-2">{cell.collect}</span> : null}
      <button
        type="button"
        tabIndex={-1}
        data-control=""
        aria-label={`Expression of ${row.name}`}
        title="Expression (F2)"
        onClick={() => onExpression(row)}
        className={cx(
          'data shrink-0 px-0.5 font-medium text-ink-2 hover:text-ink',
          !['expression', 'function', 'template'].includes(rule.kind) &&
            !isActive &&
            'opacity-0 group-hover/row:opacity-100',
        )}
      >
        ƒ
      </button>
    </span>
  );
}
