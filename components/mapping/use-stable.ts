'use client';

import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A handler that stays the same function from render to render and always does what the last one said, so that rows that
 * have not changed need not be drawn again. For events only, never while rendering.
 */
export function useStable<A extends unknown[], R>(handler: (...given: A) => R): (...given: A) => R {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  return useCallback((...given: A) => latest.current(...given), []);
}
