'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { RunDetail } from '#components/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { lasting } from '#components/ui/format.ts';
import { type Mark, markOf, StatusGlyph } from '#components/ui/status-mark.tsx';
import { type Span, type TimeScale, timeScale } from './time-scale.ts';
import { visibleRows, type WaterfallRow, waterfall } from './waterfall.ts';

const rowHeight = 28;

/** One row per step, its tries and waits below it; long idle stretches are folded between torn edges. */
export function WaterfallChart({
  run,
  now,
  chosen,
  onChoose,
}: {
  run: Pick<RunDetail, 'startedAt' | 'finishedAt' | 'steps'>;
  now: number;
  chosen: string | null;
  onChoose: (node: string) => void;
}) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [folding, setFolding] = useState(true);
  const { rows, busy, end } = useMemo(() => waterfall(run, now), [run, now]);
  const scale = useMemo(() => timeScale(busy, end, folding), [busy, end, folding]);
  const shown = visibleRows(rows, closed);
  const toggle = (node: string) => setClosed((before) => before.symmetricDifference(new Set([node])));

  return (
    <section aria-label="Time" className="flex h-full flex-col bg-surface">
      <header className="flex h-9 shrink-0 items-center gap-3 border-y border-line bg-bg px-4">
        <h3>Time</h3>
        <span className="label">one row per step, tries below it</span>
        <span className="label ml-auto flex items-center gap-1.5">
          <svg width="16" height="10" aria-hidden="true">
            <Hatch id="hatch-key" />
            <rect width="16" height="10" fill="url(#hatch-key)" />
          </svg>
          waiting
        </span>
        {scale.folds.length > 0 || !folding ? (
          <Button look="quiet" size="sm" onClick={() => setFolding(!folding)}>
            {folding ? 'Unfold gaps' : 'Fold gaps'}
          </Button>
        ) : null}
      </header>
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="relative" style={{ height: 24 + shown.length * rowHeight }}>
          <Ruler scale={scale} />
          <ol className="absolute inset-x-0 top-6">
            {shown.map((row) => (
              <Row
                key={row.id}
                row={row}
                scale={scale}
                open={!closed.has(row.node)}
                chosen={row.kind === 'step' && row.node === chosen}
                onChoose={() => onChoose(row.node)}
                onToggle={() => toggle(row.node)}
              />
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}

/** Left: 260 px of names. Right: 76 px of durations. Between them the time. */
const columns = 'grid grid-cols-[260px_minmax(0,1fr)_76px]';

function Row({
  row,
  scale,
  open,
  chosen,
  onChoose,
  onToggle,
}: {
  row: WaterfallRow;
  scale: TimeScale;
  open: boolean;
  chosen: boolean;
  onChoose: () => void;
  onToggle: () => void;
}) {
  const { mark } = markOf(row.status);
  const step = row.kind === 'step';
  return (
    <li
      className={cx(columns, 'relative h-7 items-center border-b border-line', chosen && 'bg-canvas/60')}
      style={chosen ? { boxShadow: 'inset 2px 0 0 var(--ink)' } : undefined}
    >
      <span className={cx('flex min-w-0 items-center gap-2 pr-3', step ? 'pl-2' : 'pl-13')}>
        {step ? <Toggle row={row} open={open} onToggle={onToggle} /> : null}
        <StatusGlyph mark={mark} />
        {step ? (
          <button
            type="button"
            onClick={onChoose}
            aria-pressed={chosen}
            className="min-w-0 truncate text-left font-semibold after:absolute after:inset-y-0 after:right-0 after:left-9"
          >
            {row.label}
          </button>
        ) : (
          <span className="shrink-0">{row.label}</span>
        )}
        <span className="label ml-auto min-w-0 truncate pl-2" title={row.note || undefined}>
          {row.note}
        </span>
      </span>
      <Bars row={row} scale={scale} mark={mark} />
      <span className="data pr-4 text-right text-ink-2">{row.tookMs === null ? '' : lasting(row.tookMs)}</span>
    </li>
  );
}

function Toggle({ row, open, onToggle }: { row: WaterfallRow; open: boolean; onToggle: () => void }) {
  if (row.nested === 0) return <span className="w-5 shrink-0" />;
  const Glyph = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={`Tries of ${row.label}`}
      onClick={onToggle}
      className="grid size-5 shrink-0 place-items-center text-ink-3"
    >
      <Glyph size={14} aria-hidden="true" />
    </button>
  );
}

const fills: Record<Mark, string> = {
  ok: 'fill-ok',
  running: 'fill-running',
  warn: 'fill-warn',
  failed: 'fill-failed',
  queued: 'fill-queued',
  skipped: 'fill-skipped',
};

const share = (x: number): string => `${(x * 100).toFixed(3)}%`;

function Bars({ row, scale, mark }: { row: WaterfallRow; scale: TimeScale; mark: Mark }) {
  const hatch = `hatch-${row.id.replace(/\W/g, '-')}`;
  const summary = row.kind === 'step' && row.nested > 0;
  return (
    <svg width="100%" height={rowHeight} aria-hidden="true" className="overflow-visible">
      {row.waits.length > 0 && !summary ? <Hatch id={hatch} /> : null}
      {summary
        ? row.work.map((span) => <Bracket key={span.from} span={span} scale={scale} />)
        : row.work.map((span) => (
            <Bar key={span.from} span={span} scale={scale} className={row.broke ? fills.ok : fills[mark]} />
          ))}
      {row.broke ? row.work.map((span) => <BrokeOff key={span.to} x={scale.at(span.to)} />) : null}
      {summary
        ? null
        : row.waits.map((span) => <Bar key={span.from} span={span} scale={scale} fill={`url(#${hatch})`} />)}
    </svg>
  );
}

/** At least 2 px wide: what took no time still happened. */
function Bar({ span, scale, ...look }: { span: Span; scale: TimeScale; className?: string; fill?: string }) {
  const [from, to] = [scale.at(span.from), scale.at(span.to)];
  return (
    <g {...look}>
      <rect x={share(from)} y="9" width="2" height="10" />
      <rect x={share(from)} y="9" width={share(to - from)} height="10" />
    </g>
  );
}

/** Where the done part ends and the trouble began. */
function BrokeOff({ x }: { x: number }) {
  return <line x1={share(x)} x2={share(x)} y1="5" y2="23" strokeWidth="3" className="stroke-failed" />;
}

function Bracket({ span, scale }: { span: Span; scale: TimeScale }) {
  const [from, to] = [share(scale.at(span.from)), share(scale.at(span.to))];
  return (
    <g className="stroke-ink" strokeWidth="1.5">
      <line x1={from} x2={to} y1="14" y2="14" />
      <line x1={from} x2={from} y1="9" y2="19" />
      <line x1={to} x2={to} y1="9" y2="19" />
    </g>
  );
}

/** Ticks, their words, and the torn edges of what is folded, behind all rows. */
function Ruler({ scale }: { scale: TimeScale }) {
  return (
    <div aria-hidden="true" className={cx(columns, 'absolute inset-0')}>
      <svg width="100%" height="100%" aria-hidden="true" className="col-start-2 overflow-visible">
        {scale.ticks.map((tick) => (
          <g key={tick.x}>
            <line x1={share(tick.x)} x2={share(tick.x)} y1="22" y2="100%" className="stroke-line" />
            <text x={share(tick.x)} y="15" textAnchor="middle" className="data fill-ink-2">
              {tick.words}
            </text>
          </g>
        ))}
        {scale.folds.map((fold) => (
          <g key={fold.from}>
            <rect x={share(fold.x0)} y="0" width={share(fold.x1 - fold.x0)} height="100%" className="fill-surface" />
            <text x={share((fold.x0 + fold.x1) / 2)} y="15" textAnchor="middle" className="fill-ink-3 text-meta">
              {`${lasting(fold.to - fold.from).replace(/\.\d s/, ' s')} idle`}
            </text>
            <TornEdge x={fold.x0} />
            <TornEdge x={fold.x1} />
          </g>
        ))}
      </svg>
    </div>
  );
}

/** A zigzag down the whole height; a chart is never taller than its clip. */
function TornEdge({ x }: { x: number }) {
  return (
    <svg x={share(x)} y="22" width="12" height="100%" aria-hidden="true" className="overflow-hidden">
      <path d={`M4 0${'l4 8l-4 8'.repeat(150)}`} fill="none" className="stroke-line-strong" />
    </svg>
  );
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V5" strokeWidth="1.5" className="stroke-line-strong" />
      </pattern>
    </defs>
  );
}
