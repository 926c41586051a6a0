'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { cx } from '#components/ui/cx.ts';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import type { JsonSchema } from '#flow/catalog.ts';
import { type JsonLine, jsonLines } from './json-lines.ts';
import type { Preview } from './preview.ts';
import type { Remark } from './remarks.ts';

const lineHeight = 18;

/** What would be sent, line by line, and below it what stands in the way, each with its way out. */
export function PreviewPane({
  title,
  sampleName,
  schema,
  preview,
  stopped,
  remarks,
  chosen,
  onPick,
  onRemark,
}: {
  title: string;
  sampleName: string | undefined;
  schema: JsonSchema | undefined;
  preview: Preview | undefined;
  stopped: string | undefined;
  remarks: Remark[];
  /** Path of the target row at hand, without counting: `LineItems[].Price`. */
  chosen: string | undefined;
  /** A line was pressed: the path of its value, counted. */
  onPick: (path: string) => void;
  onRemark: (remark: Remark) => void;
}) {
  const states = useMemo(
    () => new Map(remarks.flatMap(({ field, state }) => (field ? [[field, state] as const] : [])).reverse()),
    [remarks],
  );
  const lines = useMemo(() => {
    if (preview?.value === undefined) return [];
    return jsonLines(
      preview.value,
      schema,
      preview.troubles.map(({ field }) => field),
    );
  }, [preview, schema]);

  return (
    <section
      data-area="preview"
      aria-label="Preview"
      className="flex min-h-0 min-w-0 flex-col border-l border-line bg-bg"
    >
      <div className="flex h-7 shrink-0 items-center gap-2 border-b border-line px-3 whitespace-nowrap">
        <h2 className="text-body font-semibold">Preview</h2>
        <span className="label min-w-0 flex-1 truncate">{sampleName}</span>
      </div>
      <div className="flex h-8 shrink-0 items-center justify-between border-b border-line px-3 text-label text-ink-2">
        <span className="font-semibold text-ink">{title}</span>
        <span className={cx(stopped ? 'text-failed' : 'text-ink-3')}>
          {stopped ? 'stopped' : preview && preview.troubles.length > 0 ? 'would be parked' : ''}
        </span>
      </div>
      <JsonText
        lines={lines}
        states={states}
        chosen={chosen}
        onPick={onPick}
        empty={stopped ?? emptyWords(preview, sampleName)}
      />
      {remarks.length > 0 ? (
        <ul aria-label="Errors and remarks" className="max-h-[46%] shrink-0 overflow-y-auto">
          {remarks.map((remark, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two remarks may say the same of one field.
            <li key={index} className="border-t border-line bg-surface">
              <button
                type="button"
                onClick={() => onRemark(remark)}
                className="w-full cursor-pointer px-4 py-2.5 text-left hover:bg-canvas"
              >
                <span
                  className={cx(
                    'flex items-center gap-2 font-semibold',
                    remark.state === 'error' ? 'text-failed' : 'text-warn',
                  )}
                >
                  <StatusGlyph mark={remark.state === 'error' ? 'failed' : 'warn'} size={14} />
                  <span className="min-w-0 truncate">
                    {remark.title}
                    <span className="sr-only">, {remark.state === 'error' ? 'error' : 'lossy'}</span>
                  </span>
                </span>
                <span className="mt-0.5 block text-ink-2">{remark.words}</span>
                {remark.wayOut ? <span className="mt-0.5 block text-ink">{remark.wayOut}</span> : null}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function emptyWords(preview: Preview | undefined, sampleName: string | undefined): string {
  if (sampleName === undefined)
    return 'No sample yet. Run the flow once, or wire a trigger in front that brings an example.';
  return preview ? 'Nothing came of it.' : '';
}

function JsonText({
  lines,
  states,
  chosen,
  onPick,
  empty,
}: {
  lines: JsonLine[];
  states: ReadonlyMap<string, Remark['state']>;
  chosen: string | undefined;
  onPick: (path: string) => void;
  empty: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    paddingStart: 6,
    paddingEnd: 6,
  });
  const chosenIndex = chosen === undefined ? -1 : lines.findIndex((line) => plain(line.path) === chosen);
  useEffect(() => {
    if (chosenIndex >= 0) virtual.scrollToIndex(chosenIndex);
  }, [chosenIndex, virtual]);

  return (
    <section
      ref={scroller}
      aria-label="What would be sent"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard.
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
    >
      {lines.length === 0 ? <p className="px-4 py-3 text-ink-2">{empty}</p> : null}
      <div className="relative min-w-max" style={{ height: lines.length === 0 ? 0 : virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (!line) return null;
          const state = line.isAbsent ? 'error' : states.get(line.path);
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the tree has the same row.
            // biome-ignore lint/a11y/useKeyWithClickEvents: a shortcut for the pointer; the tree has the same row.
            <div
              key={index}
              onClick={() => onPick(line.path)}
              style={{ transform: `translateY(${start}px)`, height: lineHeight }}
              className={cx(
                'data absolute top-0 flex min-w-full cursor-default items-center pr-3 whitespace-pre hover:bg-canvas',
                state === 'error' && 'border-l-2 border-failed bg-failed-tint',
                state === 'lossy' && 'border-l-2 border-warn bg-warn-tint',
                !state && 'border-l-2 border-transparent',
                index === chosenIndex && 'font-medium inset-ring inset-ring-line-strong',
              )}
            >
              <span aria-hidden="true" className="w-7 shrink-0 pr-2 text-right text-ink-3 select-none">
                {index + 1}
              </span>
              <span className="text-ink-2">
                {'  '.repeat(line.indent)}
                {line.name ? (
                  <>
                    <span className="text-ink">{line.name}</span>:{' '}
                  </>
                ) : null}
                <span className={cx(line.isAbsent && 'font-medium text-failed')}>{line.text}</span>
              </span>
            </div>
          );
        })}
      </div>
    </section>
  );
}

const plain = (path: string): string => path.replace(/\[\d+\]/g, '[]');
