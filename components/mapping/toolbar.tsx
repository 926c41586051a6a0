'use client';

import { Lightbulb, PanelRight, Redo2, Spline, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';

export type MapperWay = 'trees' | 'table' | 'code';

const ways: { id: MapperWay; words: string }[] = [
  { id: 'trees', words: 'Trees' },
  { id: 'table', words: 'Table' },
  { id: 'code', words: 'Code' },
];

/** The 40 px line above the mapper. */
export function MapperToolbar({
  way,
  onWay,
  showLines,
  onLines,
  suggested,
  isSuggesting,
  onSuggest,
  showPreview,
  onPreview,
  samples,
  undo,
  redo,
  onClose,
}: {
  way: MapperWay;
  onWay: (way: MapperWay) => void;
  showLines: boolean;
  onLines: () => void;
  /** How many lines names suggest. */
  suggested: number;
  isSuggesting: boolean;
  onSuggest: () => void;
  showPreview: boolean;
  onPreview: () => void;
  /** The choice of what is looked at. */
  samples: ReactNode;
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
        {ways.map(({ id, words }, index) => (
          <button
            key={id}
            type="button"
            aria-pressed={way === id}
            title={`${words} (Alt+${index + 1})`}
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
      <Button
        size="sm"
        look="quiet"
        aria-pressed={isSuggesting}
        title="Lines that names suggest (Alt+S)"
        onClick={onSuggest}
        className={cx(isSuggesting && 'bg-canvas')}
      >
        <Lightbulb size={15} /> Suggest{suggested > 0 ? ` (${suggested})` : ''}
      </Button>
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
      {samples}
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
  children: ReactNode;
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
