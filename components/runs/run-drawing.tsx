'use client';

import { faceOf, type NodeFace, placeOf } from '#components/designer/shapes/node-face.ts';
import { Silhouette } from '#components/designer/shapes/silhouette.tsx';
import { stepPath } from '#components/designer/shapes/step-path.ts';
import type { StepView } from '#components/trpc.tsx';
import { Arrow } from '#components/ui/arrow.tsx';
import { cx } from '#components/ui/cx.ts';
import { count } from '#components/ui/format.ts';
import { markOf, StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Catalog } from '#flow/catalog.ts';
import type { Flow, FlowEdge } from '#flow/flow.ts';

/** The strip with counts below a node, in canvas units. */
const strip = 20;
const margin = 32;

interface Placed {
  face: NodeFace;
  x: number;
  y: number;
  step: StepView | undefined;
}

/**
 * The version that ran, drawn once from its positions: status and `1 → 1` at every node, counts on the edges. Read-only; a node is a
 * link that chooses its step.
 */
export function RunDrawing({
  flow,
  catalog,
  steps,
  chosen,
  addressOf,
  onChoose,
}: {
  flow: Flow;
  catalog: Catalog;
  steps: StepView[];
  chosen: string | null;
  addressOf: (node: string) => string;
  onChoose: (node: string) => void;
}) {
  const placed = flow.nodes.map((node): Placed => {
    const step = steps.find((one) => one.node === node.id);
    return { face: faceOf(node, catalog, flow.edges), ...placeOf(flow, node.id), step };
  });
  const box = boundsOf(placed);
  return (
    <div className="relative flex h-full items-center justify-center overflow-auto bg-canvas p-2">
      <svg width="100%" height="100%" aria-hidden="true" className="pointer-events-none absolute inset-0">
        <defs>
          <pattern id="run-dots" width="24" height="24" patternUnits="userSpaceOnUse">
            <circle cx="12" cy="12" r="1" className="fill-line" />
          </pattern>
        </defs>
        <rect width="100%" height="100%" fill="url(#run-dots)" />
      </svg>
      <svg
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        className="relative m-auto size-full"
        style={{ maxWidth: box.width, maxHeight: box.height, minWidth: box.width * 0.5, minHeight: box.height * 0.5 }}
      >
        <title>{`${flow.name} as it ran`}</title>
        {flow.edges.map((edge) => (
          <RunEdge key={edge.id} edge={edge} placed={placed} />
        ))}
        {placed.map((node) => (
          <a
            key={node.face.node.id}
            href={addressOf(node.face.node.id)}
            aria-current={node.face.node.id === chosen ? 'step' : undefined}
            onClick={(event) => {
              event.preventDefault();
              onChoose(node.face.node.id);
            }}
            className="outline-none [&:focus-visible>.ring]:stroke-focus"
          >
            <title>{spoken(node)}</title>
            <RunNode node={node} chosen={node.face.node.id === chosen} />
          </a>
        ))}
      </svg>
    </div>
  );
}

function RunNode({ node, chosen }: { node: Placed; chosen: boolean }) {
  const { face, x, y, step } = node;
  const { width, height } = face.frame;
  const boxed = isBoxed(face);
  const whole = height + (boxed ? strip : 0);
  const plate = face.shape === 'system';
  const left = plate ? 68 : face.shape === 'router' || face.shape === 'start' ? 28 : 24;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group takes no focus; the link around it does, and its title says all this.
    <g aria-hidden="true" transform={`translate(${x} ${y})`} opacity={step?.status === 'skipped' ? 0.6 : 1}>
      <rect
        x="-4"
        y="-4"
        width={width + 8}
        height={whole + 8}
        rx="5"
        fill="none"
        strokeWidth="2"
        className={cx('ring', chosen ? 'stroke-ink' : 'stroke-transparent')}
      />
      {boxed ? (
        <path
          d={`M.75 ${height - 2}v${strip + 1.25}h${width - 1.5}v${-strip - 1.25}`}
          strokeWidth="1.5"
          className="fill-surface stroke-ink-2"
        />
      ) : null}
      <Silhouette shape={face.shape} width={width} height={height} />
      {boxed ? (
        <>
          <path d={`M1.5 ${height - 0.75}h${width - 3}`} strokeWidth="2.5" className="stroke-surface" />
          <path d={`M1.5 ${height - 0.5}h${width - 3}`} className="stroke-line" />
        </>
      ) : null}
      {plate ? (
        <>
          <rect x="14.5" y="12.5" width="39" height="39" rx="2" className="fill-canvas stroke-line-strong" />
          <text x="34" y="37.5" textAnchor="middle" className="fill-ink text-[15px] font-semibold">
            {face.monogram}
          </text>
        </>
      ) : null}
      {face.shape === 'hub' ? null : (
        <foreignObject x={left} y={height / 2 - 19} width={width - left - 32} height="38">
          <div className="truncate font-semibold text-ink">{face.node.name}</div>
          <div className="data truncate text-ink-2">{face.secondLine}</div>
        </foreignObject>
      )}
      {step ? (
        <StatusGlyph mark={markOf(step.status).mark} x={width - (face.shape === 'transform' ? 32 : 24)} y={8} />
      ) : null}
      {step ? (
        <foreignObject
          x={boxed ? 16 : 0}
          y={height + (boxed ? 1 : 2)}
          width={width - (boxed ? 20 : 0)}
          height={strip - 2}
        >
          <div className={cx('data flex items-center gap-1.5 whitespace-nowrap text-ink', !boxed && 'justify-center')}>
            <Counts step={step} trigger={face.operation?.kind === 'trigger'} />
          </div>
        </foreignObject>
      ) : null}
    </g>
  );
}

