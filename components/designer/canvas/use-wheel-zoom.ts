'use client';

import { type RefObject, useEffect } from 'react';
import { useReactFlow } from './react-flow.ts';

export const zoomRange = { least: 0.1, most: 2.5 };
/** One notch of a mouse wheel, or one step of a pinch, never zooms by more than this. */
const notch = 1.15;

/**
 * Ctrl or ⌘ with the wheel, and pinching, zoom at the pointer. The library takes a mouse notch for a strong pinch on some
 * systems, so it is done here.
 */
export function useWheelZoom(root: RefObject<HTMLElement | null>): void {
  const canvas = useReactFlow();
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const zoom = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const factor = Math.min(notch, Math.max(1 / notch, 2 ** (-event.deltaY * lines * 0.01)));
      const { x, y, zoom } = canvas.getViewport();
      const next = Math.min(zoomRange.most, Math.max(zoomRange.least, zoom * factor));
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.x, y: event.clientY - box.y };
      void canvas.setViewport({
        x: at.x - ((at.x - x) * next) / zoom,
        y: at.y - ((at.y - y) * next) / zoom,
        zoom: next,
      });
    };
    element.addEventListener('wheel', zoom, { capture: true, passive: false });
    return () => element.removeEventListener('wheel', zoom, { capture: true });
  }, [canvas, root]);
}
