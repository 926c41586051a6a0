'use client';

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';

const mostChoices = 400;

/** One line of text with fields to choose from. What is typed counts at once; Enter and leaving keep it. */
export function PlaceInput({
  label,
  text: given,
  choices,
  placeholder,
  isWrong,
  isFirst,
  className,
  onType,
  onPaste,
}: {
  label: string;
  text: string;
  choices?: readonly string[];
  placeholder?: string;
  isWrong?: boolean;
  /** Takes the focus when the editor opens. */
  isFirst?: boolean;
  className?: string;
  onType: (text: string) => void;
  onPaste?: (event: React.ClipboardEvent) => void;
}) {
  const [text, setText] = useState(given);
  const typed = useRef(given);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    if (given === typed.current) return;
    typed.current = given;
    setText(given);
  }, [given]);
  useEffect(() => {
    if (isFirst) box.current?.focus({ preventScroll: true });
  }, [isFirst]);
  return (
    <>
      <input
        ref={box}
        aria-label={label}
        aria-invalid={isWrong}
        list={choices && choices.length > 0 ? id : undefined}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onPaste={onPaste}
        onChange={(event) => {
          typed.current = event.target.value;
          setText(event.target.value);
          onType(event.target.value);
        }}
        className={cx(
          'data h-6 min-w-0 rounded-input border border-line-strong bg-raised px-1.5 text-ink outline-offset-0 aria-invalid:border-failed',
          className,
        )}
      />
      {choices && choices.length > 0 ? (
        <datalist id={id}>
          {choices.slice(0, mostChoices).map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}

/** Keys of an editor under a row: letters stay in it. Esc and Ctrl+Enter are the editor's own. */
export function keepKeys(event: KeyboardEvent): void {
  const isFunction = /^F\d+$/.test(event.key);
  if (!isFunction && !event.altKey) event.stopPropagation();
}
