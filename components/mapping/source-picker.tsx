'use client';

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import type { Json } from '#flow/json.ts';
import { whyNot } from './legal.ts';
import { ranked } from './rank.ts';
import type { SourceRow } from './source-rows.ts';
import type { TargetRow } from './target-rows.ts';
import { glyphWords, TypeGlyph } from './tree-cells.tsx';
import { matches } from './tree-rows.ts';
import { sampleAt, valueWords } from './value-words.ts';

export const pickerHeight = 228;
const mostShown = 50;

/** The source fields for a target, the likeliest first. Type to narrow, Enter takes, Esc leaves. */
export function SourcePicker({
  target,
  sources,
  body,
  element,
  onTake,
  onLeave,
}: {
  target: TargetRow;
  sources: SourceRow[];
  body: Json | undefined;
  element: number;
  onTake: (source: SourceRow) => void;
  onLeave: () => void;
}) {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const fitting = useMemo(() => {
    const holds = ({ path }: SourceRow) => (sampleAt(body, path, element) ?? null) !== null;
    return ranked(
      sources.filter((source) => whyNot(source, target) === undefined),
      target,
      body === undefined ? undefined : holds,
    );
  }, [sources, target, body, element]);
  const shown = fitting.filter((source) => matches(source.key, search.trim())).slice(0, mostShown);

  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = shown[at];
    event.stopPropagation();
    if (step && shown.length > 0) setAt((at + step + shown.length) % shown.length);
    else if (event.key === 'Enter' && chosen) onTake(chosen);
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
  };

  return (
    <div className="flex h-full flex-col border-b border-l-2 border-line border-l-ink bg-raised">
      <input
        ref={box}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
        aria-label={`Source for ${target.name}`}
        placeholder={`Where does ${target.name} come from?`}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setAt(0);
        }}
        onBlur={onLeave}
        onKeyDown={press}
        className="h-8 shrink-0 border-b border-line bg-transparent px-10 text-body outline-none"
      />
      <div ref={list} id={id} role="listbox" aria-label="Source fields" className="min-h-0 flex-1 overflow-y-auto">
        {shown.length === 0 ? <p className="px-10 py-2 text-ink-2">No field fits. Try another word.</p> : null}
        {shown.map((source, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box above keeps the focus and has the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: the box above points at it.
          <div
            key={source.key}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            aria-selected={index === at}
            aria-label={`${source.key}, ${glyphWords[source.glyph]}`}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onTake(source)}
            className={cx(
              'flex h-6 cursor-default items-center gap-1.5 pr-4 pl-10',
              index === at && 'bg-ink text-on-ink [&_*]:text-on-ink!',
            )}
          >
            <TypeGlyph glyph={source.glyph} />
            <span className="data truncate text-ink">{source.key}</span>
            <span className="data ml-auto max-w-[24ch] truncate pl-3 text-ink-3">
              {valueWords(sampleAt(body, source.path, element))}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
