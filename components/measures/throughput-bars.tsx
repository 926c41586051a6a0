import type { Measures } from '#components/trpc.tsx';
import { cx } from '#components/ui/cx.ts';
import { clock, count } from '#components/ui/format.ts';
import { barsOf, type Window, windows } from './measure-words.ts';

const kinds = ['delivered', 'parked', 'retried'] as const;
const fills = { delivered: 'fill-ok', parked: 'fill-warn', retried: 'fill-queued' };

/** One bar per minute, hour or day: delivered, on top of it parked and left to wait. Its figures stand beside it as text. */
export function ThroughputBars({
  measures,
  window,
  className,
}: {
  measures: Measures;
  window: Window;
  className?: string;
}) {
  const { pieces, pieceMs } = measures;
  const bars = barsOf(pieces, kinds, 0.04);
  const { words, piece } = windows.find((one) => one.id === window) ?? windows[0];
  const whole = measures.whole;
  return (
    <svg
      role="img"
      aria-label={`Per ${piece} in ${words}: ${count(whole.delivered)} delivered, ${count(whole.parked)} parked, ${count(whole.retried)} tried again`}
      viewBox={`0 0 ${pieces.length} 1`}
      preserveAspectRatio="none"
      className={cx('block w-full', className)}
    >
      {pieces.map((one, i) => {
        let top = 1;
        return (
          <g key={one.at}>
            <title>
              {`${timeOf(one.at, pieceMs)}: ${count(one.delivered)} delivered, ${count(one.parked)} parked, ${count(one.retried)} tried again`}
            </title>
            <rect x={i} y={0} width={1} height={1} className="fill-transparent" />
            {kinds.map((kind, k) => {
              const height = bars[i]?.[k] ?? 0;
              top = Math.max(0, top - height);
              return height === 0 ? null : (
                <rect key={kind} x={i + 0.12} y={top} width={0.76} height={height} className={fills[kind]} />
              );
            })}
          </g>
        );
      })}
      <rect x={0} y={0.985} width={pieces.length} height={0.015} className="fill-line-strong" />
    </svg>
  );
}

const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Days are those of UTC, as they are counted. */
function timeOf(at: string, pieceMs: number): string {
  return pieceMs >= 86_400_000 ? `${dayWords.format(new Date(at))} (UTC)` : clock(at);
}
