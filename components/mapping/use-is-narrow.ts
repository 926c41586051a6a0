'use client';

import { type RefObject, useLayoutEffect, useState } from 'react';

/** Whether an element has less room than `width` pixels. Container queries would ask anew for every row. */
export function useIsNarrow(box: RefObject<HTMLElement | null>, width: number): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setNarrow(element.clientWidth < width);
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [box, width]);
  return isNarrow;
}
