'use client';

import { memo, useEffect, useRef } from 'react';
import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Anchor } from '../shapes/node-frame.ts';
import { Silhouette } from '../shapes/silhouette.tsx';
import type { StepData, StepElement } from './canvas-elements.ts';
import { Handle, type NodeProps, Position, useUpdateNodeInternals } from './react-flow.ts';
import { StartGlyph } from './start-glyph.tsx';

/** A node on the canvas: outline, words and ports. What is shown at which zoom is the stylesheet's matter (`data-lod`). */
export const StepView = memo(function StepView({ id, data, selected }: NodeProps<StepElement>) {
  const { face, trouble, wired, spokes } = data;
  const { shape, frame, anchors } = face;
  const places = anchors.map((anchor) => `${anchor.port}@${anchor.x},${anchor.y}`).join(' ');
  const measured = useRef(places);
  const measureAgain = useUpdateNodeInternals();
  useEffect(() => {
    if (measured.current === places) return;
    measured.current = places;
    measureAgain(id);
  }, [id, places, measureAgain]);

  return (
    <div className="step" style={{ width: frame.width, height: frame.height }}>
      {selected ? <Ring shape={shape} width={frame.width} height={frame.height} /> : null}
      <svg width={frame.width} height={frame.height} aria-hidden="true" className="absolute inset-0 overflow-visible">
        <Silhouette shape={shape} width={frame.width} height={frame.height} spokes={spokes} />
      </svg>
      <Words data={data} />
      {trouble ? (
        <span className="step-mark" title={trouble === 'error' ? 'Has errors' : 'Has warnings'}>
          <StatusGlyph mark={trouble === 'error' ? 'failed' : 'warn'} />
        </span>
      ) : null}
      {anchors.map((anchor) => (
        <PortHandle
          key={`${anchor.kind}-${anchor.port}`}
          anchor={anchor}
          label={labelOf(data, anchor)}
          wired={wired.split(' ').includes(`${anchor.kind === 'input' ? '<' : '>'}${anchor.port}`)}
        />
      ))}
    </div>
  );
});

function Words({ data: { face } }: { data: StepData }) {
  const { shape, node, secondLine, monogram } = face;
  if (shape === 'hub') {
    return (
      <div className="absolute inset-x-[-48px] top-full mt-4 text-center">
        <div className="step-name truncate font-semibold">{node.name}</div>
        <div className="step-detail data truncate text-ink-2">{secondLine}</div>
      </div>
    );
  }
  return (
    <div className={cx('step-words', `step-words-${shape}`)}>
      {shape === 'system' ? <span className="step-plate">{monogram}</span> : null}
      {shape === 'start' ? <StartGlyph kind={face.operation?.start === 'schedule' ? 'clock' : 'bolt'} /> : null}
      <div className="min-w-0 flex-1">
        <div className="step-name truncate font-semibold">{node.name}</div>
        <div className="step-detail data truncate text-ink-2">{secondLine}</div>
      </div>
    </div>
  );
}

/** 2 px of ink, 2 px away; it follows the box, not the notches, so that it reads as a selection and not as a shape. */
function Ring({ shape, width, height }: { shape: string; width: number; height: number }) {
  const out = 4;
  return (
    <svg width={width} height={height} aria-hidden="true" className="absolute inset-0 overflow-visible">
      <rect
        x={-out + 1}
        y={-out + 1 - (shape === 'store' ? 8 : 0)}
        width={width + out * 2 - 2 + (shape === 'store' ? 8 : 0)}
        height={height + out * 2 - 2 + (shape === 'store' ? 8 : 0)}
        rx={shape === 'hub' ? width / 2 + out : 5}
        fill="none"
        strokeWidth="2"
        className="stroke-ink"
      />
    </svg>
  );
}

const sides = { left: Position.Left, right: Position.Right, bottom: Position.Bottom };

function PortHandle({ anchor, label, wired }: { anchor: Anchor; label: string; wired: boolean }) {
  return (
    <Handle
      type={anchor.kind === 'input' ? 'target' : 'source'}
      id={anchor.port}
      position={sides[anchor.side]}
      title={label}
      data-port={anchor.port}
      className={cx('port', anchor.port === 'error' && 'port-error', wired && 'port-wired')}
      style={{ left: anchor.x, top: anchor.y }}
    />
  );
}

function labelOf({ face }: StepData, anchor: Anchor): string {
  const ports = anchor.kind === 'input' ? face.ports.inputs : face.ports.outputs;
  return ports.find((port) => port.id === anchor.port)?.label ?? anchor.port;
}