function Counts({ step, trigger }: { step: StepView; trigger: boolean }) {
  const out = Object.values(step.out).reduce((sum, amount) => sum + amount, 0);
  return (
    <>
      {trigger ? (
        <>
          <span>{count(out)}</span>
          <span className="text-ink-3">received</span>
        </>
      ) : (
        <>
          <span>{count(step.in)}</span>
          <Arrow className="text-ink-2" />
          <span>{count(out)}</span>
        </>
      )}
      {step.filtered > 0 ? <span className="text-ink-3">{count(step.filtered)} filtered</span> : null}
      {step.parked > 0 ? <span className="text-warn">{count(step.parked)} parked</span> : null}
      {step.waiting > 0 ? <span className="text-queued">{count(step.waiting)} waiting</span> : null}
    </>
  );
}

function RunEdge({ edge, placed }: { edge: FlowEdge; placed: Placed[] }) {
  const [from, to] = [endOf(edge.from, placed, 'output'), endOf(edge.to, placed, 'input')];
  if (!from || !to) return null;
  const error = edge.from.port === 'error';
  const sent = from.step?.out[edge.from.port] ?? 0;
  const middle = from.side === 'bottom' ? { x: from.x, y: (from.y + to.y) / 2 } : { x: (from.x + to.x) / 2, y: from.y };
  return (
    <g>
      <path
        d={stepPath(from, to, from.side === 'bottom' ? 'bottom' : 'right')}
        fill="none"
        strokeWidth={error || sent === 0 ? 2 : Math.min(6, 2 + Math.log10(sent) * 0.75)}
        strokeDasharray={error ? '2 4' : undefined}
        className={error ? 'stroke-failed' : sent === 0 ? 'stroke-line' : 'stroke-line-strong'}
      />
      <Port spot={from} error={error} />
      <Port spot={to} error={error} />
      {sent > 0 ? (
        <text
          x={middle.x}
          y={middle.y - 8}
          textAnchor="middle"
          paintOrder="stroke"
          strokeWidth="4"
          className={cx('data stroke-canvas', error ? 'fill-failed' : 'fill-ink-2')}
        >
          {count(sent)}
        </text>
      ) : null}
    </g>
  );
}

function Port({ spot, error }: { spot: { x: number; y: number }; error: boolean }) {
  return (
    <circle
      cx={spot.x}
      cy={spot.y}
      r="4"
      strokeWidth="1.5"
      className={cx('fill-surface', error ? 'stroke-failed' : 'stroke-line-strong')}
    />
  );
}

function endOf(end: { node: string; port: string }, placed: Placed[], kind: 'input' | 'output') {
  const node = placed.find((one) => one.face.node.id === end.node);
  const anchor = node?.face.anchors.find((one) => one.port === end.port && one.kind === kind);
  if (!node || !anchor) return null;
  const below = anchor.side === 'bottom' && isBoxed(node.face) ? strip : 0;
  return { x: node.x + anchor.x, y: node.y + anchor.y + below, side: anchor.side, step: node.step };
}

/** Shapes with an even foot carry their counts in a strip of their own; below the others the counts stand free. */
const isBoxed = (face: NodeFace): boolean => ['system', 'transform', 'store'].includes(face.shape);

function boundsOf(placed: Placed[]) {
  const left = Math.min(...placed.map((node) => node.x)) - margin;
  const top = Math.min(...placed.map((node) => node.y)) - margin;
  const right = Math.max(...placed.map((node) => node.x + node.face.frame.width)) + margin;
  const foot = Math.max(...placed.map((node) => node.y + node.face.frame.height + strip)) + margin;
  return placed.length === 0
    ? { x: 0, y: 0, width: 400, height: 200 }
    : { x: left, y: top, width: right - left, height: foot - top };
}

function spoken({ face, step }: Placed): string {
  if (!step) return face.node.name;
  const out = Object.values(step.out).reduce((sum, amount) => sum + amount, 0);
  return `${face.node.name}, ${markOf(step.status).word}, ${step.in} in, ${out} out, ${step.parked} parked`;
}
