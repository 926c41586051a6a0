'use client';

import { useEffect, useRef, useState } from 'react';

/** A value typed straight into a target row. Enter and leaving keep it, Esc gives it up. Behind `=` it is an expression. */
export function TypingCell({
  label,
  placeholder,
  text: first,
  onKeep,
  onLeave,
}: {
  label: string;
  placeholder: string;
  text: string;
  onKeep: (text: string) => void;
  onLeave: (next?: 'down') => void;
}) {
  const [text, setText] = useState(first);
  const box = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    const element = box.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const leave = (keep: boolean, next?: 'down') => {
    if (isOver.current) return;
    isOver.current = true;
    if (keep) onKeep(text);
    onLeave(next);
  };
  return (
    <input
      ref={box}
      aria-label={label}
      value={text}
      spellCheck={false}
      autoComplete="off"
      placeholder={placeholder}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') leave(true, 'down');
        else if (event.key === 'Escape') leave(false);
        else return;
        event.preventDefault();
      }}
      className={`data h-6 w-full rounded-input border border-ink bg-raised px-1 text-ink outline-none ${text.startsWith('=') ? 'text-focus!' : ''}`}
    />
  );
}
