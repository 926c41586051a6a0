'use client';

import { memo } from 'react';
import { cx } from '#components/ui/cx.ts';
import type { CanvasEdge } from './canvas-elements.ts';
import { BaseEdge, type EdgeProps, getSmoothStepPath } from './react-flow.ts';

/** An edge: right angles with 8 px corners, drawn as its pattern draws them; an error route is dotted red. */
export const WayView = memo(function WayView(props: EdgeProps<CanvasEdge>) {
  const { data, selected, interactionWidth } = props;
  const [path, labelX, labelY] = getSmoothStepPath({ ...props, borderRadius: 8, offset: 24 });
  const pattern = data?.pattern ?? 'point-to-point';
  const error = data?.port === 'error';
  return (
    <g className={cx('way', `way-${error ? 'error' : pattern}`, selected && 'way-selected')}>
      <BaseEdge id={props.id} path={path} interactionWidth={interactionWidth} />
      {pattern === 'event-driven' && !error ? (
        <path d={`M${labelX - 3} ${labelY - 6}l7 6l-7 6`} className="way-sign" />
      ) : null}
      {pattern === 'batch-etl' && !error ? (
        <path
          d={`M${props.sourceX + 2} ${props.sourceY - 6}v12M${props.targetX - 2} ${props.targetY - 6}v12`}
          className="way-sign"
        />
      ) : null}
      {data?.label ? (
        <text x={labelX} y={labelY + 4} textAnchor="middle" className="way-label">
          {data.label}
        </text>
      ) : null}
    </g>
  );
});
