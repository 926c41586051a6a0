'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { isUnusable, prepareExpression } from '#flow/mapping/expression.ts';
import { keepKeys } from './editors/place-input.tsx';

/**
 * Three lines of JSONata under the row they are for, never a modal. Every keystroke is tried out; leaving keeps it as one
 * step, Ctrl+Enter keeps and leaves, Esc gives it up.
 */
export function ExpressionEditor({
  label,
  code,
  hint,
  result,
  onTry,
  onKeep,
  onLeave,
  children,
}: {
  label: string;
  code: string;
  /** What is asked for, in a few words. */
  hint?: string;
  /** What the text came to on the sample, or why it came to nothing. */
  result: { words: string; isTrouble: boolean };
  onTry: (code: string) => void;
  onKeep: (code: string) => void;
  onLeave: () => void;
  /** Lines that stand below the result. */
  children?: ReactNode;
}) {
  const [text, setText] = useState(code);
  const box = useRef<HTMLTextAreaElement>(null);
  const kept = useRef(code);
  const [scrolled, setScrolled] = useState({ x: 0, y: 0 });

  useEffect(() => {
    const element = box.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const keep = () => {
    if (text === kept.current) return;
    kept.current = text;
    onKeep(text);
  };
  const press = (event: KeyboardEvent) => {
    const isModified = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape') {
      kept.current = text;
      onTry(code);
    } else if (isModified && event.key === 'Enter') keep();
    else {
      if (isModified || event.key.length === 1) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    onLeave();
  };

  const prepared = text === code && code === '' ? undefined : prepareExpression(text);
  const wrong = prepared && isUnusable(prepared) ? prepared : undefined;
  const place = wrong?.position === undefined ? undefined : placeOf(text, wrong.position);
  const lines = Math.max(3, text.split('\n').length);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of what stands below the text.
    <div
      className="@container flex h-full flex-col border-b border-l-2 border-line border-l-ink bg-raised"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return keepKeys(event);
        event.preventDefault();
        event.stopPropagation();
        onLeave();
      }}
    >
      <div className="relative flex min-h-0 flex-1 overflow-hidden">
        <div
          aria-hidden="true"
          className="data w-8 shrink-0 pt-1 text-right text-ink-3 select-none"
          style={{ marginTop: -scrolled.y }}
        >
          {Array.from({ length: lines }, (_, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
            <div key={line} className="h-5 leading-5">
              {line + 1}
            </div>
          ))}
        </div>
        <div className="relative min-w-0 flex-1 overflow-hidden">
          <textarea
            ref={box}
            aria-label={label}
            aria-invalid={wrong !== undefined}
            spellCheck={false}
            autoComplete="off"
            wrap="off"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              onTry(event.target.value);
            }}
            onKeyDown={press}
            onBlur={keep}
            onScroll={({ currentTarget }) => setScrolled({ x: currentTarget.scrollLeft, y: currentTarget.scrollTop })}
            className="absolute inset-0 size-full resize-none bg-transparent px-2.5 pt-1 font-mono text-label leading-5 text-ink outline-none"
          />
          {place ? (
            <span
              aria-hidden="true"
              className="pointer-events-none absolute h-0.5 min-w-[1ch] bg-failed font-mono text-label"
              style={{
                left: `calc(${place.column}ch + 10px - ${scrolled.x}px)`,
                top: 4 + place.line * 20 + 17 - scrolled.y,
                width: '1ch',
              }}
            />
          ) : null}
        </div>
      </div>
      <div className="flex h-7 shrink-0 items-center gap-2 border-t border-line pr-3 pl-10 text-label whitespace-nowrap">
        {wrong ? (
          <span role="alert" className="min-w-0 flex-1 truncate text-failed" title={wrong.message}>
            {place ? (
              <span className="num">
                {place.line > 0 ? `Line ${place.line + 1}, character` : 'Character'} {place.column + 1}:{' '}
              </span>
            ) : null}
            {wrong.message}
          </span>
        ) : (
          <>
            <span className="text-ink-3">Result</span>
            <output
              className={cx('data min-w-0 flex-1 truncate', result.isTrouble ? 'text-failed' : 'text-ink')}
              title={result.words}
            >
              {result.words}
            </output>
            {hint ? <span className="text-ink-3">{hint}</span> : null}
          </>
        )}
        <span className="ml-auto flex items-center gap-1 text-ink-3 @max-[440px]:hidden">
          <Kbd>Esc</Kbd> gives up
        </span>
      </div>
      {children}
    </div>
  );
}

/** Line and column, from 0, of a character counted from 1. */
function placeOf(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, Math.min(position, text.length) - 1)).split('\n');
  return { line: before.length - 1, column: before.at(-1)?.length ?? 0 };
}
