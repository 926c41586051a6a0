'use client';

import { Check, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Arrow } from '#components/ui/arrow.tsx';
import { Button, IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { surely } from '#flow/mapping/automap.ts';
import type { Reviewed } from './reviewed.ts';

/**
 * Lines that names suggest, each with its reason and how sure it is; nothing is drawn until a person says so, and no row that
 * is there is touched. Arrows walk, Enter accepts, Space ticks, Delete rejects, Ctrl+Enter accepts all that are ticked.
 */
export function SuggestPanel({
  lines,
  within,
  onAccept,
  onReject,
  onLook,
  onClose,
}: {
  lines: Reviewed[];
  /** The two objects that they are within, in words; absent when they are all. */
  within?: string;
  /** All of them as one step. */
  onAccept: (lines: Reviewed[]) => void;
  onReject: (line: Reviewed) => void;
  /** The line at hand, to show both of its ends. */
  onLook: (line: Reviewed) => void;
  onClose: () => void;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [atKey, setAt] = useState<string>();
  /** What a person ticked or unticked; the rest is as sure as it is. */
  const [said, setSaid] = useState<ReadonlyMap<string, boolean>>(new Map());
  const lastIndex = useRef(0);
  const found = lines.findIndex(({ key }) => key === atKey);
  const at = found === -1 ? Math.min(lastIndex.current, lines.length - 1) : found;
  lastIndex.current = Math.max(0, at);
  const here = lines[at];
  const isTicked = ({ key, confidence }: Reviewed) => said.get(key) ?? confidence >= surely;
  const ticked = lines.filter(isTicked);

  useEffect(() => list.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const look = (line: Reviewed | undefined) => {
    if (!line) return;
    setAt(line.key);
    onLook(line);
  };
  const tick = (line: Reviewed) => setSaid((before) => new Map(before).set(line.key, !isTicked(line)));
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -lines.length, End: lines.length }[event.key];
    if (event.key === 'Escape') onClose();
    else if (step !== undefined) look(lines[Math.max(0, Math.min(lines.length - 1, at + step))]);
    else if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      if (ticked.length > 0) onAccept(ticked);
    } else if (event.ctrlKey || event.metaKey || event.altKey || !here) return;
    else if (event.key === 'Enter') onAccept([here]);
    else if (event.key === ' ') tick(here);
    else if (event.key === 'Delete' || event.key === 'Backspace') onReject(here);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section aria-label="Suggestions" className="flex min-h-0 min-w-0 flex-col border-l border-line bg-bg">
      <div className="flex h-7 shrink-0 items-center gap-2 border-b border-line px-3 whitespace-nowrap">
        <h2 className="text-body font-semibold">Suggestions</h2>
        <span className="label min-w-0 flex-1 truncate">
          {lines.length} {within ?? 'by name, type and place'}
        </span>
        <IconButton size="sm" label="Close the suggestions (Esc)" onClick={onClose}>
          <X size={14} />
        </IconButton>
      </div>
      <div className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-3">
        <Button size="sm" look="primary" disabled={ticked.length === 0} onClick={() => onAccept(ticked)}>
          Accept {ticked.length} ticked
        </Button>
        <Button size="sm" disabled={lines.length === 0} onClick={() => onAccept(lines)}>
          All {lines.length}
        </Button>
      </div>
      <div
        ref={list}
        role="listbox"
        aria-label="Suggested lines"
        aria-multiselectable="true"
        aria-activedescendant={here ? `${id}-${at}` : undefined}
        tabIndex={0}
        onKeyDown={press}
        onFocus={() => here && onLook(here)}
        className="group/list min-h-0 flex-1 overflow-y-auto outline-none"
      >
        {lines.length === 0 ? (
          <p className="px-4 py-3 text-ink-2">
            Nothing is left to suggest: no field without a row is like one that comes in.
          </p>
        ) : null}
        {lines.map((line, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list keeps the focus and has the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: the list points at it.
          <div
            key={line.key}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            aria-selected={isTicked(line)}
            aria-label={`${line.from} to ${line.to}, ${Math.round(line.confidence * 100)} %, ${line.why}${isTicked(line) ? ', ticked' : ''}`}
            onClick={() => look(line)}
            className={cx(
              'flex cursor-default items-start gap-2 border-b border-line bg-surface py-1.5 pr-2 pl-3',
              index === at && 'bg-canvas group-focus-visible/list:inset-ring-2 inset-ring-ink',
            )}
          >
            <input
              type="checkbox"
              tabIndex={-1}
              aria-hidden="true"
              checked={isTicked(line)}
              onChange={() => tick(line)}
              className="mt-0.5 size-4 shrink-0 accent-ink"
            />
            <span className="min-w-0 flex-1">
              <span className="data flex flex-wrap items-center gap-x-1.5 text-ink">
                <span className="min-w-0 truncate" title={line.from}>
                  {line.from}
                </span>
                <span className="flex min-w-0 items-center gap-1.5">
                  <Arrow className="shrink-0 text-ink-2" />
                  <span className="min-w-0 truncate font-medium" title={line.to}>
                    {line.to}
                  </span>
                </span>
              </span>
              <span className="label flex gap-1.5">
                <span className={cx('num shrink-0 font-medium', line.confidence >= surely ? 'text-ok' : 'text-ink-2')}>
                  {Math.round(line.confidence * 100)} %
                </span>
                <span className="min-w-0 break-words">
                  {line.why}
                  {line.value === '' ? '' : ` · ${line.value.slice(0, 40)}`}
                </span>
              </span>
            </span>
            <IconButton size="sm" tabIndex={-1} label={`Accept ${line.to} (Enter)`} onClick={() => onAccept([line])}>
              <Check size={14} />
            </IconButton>
            <IconButton size="sm" tabIndex={-1} label={`Reject ${line.to} (Delete)`} onClick={() => onReject(line)}>
              <X size={14} />
            </IconButton>
          </div>
        ))}
      </div>
      <p className="label flex shrink-0 flex-wrap items-center gap-x-2 border-t border-line px-3 py-1">
        <Kbd>Enter</Kbd> accepts <Kbd>Del</Kbd> rejects <Kbd>Ctrl+Enter</Kbd> all ticked
      </p>
    </section>
  );
}
