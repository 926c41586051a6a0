'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type RowLayout, rowHeight, rowTop } from './row-layout.ts';
import { margin, type RowWindow, rowWindow } from './row-window.ts';
import { followScroll, scrollPlace } from './scroll-frames.ts';

/** Milliseconds without scrolling until the rows stand in the page in the order in which they are seen. */
const rest = 200;

/** Which rows of a scrolled pane are in the page, and how many places there are for them. */
export interface RowsInPage extends RowWindow {
  size: number;
  /** While it lasts rows take each other's place in the page, out of order. */
  isScrolling: boolean;
  /** Brings a row into sight, and as much of what is open below it as there is room for. */
  scrollTo(index: number, below?: number): void;
}

export function useRowWindow(layout: RowLayout, scroller: RefObject<HTMLElement | null>): RowsInPage {
  const [height, setHeight] = useState(0);
  const [place, setPlace] = useState<{ layout: RowLayout; window: RowWindow; isScrolling: boolean }>();
  const latest = useRef({ layout, height });
  latest.current = { layout, height };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    setHeight(element.clientHeight);
    const sizes = new ResizeObserver(() => setHeight(element.clientHeight));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = followScroll(element, {
      render: (scroll) => {
        const { layout, height } = latest.current;
        setPlace((before) => {
          const window = rowWindow(layout, { scroll, height }, before?.window);
          return before?.window === window && before.layout === layout ? before : { layout, window, isScrolling: true };
        });
        clearTimeout(timer);
        timer = setTimeout(() => setPlace((before) => before && { ...before, isScrolling: false }), rest);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [scroller]);

  const scrollTo = useCallback(
    (index: number, below = 0) => {
      const element = scroller.current;
      if (!element) return;
      const top = rowTop(latest.current.layout, index);
      const bottom = top + rowHeight + below;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight)
        element.scrollTop = Math.min(top, bottom - element.clientHeight);
    },
    [scroller],
  );

  const scroll = scroller.current ? scrollPlace(scroller.current) : 0;
  const isScrolling = place?.isScrolling === true && place.layout === layout;
  const window = isScrolling ? place.window : rowWindow(layout, { scroll, height }, place?.window);
  const size = Math.ceil(height / rowHeight) + 1 + 2 * margin + 5;
  return { ...window, size, isScrolling, scrollTo };
}
