'use client';

import { type RefObject, useImperativeHandle } from 'react';
import { useReactFlow, useStoreApi } from './react-flow.ts';
import type { CanvasView } from './view.ts';

const soon = { duration: 160 };
/** Pixels of air around a node that is brought into view. */
const air = 32;

/** Answers what the designer asks of the canvas. */
export function useView(view: RefObject<CanvasView | null>, root: RefObject<HTMLElement | null>): void {
  const canvas = useReactFlow();
  const store = useStoreApi();

  useImperativeHandle(view, () => {
    const elementOf = (node: string) =>
      root.current?.querySelector<HTMLElement>(`.react-flow__node-step[data-id="${CSS.escape(node)}"]`);
    return {
      toFlow: (screen) => canvas.screenToFlowPosition(screen, { snapToGrid: false }),
      middle: () => {
        const box = root.current?.getBoundingClientRect() ?? new DOMRect();
        return canvas.screenToFlowPosition(
          { x: box.x + box.width / 2, y: box.y + box.height / 2 },
          { snapToGrid: false },
        );
      },
      zoomBy: (factor) => void canvas.zoomTo(canvas.getZoom() * factor, soon),
      zoomTo: (zoom) => void canvas.zoomTo(zoom, soon),
      fit: (nodes) => void canvas.fitView({ ...soon, maxZoom: 1, padding: 0.15, nodes: nodes?.map((id) => ({ id })) }),
      show: (node) => {
        const element = canvas.getInternalNode(node);
        const { width, height, transform } = store.getState();
        if (!element || width === 0) return;
        const [x, y, zoom] = transform;
        const left = element.internals.positionAbsolute.x * zoom + x;
        const top = element.internals.positionAbsolute.y * zoom + y;
        const right = left + (element.measured.width ?? 0) * zoom;
        const bottom = top + (element.measured.height ?? 0) * zoom;
        const dx = shift(left, right, width);
        const dy = shift(top, bottom, height);
        if (dx !== 0 || dy !== 0) void canvas.setViewport({ x: x + dx, y: y + dy, zoom }, soon);
      },
      focus: (node) => elementOf(node)?.focus({ preventScroll: true }),
    };
  }, [canvas, store, root]);
}

/** How far to scroll so that a stretch lies within the window; its start wins when it is longer. */
function shift(start: number, end: number, size: number): number {
  if (start < air) return air - start;
  if (end > size - air) return Math.max(size - air - end, air - start);
  return 0;
}
