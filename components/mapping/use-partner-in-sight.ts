'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { rowHeight, rowTop } from './row-layout.ts';
import type { PaneSide } from './tree-pane.tsx';
import type { ScreenState } from './use-mapper-screen.ts';

/** When a row comes to hand whose partners are all out of sight, the other pane scrolls to the first of them. */
export function usePartnerInSight(state: ScreenState, panes: Record<PaneSide, RefObject<HTMLDivElement | null>>): void {
  const other: PaneSide = state.side === 'target' ? 'source' : 'target';
  const seek = () => {
    const element = panes[other].current;
    const { index, layout } = state[other];
    const places = [...state.chosen.partners].flatMap((key) => index.get(key) ?? []).map((at) => rowTop(layout, at));
    if (!element || places.length === 0) return;
    const isSeen = (place: number) =>
      place >= element.scrollTop && place + rowHeight <= element.scrollTop + element.clientHeight;
    if (!places.some(isSeen)) element.scrollTo({ top: Math.min(...places) - element.clientHeight / 3 });
  };
  const latest = useRef(seek);
  latest.current = seek;
  const { at } = state.chosen;
  useEffect(() => {
    if (at !== undefined) latest.current();
  }, [at]);
}
