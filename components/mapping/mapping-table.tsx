'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { RowCell } from './row-cell.ts';
import { collectWords, ifMissingOf, missingWords, overWords, ruleText } from './rule-words.ts';
import type { TargetRow } from './target-rows.ts';
import { glyphWords } from './tree-cells.tsx';

const rowPx = 28;

/** The mapping as a specification, one line per target: for reading, noting and handing over. A click goes to the row in the trees. */
export function MappingTable({
  rows,
  cellOf,
  chosen,
  onPick,
  onNote,
}: {
  rows: TargetRow[];
  cellOf: (row: TargetRow) => RowCell;
  chosen: string | undefined;
  onPick: (row: TargetRow) => void;
  onNote: (rowId: string, note: string) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="min-h-0 min-w-0 flex-1 overflow-auto bg-surface">
      <table className="w-full min-w-[1080px] table-fixed border-collapse text-left whitespace-nowrap">
        <thead className="sticky top-0 z-10 bg-bg text-label text-ink-2">
          <tr className="h-8 shadow-[inset_0_-1px_0_var(--line)]">
            <th className="w-[24%] pl-4 font-medium">Target</th>
            <th className="w-[84px] font-medium">Type</th>
            <th className="w-[72px] font-medium">Required</th>
            <th className="w-[17%] font-medium">Source</th>
            <th className="w-[20%] font-medium">Rule</th>
            <th className="w-[120px] font-medium">If missing</th>
            <th className="w-[14%] font-medium">Preview</th>
            <th className="pr-4 font-medium">Note</th>
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <tr style={{ height: above }} /> : null}
          {items.map(({ index }) => {
            const row = rows[index];
            return row && row.as !== 'add' ? (
              <TableRow
                key={row.key}
                row={row}
                cell={cellOf(row)}
                isChosen={row.key === chosen}
                onPick={onPick}
                onNote={onNote}
              />
            ) : null;
          })}
          {below > 0 ? <tr style={{ height: below }} /> : null}
        </tbody>
      </table>
    </div>
  );
}

function TableRow({
  row,
  cell,
  isChosen,
  onPick,
  onNote,
}: {
  row: TargetRow;
  cell: RowCell;
  isChosen: boolean;
  onPick: (row: TargetRow) => void;
  onNote: (rowId: string, note: string) => void;
}) {
  const { field, loop } = row;
  const mapped = field ?? loop;
  const policy = field && ifMissingOf(field, row.required);
  return (
    <tr
      onClick={() => onPick(row)}
      className={cx(
        'h-7 border-b border-line [&>td]:truncate [&>td]:pr-3',
        cell.state === 'error'
          ? 'bg-failed-tint'
          : cell.state === 'lossy'
            ? 'bg-warn-tint'
            : isChosen
              ? 'bg-canvas'
              : 'hover:bg-bg',
      )}
    >
      <td style={{ paddingLeft: 16 + row.depth * 14 }} title={row.description}>
        <button
          type="button"
          className={cx('hover:underline', (row.hasChildren || loop) && 'font-medium')}
          onClick={() => onPick(row)}
        >
          {row.name}
        </button>
      </td>
      <td className="text-ink-2">{glyphWords[row.glyph]}</td>
      <td>
        {row.required ? cell.isRequiredMissing ? <span className="font-medium text-failed">missing</span> : 'yes' : ''}
      </td>
      <td className="data" title={cell.words}>
        {loop ? overWords(loop) : field && field.rule.kind !== 'constant' ? cell.words : ''}
      </td>
      <td className="data" title={field ? ruleText(field.rule) : loop?.where}>
        {loop ? `for each${loop.where === undefined ? '' : ` where ${loop.where}`}` : ruleCell(row)}
      </td>
      <td className={policy?.isOwn ? undefined : 'text-ink-3'}>
        {policy ? missingWords[policy.do].replace('…', '') : ''}
        {field?.ifMissing?.do === 'default' ? <span className="data"> {String(field.ifMissing.value)}</span> : null}
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
            aria-label={`Note on ${row.name}`}
            defaultValue={mapped.note}
            title={mapped.note}
            onClick={(event) => event.stopPropagation()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
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

function ruleCell({ field }: TargetRow): string {
  if (!field) return '';
  switch (field.rule.kind) {
    case 'constant':
      return ruleText(field.rule);
    case 'path':
      return field.rule.collect ? collectWords[field.rule.collect] : 'copy';
    case 'expression':
      return field.rule.code.replace(/\s+/g, ' ');
  }
}
