import type { Shape } from '#flow/catalog.ts';

/**
 * The outline of a node as SVG, filled with paper and drawn in ink, from the top left corner of a `width` × `height` frame.
 * It reads from 224 px down to 12: notches, drum ends and sheets shrink with the height.
 */
export function Silhouette({
  shape,
  width,
  height,
  stroke = 1.5,
  spokes = [],
}: {
  shape: Shape | 'note';
  width: number;
  height: number;
  stroke?: number;
  /** Of a hub: angles in radians at which its systems lie. */
  spokes?: number[];
}) {
  const half = stroke / 2;
  return (
    <g
      transform={`translate(${half} ${half})`}
      className="fill-surface stroke-ink-2"
      strokeWidth={stroke}
      strokeLinejoin="round"
    >
      <Outline shape={shape} w={width - stroke} h={height - stroke} spokes={spokes} />
    </g>
  );
}

function Outline({ shape, w, h, spokes }: { shape: Shape | 'note'; w: number; h: number; spokes: number[] }) {
  switch (shape) {
    case 'system': {
      const rule = Math.max(2.5, h * 0.075);
      return (
        <>
          <rect width={w} height={h} rx={Math.min(3, h * 0.06)} />
          <path d={`M${rule} 0v${h}`} />
        </>
      );
    }
    case 'transform': {
      const notch = Math.min(10, h * 0.18);
      return <path d={`M0 0H${w}l${-notch} ${h / 2}l${notch} ${h / 2}H0l${notch} ${-h / 2}z`} />;
    }
    case 'router': {
      const tip = Math.min(20, h * 0.36);
      return <path d={`M${tip} 0H${w - tip}L${w} ${h / 2}L${w - tip} ${h}H${tip}L0 ${h / 2}z`} />;
    }
    case 'topic': {
      const end = Math.min(12, h * 0.25);
      return (
        <>
          <path d={`M${end} 0H${w - end}a${end} ${h / 2} 0 0 1 0 ${h}H${end}a${end} ${h / 2} 0 0 1 0 ${-h}z`} />
          <path d={`M${w - end} 0a${end} ${h / 2} 0 0 0 0 ${h}`} fill="none" />
        </>
      );
    }
    case 'start': {
      const round = h / 2;
      const corner = Math.min(3, h * 0.06);
      return (
        <path
          d={`M${round} 0H${w - corner}a${corner} ${corner} 0 0 1 ${corner} ${corner}V${h - corner}a${corner} ${corner} 0 0 1 ${-corner} ${corner}H${round}a${round} ${round} 0 0 1 0 ${-h}z`}
        />
      );
    }
    case 'store': {
      const off = Math.min(4, h * 0.08);
      return (
        <>
          <rect x={off * 2} y={-off * 2} width={w} height={h} rx="2" />
          <rect x={off} y={-off} width={w} height={h} rx="2" />
          <rect width={w} height={h} rx="2" />
        </>
      );
    }
    case 'hub':
      return <HubWheel size={Math.min(w, h)} spokes={spokes} />;
    case 'note':
      return <rect width={w} height={h} rx="2" fill="none" strokeDasharray="4 3" className="stroke-line-strong" />;
  }
}

/** The rim is the pattern's rail; a spoke points at each system; below 40 px the nave is a dot. */
function HubWheel({ size, spokes }: { size: number; spokes: number[] }) {
  const r = size / 2;
  const nave = size < 40 ? r * 0.28 : r * 0.31;
  const angles = spokes.length > 0 ? spokes : [0, 1, 2, 3, 4, 5].map((n) => (n * Math.PI) / 3 + Math.PI / 6);
  const large = size >= 72;
  return (
    <>
      <circle cx={r} cy={r} r={r - 0.75} className="stroke-hub-and-spoke" strokeWidth={large ? 3 : 2} />
      {large ? <circle cx={r} cy={r} r={r * 0.86} fill="none" className="stroke-ink" strokeWidth="1" /> : null}
      <path
        d={angles.map((angle) => spoke(r, angle, nave, r * (large ? 0.86 : 0.94))).join('')}
        className="stroke-ink"
        strokeWidth={large ? 3 : 1.5}
      />
      <circle cx={r} cy={r} r={nave} className={size < 40 ? 'fill-ink stroke-none' : 'stroke-ink'} />
    </>
  );
}

function spoke(r: number, angle: number, from: number, to: number): string {
  const at = (distance: number) =>
    `${(r + Math.cos(angle) * distance).toFixed(2)} ${(r + Math.sin(angle) * distance).toFixed(2)}`;
  return `M${at(from)}L${at(to)}`;
}
