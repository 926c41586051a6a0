'use client';

import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { PaneSide } from './tree-pane.tsx';

export interface Place {
  side: PaneSide;
  key: string;
}

export interface Drag {
  from: Place;
  /** The row of the other side under the pointer. */
  over: string | undefined;
}

const startsAt = 4;
const edge = 40;
/** Pixels per millisecond at the very edge, and the longest time between two frames that is made up for. */
const fastest = 0.85;
const longestFrame = 100;

/**
 * Dragging from a row of one tree to a row of the other. It begins 4 px from where the pointer went down; while it lasts only
 * the opposite pane scrolls by itself near its edges, and Esc gives up. `ghost` is moved along with the pointer, and `cord`
 * is the line from the row's handle, at `anchor`, to it.
 */
export function useDrag(
  panes: Record<PaneSide, RefObject<HTMLDivElement | null>>,
  ghost: RefObject<HTMLDivElement | null>,
  cord: RefObject<SVGPathElement | null>,
  onDrop: (from: Place, to: Place, isShift: boolean, at: { x: number; y: number }) => void,
) {
  const [drag, setDrag] = useState<Drag>();
  const running = useRef<AbortController>(undefined);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (from: Place, anchor: { x: number; y: number }, event: ReactPointerEvent) => {
      if (event.button !== 0) return;
      running.current?.abort();
      const control = new AbortController();
      running.current = control;
      const { signal } = control;
      const begun = { x: event.clientX, y: event.clientY };
      const other = panes[from.side === 'source' ? 'target' : 'source'];
      let at = begun;
      let isDragging = false;
      let frame = 0;

      const show = () => {
        const over = isDragging ? placeAt(at.x, at.y, from.side) : undefined;
        setDrag((before) => (before && before.over === over ? before : { from, over }));
        if (ghost.current) ghost.current.style.transform = `translate(${at.x + 12}px, ${at.y + 8}px)`;
        cord.current?.setAttribute('d', cordPath(anchor, at));
      };
      let last: number | undefined;
      const scroll = (now: number) => {
        const by = scrollSpeed(other.current, at.y) * Math.min(longestFrame, now - (last ?? now));
        last = now;
        if (by !== 0) {
          other.current?.scrollBy({ top: by });
          show();
        }
        frame = requestAnimationFrame(scroll);
      };
      const move = (event: PointerEvent) => {
        at = { x: event.clientX, y: event.clientY };
        if (!isDragging) {
          if (Math.hypot(at.x - begun.x, at.y - begun.y) < startsAt) return;
          isDragging = true;
          document.body.style.userSelect = 'none';
          document.getSelection()?.removeAllRanges();
          frame = requestAnimationFrame(scroll);
        }
        show();
      };
      const end = (isDropped: boolean, isShift = false) => {
        const over = isDragging && isDropped ? placeAt(at.x, at.y, from.side) : undefined;
        if (isDragging) swallowClick();
        control.abort();
        if (over !== undefined)
          drop.current(from, { side: from.side === 'source' ? 'target' : 'source', key: over }, isShift, at);
      };
      signal.addEventListener('abort', () => {
        cancelAnimationFrame(frame);
        document.body.style.userSelect = '';
        setDrag(undefined);
      });
      window.addEventListener('pointermove', move, { signal });
      window.addEventListener('pointerup', (event) => end(true, event.shiftKey), { signal });
      window.addEventListener('pointercancel', () => end(false), { signal });
      window.addEventListener('blur', () => end(false), { signal });
      window.addEventListener(
        'keydown',
        (event) => {
          if (event.key !== 'Escape' || !isDragging) return;
          event.stopPropagation();
          end(false);
        },
        { signal, capture: true },
      );
    },
    [panes, ghost, cord],
  );

  return { drag, start };
}

/** The key of the row of the side opposite to `from` at a point of the screen. */
function placeAt(x: number, y: number, from: PaneSide): string | undefined {
  const row = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-key]');
  return row && row.dataset.side !== from ? row.dataset.key : undefined;
}

/** How fast the pane scrolls, in pixels per millisecond: faster the nearer the pointer is to its upper or lower edge. */
function scrollSpeed(pane: HTMLElement | null, y: number): number {
  const box = pane?.getBoundingClientRect();
  if (!box) return 0;
  if (y < box.top + edge) return -fastest * Math.min(1, (box.top + edge - y) / edge);
  return y > box.bottom - edge ? fastest * Math.min(1, (y - box.bottom + edge) / edge) : 0;
}

const cordPath = (from: { x: number; y: number }, to: { x: number; y: number }): string => {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
};

/** The click that a browser sends after a drag is not meant for the row it lands on. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}
