'use client';

import { type RefObject, useImperativeHandle } from 'react';
import { getViewportForBounds, useReactFlow } from './react-flow.ts';
import { zoomRange } from './use-wheel-zoom.ts';
import type { CanvasView } from './view.ts';

const soon = { duration: 160 };
/** Pixels of air around a node that is brought into view. */
const air = 32;
/** Below this zoom a name cannot be read any more. */
const leastReadable = 0.5;

/** Answers what the designer asks of the canvas. */
export function useView(view: RefObject<CanvasView | null>, root: RefObject<HTMLElement | null>): void {
  const canvas = useReactFlow();

  useImperativeHandle(view, () => {
    const elementOf = (node: string) =>
      root.current?.querySelector<HTMLElement>(`.react-flow__node-step[data-id="${CSS.escape(node)}"]`);
    let aim = { zoom: 1, at: Number.NEGATIVE_INFINITY };
    // Asked of the page: the library learns of a new size only later.
    const size = () => root.current?.getBoundingClientRect() ?? new DOMRect();
    const around = (nodes: string[] | undefined, most: number) => {
      const { width, height } = size();
      const bounds = canvas.getNodesBounds(nodes ?? canvas.getNodes());
      return getViewportForBounds(bounds, width, height, zoomRange.least, most, `${air}px`);
    };
    return {
      toFlow: (screen) => canvas.screenToFlowPosition(screen, { snapToGrid: false }),
      middle: () => {
        const box = root.current?.getBoundingClientRect() ?? new DOMRect();
        return canvas.screenToFlowPosition(
          { x: box.x + box.width / 2, y: box.y + box.height / 2 },
          { snapToGrid: false },
        );
      },
      zoomBy: (factor) => {
        // A second press while the first still moves counts from where that one is going.
        const from = performance.now() - aim.at < soon.duration ? aim.zoom : canvas.getZoom();
        aim = { zoom: Math.min(zoomRange.most, Math.max(zoomRange.least, from * factor)), at: performance.now() };
        void canvas.zoomTo(aim.zoom, soon);
      },
      zoomTo: (zoom) => void canvas.zoomTo(zoom, soon),
      fit: (nodes) => void canvas.setViewport(around(nodes, 1), soon),
      show: (node, refit = false) => {
        const element = canvas.getInternalNode(node);
        if (!element) return;
        const { width, height } = size();
        const { x, y, zoom } = canvas.getViewport();
        const left = element.internals.positionAbsolute.x * zoom + x;
        const top = element.internals.positionAbsolute.y * zoom + y;
        const right = left + (element.measured.width ?? 0) * zoom;
        const bottom = top + (element.measured.height ?? 0) * zoom;
        const dx = shift(left, right, width);
        const dy = shift(top, bottom, height);
        if (dx === 0 && dy === 0) return;
        const whole = around(undefined, zoom);
        const next = refit && whole.zoom >= leastReadable ? whole : { x: x + dx, y: y + dy, zoom };
        void canvas.setViewport(next, soon);
      },
      focus: (node) => elementOf(node)?.focus({ preventScroll: true }),
    };
  }, [canvas, root]);
}

/** How far to scroll so that a stretch lies within the window; its start wins when it is longer. */
function shift(start: number, end: number, size: number): number {
  if (start < air) return air - start;
  if (end > size - air) return Math.max(size - air - end, air - start);
  return 0;
}
