'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import { Tabs } from '#components/ui/tabs.tsx';
import type { JsonSchema } from '#flow/catalog.ts';
import { type JsonLine, jsonLines } from './json-lines.ts';
import type { Preview } from './preview.ts';
import { type FailingRow, RemarkList } from './remark-list.tsx';
import type { Remark } from './remarks.ts';
import { sampleWords } from './samples/sample.ts';
import { SampleList } from './samples/sample-list.tsx';
import type { SampleDesk } from './samples/use-sample-desk.ts';
import type { Verdicts } from './samples/use-verdicts.ts';
import { KeepBar } from './tests/keep-bar.tsx';
import { TestList } from './tests/test-list.tsx';
import type { TestDesk } from './tests/use-test-desk.ts';

const lineHeight = 18;

type Tab = 'output' | 'samples' | 'tests';

/** What would be sent, line by line, and below it what stands in the way, each with its way out; beside it every sample, and the tests. */
export function PreviewPane({
  desk,
  verdicts,
  tests,
  schema,
  preview,
  stopped,
  remarks,
  chosen,
  onPick,
  onRemark,
  elsewhere,
  onElsewhere,
}: {
  desk: SampleDesk;
  verdicts: Verdicts;
  tests: TestDesk;
  schema: JsonSchema | undefined;
  preview: Preview | undefined;
  stopped: string | undefined;
  remarks: Remark[];
  /** Path of the target row at hand, without counting: `LineItems[].Price`. */
  chosen: string | undefined;
  /** A line was pressed: the path of its value, counted. */
  onPick: (path: string) => void;
  onRemark: (remark: Remark) => void;
  /** Rows that fail on some sample. */
  elsewhere: FailingRow[];
  onElsewhere: (row: FailingRow) => void;
}) {
  const [tab, setTab] = useState<Tab>('output');
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
  const sampleName = desk.chosen && sampleWords(desk.chosen, 0);
  const isParked = preview !== undefined && preview.troubles.length > 0;

  return (
    <section
      data-area="preview"
      aria-label="Preview"
      className="flex min-h-0 min-w-0 flex-col border-l border-line bg-bg"
    >
      <div className="flex h-7 shrink-0 items-center gap-2 border-b border-line px-3 whitespace-nowrap">
        <h2 className="text-body font-semibold">Preview</h2>
        <span className="label min-w-0 flex-1 truncate">{sampleName}</span>
        <span className={cx('text-label', stopped ? 'text-failed' : 'text-ink-3')}>
          {stopped ? 'stopped' : isParked ? 'would be parked' : ''}
        </span>
      </div>
      <Tabs<Tab>
        label="What the map makes"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          {
            id: 'output',
            label: 'Output',
            content: (
              <div className="flex h-full flex-col">
                <JsonText
                  lines={lines}
                  states={states}
                  chosen={chosen}
                  onPick={onPick}
                  empty={stopped ?? emptyWords(preview, sampleName)}
                />
                <KeepBar desk={desk} tests={tests} preview={preview} onKept={() => setTab('tests')} />
                <RemarkList remarks={remarks} elsewhere={elsewhere} onRemark={onRemark} onElsewhere={onElsewhere} />
              </div>
            ),
          },
          {
            id: 'samples',
            label: 'Samples',
            count: verdicts.counted === 0 ? undefined : <Short>{`${verdicts.passing}/${verdicts.counted} pass`}</Short>,
            content: <SampleList desk={desk} verdicts={verdicts} />,
          },
          {
            id: 'tests',
            label: 'Tests',
            count: tests.failing > 0 ? <Short isBad>{`${tests.failing} fail`}</Short> : tests.tests.length || undefined,
            content: <TestList desk={tests} />,
          },
        ]}
      />
    </section>
  );
}

function Short({ children, isBad }: { children: string; isBad?: boolean }) {
  return <span className={cx('whitespace-nowrap', isBad && 'font-medium text-failed')}>{children}</span>;
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
