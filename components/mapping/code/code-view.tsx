'use client';

import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { counted } from '#components/ui/format.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { Mapping } from '#flow/mapping/document.ts';
import { type CodeTrouble, codeText, readCode, rowLines } from './code-text.ts';

const linePx = 20;

/** A text that was typed and not yet taken; it waits while another view is looked at. */
export interface CodeDraft {
  /** The mapping it was made from. */
  of: Mapping;
  text: string;
}

/**
 * The mapping as a document to read and edit. What is typed is read at once and tried out in the preview; it is taken by
 * Apply or Ctrl+Enter as one step, whole, with all parts that the other views know nothing of. The row the caret is in is the
 * row at hand.
 */
export function CodeView({
  mapping,
  box,
  draft,
  onDraft,
  rowId,
  onRow,
  onTry,
  onApply,
}: {
  mapping: Mapping;
  box: RefObject<HTMLTextAreaElement | null>;
  draft: CodeDraft | undefined;
  onDraft: (draft: CodeDraft | undefined) => void;
  /** Id of the row at hand. */
  rowId: string | undefined;
  onRow: (id: string) => void;
  onTry: (mapping: Mapping | undefined) => void;
  onApply: (mapping: Mapping) => void;
}) {
  const kept = useMemo(() => codeText(mapping), [mapping]);
  const text = draft?.text ?? kept;
  const isTyped = draft !== undefined && draft.text !== kept;
  const isStale = draft !== undefined && draft.of !== mapping;
  const read = useMemo(() => readCode(text), [text]);
  const lines = useMemo(() => (read.ok ? rowLines(text, read.mapping) : []), [text, read]);
  const count = useMemo(() => text.split('\n').length, [text]);
  const [scroll, setScroll] = useState(0);
  const troubles: CodeTrouble[] = read.ok ? [] : read.troubles;
  const wrong = new Set(troubles.map(({ line }) => line));

  const first = useRef(rowId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret is put there once, when the view opens.
  useLayoutEffect(() => {
    const line = lines.find(({ id }) => id === first.current)?.first;
    if (box.current) goTo(box.current, line ?? 1);
    box.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => () => onTry(undefined), [onTry]);

  const type = (typed: string) => {
    onDraft({ of: draft?.of ?? mapping, text: typed });
    const now = readCode(typed);
    onTry(now.ok ? now.mapping : undefined);
  };
  const apply = () => {
    if (read.ok && isTyped) onApply(read.mapping);
  };
  const giveUp = () => {
    onDraft(undefined);
    onTry(undefined);
    box.current?.focus();
  };
  const follow = () => {
    const at = box.current?.selectionStart ?? 0;
    const line = text.slice(0, at).split('\n').length;
    const row = lines.findLast((one) => one.first <= line && line <= one.last);
    if (row && row.id !== rowId) onRow(row.id);
  };
  const press = (event: KeyboardEvent) => {
    const isModified = event.ctrlKey || event.metaKey;
    if (isModified && event.key === 'Enter') apply();
    else if (event.key === 'F8' && troubles.length > 0) {
      const here = text.slice(0, box.current?.selectionStart ?? 0).split('\n').length;
      const next = event.shiftKey
        ? (troubles.findLast(({ line }) => line < here) ?? troubles.at(-1))
        : (troubles.find(({ line }) => line > here) ?? troubles[0]);
      if (next && box.current) goTo(box.current, next.line, next.column);
    } else {
      if (isModified || (event.key.length === 1 && !event.altKey)) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const seen = Math.ceil((box.current?.clientHeight ?? 900) / linePx) + 2;
  const from = Math.floor(scroll / linePx);
  const shown = Array.from({ length: Math.max(0, Math.min(seen, count - from)) }, (_, at) => from + at + 1);

  return (
    <section aria-label="Mapping as code" className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <div className="flex h-9 shrink-0 items-center gap-3 border-b border-line bg-bg px-4 text-label whitespace-nowrap text-ink-2">
        <span className="min-w-0 flex-1 truncate" role="status">
          {isStale
            ? 'The mapping was changed meanwhile: applying this text takes that back.'
            : isTyped
              ? read.ok
                ? 'Typed, not yet applied. The preview shows it.'
                : counted(troubles.length, 'error')
              : 'The mapping document. What you type shows in the preview at once.'}
        </span>
        {isTyped ? (
          <Button size="sm" look="quiet" onClick={giveUp}>
            Give up
          </Button>
        ) : null}
        <Button size="sm" look="primary" disabled={!isTyped || !read.ok} onClick={apply}>
          Apply <Kbd>Ctrl+Enter</Kbd>
        </Button>
      </div>
      <div className="relative flex min-h-0 flex-1 overflow-hidden">
        <div
          aria-hidden="true"
          className="data relative w-14 shrink-0 overflow-hidden border-r border-line bg-bg text-ink-3 select-none"
        >
          {shown.map((line) => (
            <div
              key={line}
              className={cx(
                'absolute right-0 h-5 w-full pr-2 text-right leading-5',
                wrong.has(line) && 'bg-failed-tint font-medium text-failed',
              )}
              style={{ top: 4 + (line - 1) * linePx - scroll }}
            >
              {line}
            </div>
          ))}
        </div>
        <textarea
          ref={box}
          aria-label="Mapping document"
          aria-invalid={troubles.length > 0}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
          onSelect={follow}
          onScroll={({ currentTarget }) => setScroll(currentTarget.scrollTop)}
          className="min-w-0 flex-1 resize-none bg-transparent px-3 pt-1 font-mono text-label leading-5 text-ink outline-none"
        />
      </div>
      {troubles.length > 0 ? (
        <ul aria-label="Errors in the text" className="max-h-[30%] shrink-0 overflow-y-auto border-t border-line bg-bg">
          {troubles.map((trouble) => (
            <li key={`${trouble.line} ${trouble.path} ${trouble.message}`}>
              <button
                type="button"
                onClick={() => box.current && goTo(box.current, trouble.line, trouble.column)}
                className="flex w-full items-center gap-2 px-4 py-1 text-left hover:bg-canvas"
              >
                <StatusGlyph mark="failed" size={14} />
                <span className="num shrink-0 font-medium text-failed">line {trouble.line}</span>
                {trouble.path ? <span className="data shrink-0 text-ink">{trouble.path}</span> : null}
                <span className="min-w-0 truncate text-ink-2">{trouble.message}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

/** Puts the caret there and brings the line into the upper third. */
function goTo(box: HTMLTextAreaElement, line: number, column = 1): void {
  const start = box.value.split('\n', line - 1).reduce((at, one) => at + one.length + 1, 0);
  box.focus({ preventScroll: true });
  box.setSelectionRange(start + column - 1, start + column - 1);
  box.scrollTop = Math.max(0, (line - 1) * linePx - box.clientHeight / 3);
}
