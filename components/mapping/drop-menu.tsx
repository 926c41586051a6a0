'use client';

import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import type { DropChoice } from './drop-choices.ts';

const margin = 8;

/** A small menu where something was dropped. Arrows walk, Enter takes, Esc and a press elsewhere leave everything as it was. */
export function DropMenu({
  label,
  at,
  choices,
  onTake,
  onLeave,
}: {
  label: string;
  /** On the screen. */
  at: { x: number; y: number };
  choices: DropChoice[];
  onTake: (choice: DropChoice) => void;
  onLeave: () => void;
}) {
  const root = useRef<HTMLDivElement>(null);
  const [here, setHere] = useState(() =>
    Math.max(
      0,
      choices.findIndex(({ why }) => why === undefined),
    ),
  );
  const leave = useRef(onLeave);
  leave.current = onLeave;

  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(margin, Math.min(at.x, window.innerWidth - width - margin))}px`;
    element.style.top = `${Math.max(margin, Math.min(at.y, window.innerHeight - height - margin))}px`;
    element.focus({ preventScroll: true });
  }, [at]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) leave.current();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, []);

  const take = (choice: DropChoice | undefined) => {
    if (choice && choice.why === undefined) onTake(choice);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setHere((here + step + choices.length) % choices.length);
    else if (event.key === 'Home') setHere(0);
    else if (event.key === 'End') setHere(choices.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') take(choices[here]);
    else if (event.key === 'Escape' || event.key === 'Tab') onLeave();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={root}
      role="menu"
      aria-label={label}
      aria-activedescendant={`drop-${choices[here]?.what}`}
      tabIndex={-1}
      onKeyDown={press}
      onPointerDown={(event) => event.stopPropagation()}
      className="fixed z-50 w-72 rounded-node border border-line-strong bg-raised py-1 shadow-popover outline-none"
    >
      <p className="label truncate px-3 pt-0.5 pb-1">{label}</p>
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the menu keeps the focus and has the keys.
        // biome-ignore lint/a11y/useFocusableInteractive: the menu points at it.
        <div
          key={choice.what}
          id={`drop-${choice.what}`}
          role="menuitem"
          aria-disabled={choice.why !== undefined}
          onPointerMove={() => setHere(index)}
          onClick={() => take(choice)}
          className={cx(
            'flex min-h-7 cursor-default flex-wrap items-baseline gap-x-2 px-3 py-1',
            index === here && 'bg-ink text-on-ink [&_*]:text-on-ink!',
            choice.why !== undefined && index !== here && '[&_*]:text-ink-3!',
          )}
        >
          <span className="text-body font-medium">{choice.words}</span>
          <span className="label">{choice.why ? `not here: ${choice.why}` : choice.detail}</span>
        </div>
      ))}
    </div>
  );
}
