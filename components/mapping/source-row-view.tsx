'use client';

import { Check } from 'lucide-react';
import { memo } from 'react';
import { cx } from '#components/ui/cx.ts';
import { partOf } from './row-part.ts';
import type { SourceRow } from './source-rows.ts';
import { indent, Twisty, TypeGlyph } from './tree-cells.tsx';

/** A field of what comes in, with its value in the sample. */
export const SourceRowView = memo(function SourceRowView({
  row,
  isOpen,
  isActive,
  isPartner,
  isMarked,
  isDim,
  isOver,
  value,
  hidden,
  onToggle,
  onPick,
  onHandle,
}: {
  row: SourceRow;
  isOpen: boolean | undefined;
  isActive: boolean;
  /** The row at hand on the other side reads it. */
  isPartner: boolean;
  isMarked: boolean;
  /** Cannot take what is being dragged. */
  isDim: boolean;
  isOver: boolean;
  value: string;
  /** Lines that end beneath it, out of sight. */
  hidden: number;
  onToggle: (row: SourceRow, all: boolean) => void;
  onPick: (row: SourceRow) => void;
  onHandle: (row: SourceRow) => void;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the tree around it has the role and the keys.
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows in the tree do the same.
    <div
      onClick={(event) => {
        const part = partOf(event, 'right');
        if (part === 'toggle') onToggle(row, event.altKey);
        else if (part === 'handle') onHandle(row);
        else onPick(row);
      }}
      style={{ paddingLeft: indent(row.depth) }}
      className={cx(
        'flex h-full cursor-default items-center gap-1.5 pr-5 whitespace-nowrap',
        (isActive || isPartner) && 'bg-canvas',
        isActive && 'group-focus-visible/tree:inset-ring-2 inset-ring-ink',
        isOver && 'bg-canvas inset-ring-2 inset-ring-ink',
        isDim && 'opacity-35',
      )}
    >
      <Twisty isOpen={isOpen} />
      <TypeGlyph glyph={row.glyph} />
      <span title={row.description} className={cx('truncate', row.hasChildren && 'font-medium')}>
        {row.name}
      </span>
      {isMarked ? (
        <span className="data flex items-center gap-0.5 rounded-input bg-ink px-1 text-on-ink">
          <Check size={10} strokeWidth={3} /> marked
        </span>
      ) : null}
      <span className="data min-w-0 flex-1 truncate pl-4 text-right text-ink-3">{value}</span>
      {hidden > 0 ? (
        <span title={`${hidden} lines from inside`} className="data rounded-input border border-line px-1 text-ink-2">
          {hidden}
        </span>
      ) : null}
    </div>
  );
});
