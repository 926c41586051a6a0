'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';

export interface Choice {
  id: string;
  name: string;
  /** Mono words on the right. */
  note: string;
  glyph?: ReactNode;
}

/** A small list at a place on the screen: type to narrow it, arrows and Enter to choose, Esc or a click elsewhere to leave. */
export function Picker({
  at,
  label,
  choices,
  typed,
  onType,
  onChoose,
  onClose,
  none,
}: {
  at: { x: number; y: number };
  label: string;
  choices: Choice[];
  typed: string;
  onType: (typed: string) => void;
  onChoose: (id: string) => void;
  onClose: () => void;
  /** Said when nothing is left to choose. */
  none: string;
}) {
  const [index, setIndex] = useState(0);
  const list = useId();
  const root = useRef<HTMLDivElement>(null);
  const active = choices[Math.min(index, choices.length - 1)];

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [onClose]);

  const key = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setIndex(Math.max(0, Math.min(choices.length - 1, index + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (active) onChoose(active.id);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
    }
    event.stopPropagation();
  };

  const width = 300;
  const left = Math.max(8, Math.min(at.x, innerWidth - width - 8));
  const top = Math.max(8, Math.min(at.y, innerHeight - 340));
  return (
    <div
      ref={root}
      className="fixed z-40 flex max-h-80 flex-col rounded-node border border-line-strong bg-raised shadow-popover"
      style={{ left, top, width }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it was opened to type in; Esc gives the focus back.
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={active ? `${list}-${active.id}` : undefined}
        aria-label={label}
        placeholder={label}
        className="h-9 shrink-0 border-b border-line bg-transparent px-3 outline-none"
        value={typed}
        onChange={(event) => {
          onType(event.target.value);
          setIndex(0);
        }}
        onKeyDown={key}
      />
      <div role="listbox" id={list} aria-label={label} className="min-h-0 overflow-y-auto py-1">
        {choices.map((choice) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's.
          <div
            key={choice.id}
            id={`${list}-${choice.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={choice === active}
            ref={choice === active ? scrollHere : undefined}
            onClick={() => onChoose(choice.id)}
            className={cx(
              'flex h-7 cursor-pointer items-center gap-3 px-3 hover:bg-canvas',
              choice === active && 'bg-canvas',
            )}
          >
            {choice.glyph}
            <span className="flex-1 truncate">{choice.name}</span>
            <span className="data max-w-32 truncate text-ink-3">{choice.note}</span>
          </div>
        ))}
        {choices.length === 0 ? <p className="px-3 py-1 text-ink-2">{none}</p> : null}
      </div>
    </div>
  );
}

const scrollHere = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });
