'use client';

import { useState } from 'react';
import type { LoopRow } from '#flow/mapping/document.ts';
import { pathWords } from '#flow/mapping/path.ts';
import type { TargetRow } from '../target-rows.ts';
import type { MapperView } from '../use-mapper.ts';
import { type ReadOption, readLimit, readPaths, readSort, sortText } from './loop-options.ts';
import { PlaceInput } from './place-input.tsx';
import { pathsText } from './places.ts';

type Options = Partial<Pick<LoopRow, 'distinct' | 'sort' | 'groupBy' | 'limit'>>;

/** Sorting, choosing and putting into groups, under the loop's condition. Each is kept when its box is left. */
export function LoopOptions({ row, loop, view }: { row: TargetRow; loop: LoopRow; view: MapperView }) {
  const item = view.model.items.get(loop.id) ?? [];
  const choices = view.model.sources
    .filter(
      ({ path, hasChildren }) =>
        !hasChildren && path.length > item.length && item.every((step, at) => path[at] === step),
    )
    .map(({ path }) => pathWords(path.slice(item.length)));
  const set = (options: Options) => view.change({ kind: 'set-loop', row: loop.id, loop: options });
  const common = { choices, of: row.name };
  return (
    <>
      <Option
        {...common}
        words="one per"
        text={pathsText(loop.distinct ?? [])}
        read={readPaths}
        onKeep={(distinct) => set({ distinct: distinct ?? [] })}
      />
      <Option
        {...common}
        words="sort by"
        text={sortText(loop.sort)}
        read={readSort}
        onKeep={(sort) => set({ sort: sort ?? [] })}
      />
      <Option
        {...common}
        words="group by"
        text={loop.groupBy ? pathsText([loop.groupBy]) : ''}
        read={readPaths}
        onKeep={(paths) => set({ groupBy: paths?.[0] ?? [] })}
      />
      <Option
        {...common}
        words="at most"
        isNarrow
        text={loop.limit === undefined ? '' : String(loop.limit)}
        read={readLimit}
        onKeep={(limit) => set({ limit: limit ?? 0 })}
      />
    </>
  );
}

function Option<T>({
  words,
  of,
  text,
  choices,
  isNarrow,
  read,
  onKeep,
}: {
  words: string;
  of: string;
  text: string;
  choices: string[];
  isNarrow?: boolean;
  read: (text: string) => ReadOption<T>;
  onKeep: (value: T | undefined) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const found = typed === undefined ? undefined : read(typed);
  const wrong = found && !found.ok ? found.words : undefined;
  const keep = () => {
    if (typed !== undefined && typed.trim() !== text && found?.ok) onKeep(found.value);
    if (!wrong) setTyped(undefined);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears when its box is left or Enter is pressed in it.
    <span
      className="flex min-w-0 items-center gap-1 text-ink-3"
      title={wrong}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey) keep();
      }}
    >
      <span className="w-14 shrink-0">{words}</span>
      <PlaceInput
        label={`${of}: ${words}`}
        text={typed ?? text}
        choices={isNarrow ? undefined : choices}
        isWrong={wrong !== undefined}
        placeholder={isNarrow ? 'all' : '–'}
        className="flex-1"
        onType={setTyped}
      />
    </span>
  );
}
