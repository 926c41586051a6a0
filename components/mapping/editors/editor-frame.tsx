'use client';

import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { keepKeys } from './place-input.tsx';

/** What is open under a row: the editor itself, its result on the sample, and choices below. Leaving keeps, Ctrl+Enter keeps and leaves, Esc gives up. */
export function EditorFrame({
  label,
  result,
  onKeep,
  onGiveUp,
  onLeave,
  children,
  footer,
}: {
  label: string;
  result: { words: string; isTrouble: boolean };
  onKeep: () => void;
  onGiveUp: () => void;
  onLeave: () => void;
  children: ReactNode;
  footer: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws and behaves otherwise.
    <div
      role="group"
      aria-label={label}
      className="flex h-full flex-col border-b border-l-2 border-line border-l-ink bg-raised"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onKeep();
      }}
      onKeyDown={(event) => {
        const isKept = (event.ctrlKey || event.metaKey) && event.key === 'Enter';
        if (event.key !== 'Escape' && !isKept) return keepKeys(event);
        event.preventDefault();
        event.stopPropagation();
        if (isKept) onKeep();
        else onGiveUp();
        onLeave();
      }}
    >
      <div className="min-h-0 flex-1 overflow-y-auto pr-3 pl-10">{children}</div>
      <div className="flex h-7 shrink-0 items-center gap-2 border-t border-line pr-3 pl-10 text-label whitespace-nowrap">
        <span className="text-ink-3">Result</span>
        <output
          className={cx('data min-w-0 flex-1 truncate', result.isTrouble ? 'text-failed' : 'text-ink')}
          title={result.words}
        >
          {result.words}
        </output>
      </div>
      {footer}
    </div>
  );
}
