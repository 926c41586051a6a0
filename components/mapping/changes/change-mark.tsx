import { cx } from '#components/ui/cx.ts';
import type { CellChange } from './change-words.ts';

const glyphs = { added: '+', changed: '±', removed: '−' } as const;

/** Behind the name of a row that differs from the published version; what it said there is told when it is pointed at. */
export function ChangeMark({ change, className }: { change: CellChange | undefined; className?: string }) {
  if (!change) return null;
  return (
    <span
      title={`Published: ${change.words}`}
      aria-hidden="true"
      className={cx('data shrink-0 px-1 font-medium text-ink-2', className)}
    >
      {glyphs[change.kind]}
    </span>
  );
}
