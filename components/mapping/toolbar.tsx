'use client';

import { ChevronLeft, ChevronRight, PanelRight, Redo2, Spline, Undo2 } from 'lucide-react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { relative } from '#components/ui/format.ts';
import { Select } from '#components/ui/input.tsx';
import { useNow } from '#components/ui/relative-time.tsx';
import type { MapperSample } from './use-mapper.ts';

export type MapperWay = 'trees' | 'table';

const ways: { id: MapperWay; words: string }[] = [
  { id: 'trees', words: 'Trees' },
  { id: 'table', words: 'Table' },
];

/** The 40 px line above the mapper. */
export function MapperToolbar({
  way,
  onWay,
  showLines,
  onLines,
  showPreview,
  onPreview,
  samples,
  sample,
  onSample,
  undo,
  redo,
  onClose,
}: {
  way: MapperWay;
  onWay: (way: MapperWay) => void;
  showLines: boolean;
  onLines: () => void;
  showPreview: boolean;
  onPreview: () => void;
  samples: MapperSample[];
  sample: number;
  onSample: (index: number) => void;
  undo?: () => void;
  redo?: () => void;
  onClose: () => void;
}) {
  return (
    <div
      role="toolbar"
      aria-label="Mapping"
      className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-bg pr-3 pl-4 whitespace-nowrap"
    >
      <fieldset className="flex overflow-hidden rounded-node border border-line-strong">
        <legend className="sr-only">View</legend>
        {ways.map(({ id, words }) => (
          <button
            key={id}
            type="button"
            aria-pressed={way === id}
            onClick={() => onWay(id)}
            className={cx(
              'h-[26px] px-2.5 text-label outline-offset-[-2px]',
              way === id ? 'bg-ink font-medium text-on-ink' : 'text-ink-2 hover:text-ink',
            )}
          >
            {words}
          </button>
        ))}
      </fieldset>
      <Toggle on={showLines} onPress={onLines} disabled={way !== 'trees'} title="Lines (Alt+L)">
        <Spline size={15} /> Lines
      </Toggle>
      <Toggle on={showPreview} onPress={onPreview} title="Preview (Alt+P)">
        <PanelRight size={15} /> Preview
      </Toggle>
      {undo ? (
        <IconButton size="sm" label="Undo (Ctrl+Z)" onClick={undo}>
          <Undo2 size={15} />
        </IconButton>
      ) : null}
      {redo ? (
        <IconButton size="sm" label="Redo (Ctrl+Shift+Z)" onClick={redo}>
          <Redo2 size={15} />
        </IconButton>
      ) : null}
      <span className="flex-1" />
      <SampleChoice samples={samples} sample={sample} onSample={onSample} />
      <Button size="sm" className="ml-1" onClick={onClose}>
        Back to flow
      </Button>
    </div>
  );
}

function Toggle({
  on,
  onPress,
  title,
  disabled,
  children,
}: {
  on: boolean;
  onPress: () => void;
  title: string;
  disabled?: boolean;
  children: React.ReactNode;
}) {
  return (
    <Button
      size="sm"
      look="quiet"
      aria-pressed={on}
      title={title}
      disabled={disabled}
      onClick={onPress}
      className={cx(!on && 'text-ink-3! line-through')}
    >
      {children}
    </Button>
  );
}

function SampleChoice({
  samples,
  sample,
  onSample,
}: {
  samples: MapperSample[];
  sample: number;
  onSample: (index: number) => void;
}) {
  const now = useNow();
  if (samples.length === 0) return <span className="label">No sample yet: run the flow once</span>;
  const step = (by: number) => onSample((sample + by + samples.length) % samples.length);
  return (
    <>
      <span className="label max-[1180px]:hidden">Sample</span>
      <Select
        aria-label="Sample"
        className="h-[26px]! w-auto! max-w-[260px] text-label!"
        value={sample}
        onChange={(event) => onSample(Number(event.target.value))}
      >
        {samples.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: samples have no id; their order is theirs.
          <option key={index} value={index}>
            {sampleWords(one, now)}
          </option>
        ))}
      </Select>
      <IconButton size="sm" look="outline" label="Newer sample" disabled={samples.length < 2} onClick={() => step(-1)}>
        <ChevronLeft size={14} />
      </IconButton>
      <span className="data text-ink">
        {sample + 1} / {samples.length}
      </span>
      <IconButton size="sm" look="outline" label="Older sample" disabled={samples.length < 2} onClick={() => step(1)}>
        <ChevronRight size={14} />
      </IconButton>
    </>
  );
}

/** `#1047, 4 min ago`; an example says that it is one. */
export function sampleWords(sample: MapperSample, now: number): string {
  if (sample.source === 'catalog') return sample.name.startsWith('example') ? sample.name : `example: ${sample.name}`;
  return sample.at && now ? `${sample.name}, ${relative(sample.at, now)}` : sample.name;
}
