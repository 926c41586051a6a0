import { useMemo } from 'react';
import type { Catalog } from '#flow/catalog.ts';
import type { Flow } from '#flow/flow.ts';
import { Silhouette } from '../shapes/silhouette.tsx';
import { thumbnailLayout } from './thumbnail-layout.ts';

/** The flow in small, drawn from its document; it shrinks with its box. Says nothing to a screen reader: the row beside it does. */
export function Thumbnail({ flow, catalog, width = 276, height = 108 }: Props) {
  const { nodes, edges } = useMemo(
    () => thumbnailLayout(flow, catalog, { width, height }),
    [flow, catalog, width, height],
  );
  return (
    <svg width="100%" height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="block">
      {edges.map((edge) => (
        <path
          key={edge.id}
          d={edge.path}
          fill="none"
          strokeWidth="1.75"
          className={edge.error ? 'stroke-failed' : 'stroke-line-strong'}
          strokeDasharray={edge.error ? '2 3' : flow.pattern === 'event-driven' ? '6 3' : undefined}
        />
      ))}
      {nodes.map((node) => (
        <g key={node.id} transform={`translate(${node.x} ${node.y})`}>
          <Silhouette
            shape={node.shape}
            width={node.width}
            height={node.height}
            spokes={node.spokes}
            stroke={node.height < 16 ? 1.25 : 1.5}
          />
          <text
            x={node.width / 2 + (node.shape === 'system' ? 1 : 0)}
            y={node.labelBelow ? node.height + 14 : node.height / 2 + 4}
            textAnchor="middle"
            className="fill-ink font-medium text-meta"
          >
            {node.label}
          </text>
        </g>
      ))}
    </svg>
  );
}

interface Props {
  flow: Flow;
  catalog: Catalog;
  width?: number;
  height?: number;
}
