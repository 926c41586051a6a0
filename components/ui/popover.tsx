'use client';

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { cx } from './cx.ts';

/** A button's own small panel. Esc and a click elsewhere close it; the focus goes back to the button. */
export function Popover({
  trigger,
  children,
  label,
  side = 'right',
  width = 360,
}: {
  /** Draws the button; spread the given props on it. */
  trigger: (props: { onClick: () => void; 'aria-expanded': boolean; 'aria-haspopup': 'dialog' }) => ReactNode;
  children: (close: () => void) => ReactNode;
  label: string;
  /** The edge of the button it lines up with. */
  side?: 'left' | 'right';
  width?: number;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const close = useCallback(() => {
    setOpen(false);
    root.current?.querySelector<HTMLElement>('button')?.focus();
  }, []);

  useEffect(() => {
    const element = root.current;
    if (!open || !element) return;
    const outside = (event: PointerEvent) => {
      if (!element.contains(event.target as Node)) setOpen(false);
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    };
    document.addEventListener('pointerdown', outside, true);
    element.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      element.removeEventListener('keydown', leave);
    };
  }, [open, close]);

  return (
    <div ref={root} className="relative">
      {trigger({ onClick: () => setOpen(!open), 'aria-expanded': open, 'aria-haspopup': 'dialog' })}
      {open ? (
        <div
          role="dialog"
          aria-label={label}
          style={{ width }}
          className={cx(
            'absolute top-full z-40 mt-1 max-h-[70vh] overflow-auto rounded-node border border-line-strong bg-raised shadow-popover',
            side === 'right' ? 'right-0' : 'left-0',
          )}
        >
          {children(close)}
        </div>
      ) : null}
    </div>
  );
}
