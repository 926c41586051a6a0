'use client';

import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { ChangeMark } from '../changes/change-mark.tsx';
import type { RowCell } from '../row-cell.ts';
import { ifMissingOf, missingWords, overWords, ruleText } from '../rule-words.ts';
import type { TargetRow } from '../target-rows.ts';
import { glyphWords } from '../tree-cells.tsx';
import { constantText } from './constant-text.ts';
import { ruleCell } from './rule-cell.ts';

/** One target as a line of the table. `typing` takes the place of source and rule. */
export function TableRow({
  id,
  index,
  row,
  cell,
  name,
  isActive,
  isFlat,
  typing,
  onPick,
  onType,
  onOpen,
  onNote,
  onLeave,
}: {
  id: string;
  index: number;
  row: TargetRow;
  cell: RowCell;
  /** As it is read out. */
  name: string;
  isActive: boolean;
  /** The rows are sorted: each says its whole path. */
  isFlat: boolean;
  typing?: ReactNode;
  onPick: (row: TargetRow) => void;
  onType: (row: TargetRow) => void;
  onOpen: (row: TargetRow) => void;
  onNote: (rowId: string, note: string) => void;
  /** Enter or Esc in the note. */
  onLeave: () => void;
}) {
  const { field, loop } = row;
  const mapped = field ?? loop;
  const policy = field && ifMissingOf(field, row.required);
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      aria-label={name}
      data-key={row.key}
      onClick={() => onPick(row)}
      onDoubleClick={() => onType(row)}
      className={cx(
        'h-7 cursor-default border-b border-line [&>td]:truncate [&>td]:pr-3',
        cell.state === 'error'
          ? 'bg-failed-tint'
          : cell.state === 'lossy'
            ? 'bg-warn-tint'
            : isActive
              ? 'bg-canvas'
              : 'hover:bg-bg',
        isActive && 'inset-ring-2 inset-ring-ink',
      )}
    >
      <td style={{ paddingLeft: 16 + (isFlat ? 0 : row.depth * 14) }} title={row.description}>
        <button
          type="button"
          tabIndex={-1}
          title="Show it in the trees"
          className={cx('hover:underline', (row.hasChildren || loop) && 'font-medium', row.isUnreached && 'text-ink-3')}
          onClick={() => onOpen(row)}
        >
          {isFlat ? row.path.filter((step) => step !== '[]').join('.') : row.name}
        </button>
        <ChangeMark change={cell.change} />
      </td>
      <td className="text-ink-2">{glyphWords[row.glyph]}</td>
      <td>
        {row.required ? cell.isRequiredMissing ? <span className="font-medium text-failed">missing</span> : 'yes' : ''}
      </td>
      {typing ? (
        <td colSpan={2}>{typing}</td>
      ) : (
        <>
          <td className="data" title={cell.words}>
            {loop ? overWords(loop) : field && field.rule.kind !== 'constant' ? cell.words : ''}
          </td>
          <td className="data" title={field ? ruleText(field.rule) : loop?.where}>
            {ruleCell(row)}
          </td>
        </>
      )}
      <td className={policy?.isOwn ? undefined : 'text-ink-3'}>
        {policy ? missingWords[policy.do].replace('…', '') : ''}
        {field?.ifMissing?.do === 'default' ? (
          <span className="data"> {constantText(field.ifMissing.value)}</span>
        ) : null}
      </td>
      <td className="data">
        <span className="flex items-center gap-1.5">
          <span className="truncate">{field?.rule.kind === 'constant' ? cell.words : cell.value}</span>
          {cell.state ? (
            <span title={cell.remark}>
              <StatusGlyph mark={cell.state === 'error' ? 'failed' : 'warn'} size={14} />
            </span>
          ) : null}
        </span>
      </td>
      <td className="pr-4!">
        {mapped ? (
          <input
            key={mapped.note}
            tabIndex={-1}
            aria-label={`Note on ${row.name}`}
            defaultValue={mapped.note}
            title={mapped.note ?? 'Note (N)'}
            onClick={(event) => event.stopPropagation()}
            onDoubleClick={(event) => event.stopPropagation()}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Escape') event.currentTarget.value = mapped.note ?? '';
              if (event.key === 'Escape' || event.key === 'Enter') onLeave();
            }}
            onBlur={(event) => {
              const note = event.target.value.trim();
              if (note !== (mapped.note ?? '')) onNote(mapped.id, note);
            }}
            className="h-6 w-full min-w-0 truncate rounded-input bg-transparent px-1 text-ink-2 hover:inset-ring hover:inset-ring-line focus:bg-raised focus:text-ink"
          />
        ) : null}
      </td>
    </tr>
  );
}
