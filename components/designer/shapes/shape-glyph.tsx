import type { Shape } from '#flow/catalog.ts';
import { Silhouette } from './silhouette.tsx';

/** The silhouette as a sign in lists: 24 × 16. */
export function ShapeGlyph({ shape }: { shape: Shape | 'note' }) {
  const [width, height] = shape === 'hub' ? [14, 14] : [23, 12];
  return (
    <svg width="24" height="16" viewBox="0 0 24 16" aria-hidden="true" className="shrink-0 overflow-visible">
      <g transform={`translate(${(24 - width) / 2} ${(16 - height) / 2 + (shape === 'store' ? 1.5 : 0)})`}>
        <Silhouette shape={shape} width={width} height={height} stroke={1.25} />
      </g>
    </svg>
  );
}
