'use client';

import { type RefObject, useEffect } from 'react';

/**
 * J and K (or the arrows, once a row has the focus) walk the rows of a list: every element marked `data-row` in it, which must take
 * the focus. Enter is the row's own. X presses the row's `[data-tick]`. Keys typed into a field are left alone.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const root = list.current;
      if (!root || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const rows = [...root.querySelectorAll<HTMLElement>('[data-row]')];
      const current = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
      const step = stepOf(event, current >= 0);
      if (step !== 0) {
        const next = rows[Math.min(Math.max(current + step, 0), rows.length - 1)];
        if (!next) return;
        event.preventDefault();
        next.focus();
        next.scrollIntoView({ block: 'nearest' });
      } else if (event.code === 'KeyX' && current >= 0) {
        const tick = rows[current]?.closest('[data-line]')?.querySelector<HTMLElement>('[data-tick]');
        if (!tick) return;
        event.preventDefault();
        tick.click();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [list]);
}

function stepOf(event: KeyboardEvent, onRow: boolean): number {
  if (event.code === 'KeyJ' || (onRow && event.code === 'ArrowDown')) return 1;
  if (event.code === 'KeyK' || (onRow && event.code === 'ArrowUp')) return -1;
  return 0;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target.isContentEditable || target.matches('textarea, select') || target.closest('dialog') !== null;
}
