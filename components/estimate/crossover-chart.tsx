import { patternColour } from '#components/ui/pattern-mark.tsx';
import type { PriceCard } from '#flow/estimate/card.ts';
import { crossoverWords, type MeshPoint, meshCrossover } from '#flow/estimate/crossover.ts';
import { grouped, middle } from '#flow/estimate/range.ts';
import type { Pattern } from '#flow/flow.ts';
import { moneyTicks } from './money-axis.ts';

const box = { left: 48, right: 384, top: 10, foot: 236 };
const [width, height] = [488, 262];
/** Beyond this multiple of the hub's highest price the direct curve only squeezes the rest; it leaves through the top. */
const headroom = 1.4;

/** Hub against point-to-point over the number of systems, when all talk to all: bands, middles, and where you are. */
export function CrossoverChart({ card, systems }: { card: PriceCard; systems: number }) {
  const most = Math.max(10, systems + 1);
  const points = meshCrossover(card, 2, most);
  const ticks = moneyTicks(Math.max(...points.map((point) => point.hub.high)) * headroom);
  const top = ticks.at(-1) ?? 1;
  const x = (n: number) => box.left + ((n - 2) / (most - 2)) * (box.right - box.left);
  const y = (euros: number) => box.foot - (euros / top) * (box.foot - box.top);
  const step = Math.ceil((most - 1) / 9);
  const caption = crossoverWords(points);

  return (
    <section className="min-w-0 break-inside-avoid">
      <h3 className="mb-2">
        Where the answer changes <span className="label font-normal">build price in EUR, all with all</span>
      </h3>
      <svg viewBox={`0 0 ${width} ${height}`} className="w-full max-w-150" role="img" aria-labelledby="crossover-title">
        <title id="crossover-title">{caption}</title>
        <defs>
          <clipPath id="crossover-clip">
            <rect x={box.left} y={box.top} width={box.right - box.left} height={box.foot - box.top} />
          </clipPath>
          <pattern
            id="crossover-hatch"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path d="M0 0V6" className="stroke-line" />
          </pattern>
        </defs>
        {points
          .filter((point) => point.cheaper === 'no-clear-winner')
          .map((point) => (
            <rect
              key={point.systems}
              x={Math.max(box.left, x(point.systems - 0.5))}
              y={box.top}
              width={Math.min(box.right, x(point.systems + 0.5)) - Math.max(box.left, x(point.systems - 0.5))}
              height={box.foot - box.top}
              fill="url(#crossover-hatch)"
            />
          ))}
        {ticks.map((tick) => (
          <g key={tick}>
            <path
              d={`M${box.left} ${y(tick)}H${box.right}`}
              className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
              shapeRendering="crispEdges"
            />
            <text x={box.left - 8} y={y(tick) + 4} textAnchor="end" className="data fill-ink-2">
              {grouped(tick)}
            </text>
          </g>
        ))}
        {points
          .filter((point) => (point.systems - 2) % step === 0)
          .map(({ systems: n }) => (
            <text
              key={n}
              x={x(n)}
              y={box.foot + 17}
              textAnchor="middle"
              className={`data ${n === systems ? 'fill-ink font-medium' : 'fill-ink-2'}`}
            >
              {n}
            </text>
          ))}
        <text x={box.right + 14} y={box.foot + 17} className="fill-ink-3 text-meta">
          systems
        </text>
        <g clipPath="url(#crossover-clip)">
          <Band points={points} pattern="hub-and-spoke" x={x} y={y} />
          <Band points={points} pattern="point-to-point" x={x} y={y} />
        </g>
        <Here points={points} systems={systems} x={x} y={y} />
        <EndLabels points={points} x={x} y={y} top={top} />
      </svg>
      <p className="mt-1 text-label text-ink-2">{caption}</p>
    </section>
  );
}

interface Placing {
  points: MeshPoint[];
  x: (systems: number) => number;
  y: (euros: number) => number;
}

const priceOf = (point: MeshPoint, pattern: Pattern) => (pattern === 'hub-and-spoke' ? point.hub : point.pointToPoint);

function Band({ points, pattern, x, y }: Placing & { pattern: Pattern }) {
  const at = (end: 'low' | 'high') => points.map((point) => `${x(point.systems)} ${y(priceOf(point, pattern)[end])}`);
  const middles = points.map((point) => `${x(point.systems)} ${y(middle(priceOf(point, pattern)))}`);
  return (
    <g style={{ color: patternColour(pattern) }}>
      <path d={`M${at('high').join('L')}L${at('low').reverse().join('L')}Z`} fill="currentColor" opacity="0.14" />
      <path d={`M${middles.join('L')}`} fill="none" stroke="currentColor" strokeWidth="2" />
      {points.map((point) => (
        <circle
          key={point.systems}
          cx={x(point.systems)}
          cy={y(middle(priceOf(point, pattern)))}
          r="2.5"
          fill="currentColor"
        />
      ))}
    </g>
  );
}

function Here({ points, systems, x, y }: Placing & { systems: number }) {
  const here = points.find((point) => point.systems === systems);
  if (!here) return null;
  return (
    <g>
      <path d={`M${x(systems)} ${box.top}V${box.foot}`} strokeWidth="1.5" className="stroke-ink" />
      <circle cx={x(systems)} cy={y(middle(here.hub))} r="4.5" strokeWidth="2" className="fill-surface stroke-ink" />
      <text
        x={x(systems) + 8}
        y={box.foot - 8}
        paintOrder="stroke"
        strokeWidth="4"
        className="fill-ink stroke-surface text-label font-semibold"
      >
        You are here
      </text>
    </g>
  );
}

/** Each band is named where it ends: at the right edge, or where it leaves through the top. */
function EndLabels({ points, x, y, top }: Placing & { top: number }) {
  const last = points.at(-1);
  const leaves = points.find((point) => middle(point.pointToPoint) > top);
  if (!last) return null;
  return (
    <g className="fill-ink-2 text-label">
      <text x={box.right + 8} y={y(middle(last.hub)) + 4}>
        Hub-and-spoke
      </text>
      {leaves ? (
        <text x={x(leaves.systems) + 6} y={box.top + 12} paintOrder="stroke" strokeWidth="4" className="stroke-surface">
          Point-to-point
        </text>
      ) : (
        <text x={box.right + 8} y={y(middle(last.pointToPoint)) + 4}>
          Point-to-point
        </text>
      )}
    </g>
  );
}
