import type { MessageState, RunStatus, StepStatus } from '#flow/run/status.ts';
import { cx } from './cx.ts';

/** The six marks. Each is a glyph, a word and a colour, never colour alone. */
export type Mark = 'ok' | 'running' | 'warn' | 'failed' | 'queued' | 'skipped';

const known: Record<RunStatus | StepStatus | MessageState, { mark: Mark; word: string }> = {
  queued: { mark: 'queued', word: 'Queued' },
  pending: { mark: 'queued', word: 'Not yet' },
  running: { mark: 'running', word: 'Running' },
  'in-flight': { mark: 'running', word: 'In flight' },
  waiting: { mark: 'queued', word: 'Waiting' },
  done: { mark: 'ok', word: 'Done' },
  delivered: { mark: 'ok', word: 'Delivered' },
  filtered: { mark: 'skipped', word: 'Filtered' },
  parked: { mark: 'warn', word: 'Parked' },
  failed: { mark: 'failed', word: 'Failed' },
  skipped: { mark: 'skipped', word: 'Skipped' },
  cancelled: { mark: 'skipped', word: 'Cancelled' },
  discarded: { mark: 'skipped', word: 'Discarded' },
};

/** The mark and the word of any status of a run, a step or a message. */
export const markOf = (status: RunStatus | StepStatus | MessageState) => known[status];

const text: Record<Mark, string> = {
  ok: 'text-ok',
  running: 'text-running',
  warn: 'text-warn',
  failed: 'text-failed',
  queued: 'text-queued',
  skipped: 'text-skipped',
};

const tint: Record<Mark, string> = {
  ok: 'fill-ok-tint',
  running: 'fill-running-tint',
  warn: 'fill-warn-tint',
  failed: 'fill-failed-tint',
  queued: 'fill-surface',
  skipped: 'fill-surface',
};

/** Glyph alone, 16 px unless told; say the word beside it. `x` and `y` place it inside another drawing. */
export function StatusGlyph({ mark, size = 16, x, y }: { mark: Mark; size?: number; x?: number; y?: number }) {
  return (
    <svg
      x={x}
      y={y}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cx('shrink-0', text[mark])}
    >
      <rect x=".5" y=".5" width="15" height="15" rx="2" className={tint[mark]} stroke="currentColor" />
      <g fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round">
        {strokes[mark]}
      </g>
    </svg>
  );
}

const strokes: Record<Mark, React.ReactNode> = {
  ok: <path d="M4.2 8.3l2.6 2.6 5-5.6" />,
  running: <path d="M5.8 4.4v7.2L11.6 8z" fill="currentColor" strokeWidth="1" />,
  warn: (
    <>
      <path d="M8 3.9v5" />
      <path d="M8 11.4v.9" strokeWidth="1.9" />
    </>
  ),
  failed: <path d="M4.8 4.8l6.4 6.4M11.2 4.8l-6.4 6.4" />,
  queued: <path d="M4 8h.01M8 8h.01M12 8h.01" strokeWidth="2.2" />,
  skipped: (
    <>
      <circle cx="8" cy="8" r="4.2" />
      <path d="M5 11l6-6" />
    </>
  ),
};

/** Glyph and word in the colour of the status. Give a `status`, or a `mark` with your own `words`. */
export function StatusMark({
  className,
  words,
  ...which
}: ({ status: RunStatus | StepStatus | MessageState } | { mark: Mark; words: string }) & {
  words?: string;
  className?: string;
}) {
  const { mark, word } = 'status' in which ? known[which.status] : { mark: which.mark, word: '' };
  return (
    <span className={cx('inline-flex items-center gap-1.5 font-medium whitespace-nowrap', text[mark], className)}>
      <StatusGlyph mark={mark} />
      {words ?? word}
    </span>
  );
}
