import { patternColour, patternNames } from '#components/ui/pattern-mark.tsx';
import type { Estimate } from '#flow/estimate/estimate.ts';
import { grouped } from '#flow/estimate/range.ts';
import type { Pattern } from '#flow/flow.ts';
import { moneyTicks } from './money-axis.ts';

const left = 116;
const width = 476;
const right = width - 56;
const rowHeight = 27;

/** Low, middle and high of each pattern on one axis; values at both ends. `faint` ones do not fit. */
export function RangeBars({ prices, order, faint }: { prices: Estimate; order: Pattern[]; faint: Pattern[] }) {
  const ticks = moneyTicks(Math.max(...order.map((pattern) => prices[pattern].high)));
  const most = ticks.at(-1) ?? 1;
  const x = (euros: number) => left + (euros / most) * (right - left);
  const foot = order.length * rowHeight + 6;
  return (
    <svg
      viewBox={`0 0 ${width} ${foot + 24}`}
      className="w-full max-w-150"
      role="img"
      aria-labelledby="range-bars-title"
    >
      <title id="range-bars-title">
        {order
          .map(
            (pattern) =>
              `${patternNames[pattern]} EUR ${grouped(prices[pattern].low)} to ${grouped(prices[pattern].high)}`,
          )
          .join('; ')}
      </title>
      {ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${x(tick)} 0V${foot}`} className="stroke-line" shapeRendering="crispEdges" />
          <text x={x(tick)} y={foot + 16} textAnchor="middle" className="data fill-ink-2">
            {grouped(tick)}
          </text>
        </g>
      ))}
      {order.map((pattern, index) => {
        const { low, mid, high } = prices[pattern];
        const y = index * rowHeight + 14;
        const pale = faint.includes(pattern);
        return (
          <g key={pattern}>
            <text
              x="0"
              y={y + 4}
              className={`text-label ${pale ? 'fill-ink-3' : 'fill-ink-2'} ${index === 0 && !pale ? 'font-semibold' : ''}`}
            >
              {patternNames[pattern]}
            </text>
            <rect
              x={x(low)}
              y={y - 5}
              width={Math.max(2, x(high) - x(low))}
              height="10"
              style={{ fill: patternColour(pattern) }}
              opacity={pale ? 0.45 : 1}
            />
            <path d={`M${x(mid)} ${y - 9}v18`} strokeWidth="2" className="stroke-ink" />
            <Value x={x(low) - 6} y={y + 4} anchor="end" euros={low} />
            <Value x={x(high) + 6} y={y + 4} anchor="start" euros={high} />
          </g>
        );
      })}
    </svg>
  );
}

function Value({ x, y, anchor, euros }: { x: number; y: number; anchor: 'start' | 'end'; euros: number }) {
  return (
    <text x={x} y={y} textAnchor={anchor} paintOrder="stroke" strokeWidth="4" className="data fill-ink stroke-surface">
      {grouped(euros)}
    </text>
  );
}
