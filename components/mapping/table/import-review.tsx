'use client';

import { useEffect, useMemo, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { counted } from '#components/ui/format.ts';
import { pathWords } from '#flow/mapping/path.ts';
import { allRows } from '../all-rows.ts';
import { rowWords } from '../changes/change-words.ts';
import { compareMappings } from '../changes/compare-mappings.ts';
import type { MapperView } from '../use-mapper.ts';
import { readMappingCsv } from './mapping-csv.ts';

const mostShown = 200;

/** What an imported file would change, or on which lines it cannot be read. It takes the place of the whole mapping, as one step. */
export function ImportReview({ text, view, onClose }: { text: string; view: MapperView; onClose: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const read = useMemo(() => readMappingCsv(text), [text]);
  const changes = useMemo(
    () => (read.ok ? compareMappings(view.mapping, read.mapping) : undefined),
    [read, view.mapping],
  );
  if (!read.ok || !changes) {
    const troubles = read.ok ? [] : read.troubles;
    return (
      <Dialog
        title="This file cannot be imported"
        width={640}
        onClose={onClose}
        actions={<Button onClick={onClose}>Close</Button>}
      >
        <ul className="flex flex-col gap-1">
          {troubles.slice(0, mostShown).map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              {line > 0 ? <span className="data mr-2">line {line}</span> : null}
              {message}
            </li>
          ))}
        </ul>
      </Dialog>
    );
  }
  const rows = new Map(allRows(read.mapping).map(({ row, target }) => [row.id, { row, target }]));
  const shown = [
    ...[...changes.rows].map(([id, change]) => {
      const now = rows.get(id);
      const words = now ? rowWords(now.row) : '';
      return {
        target: pathWords(now?.target ?? []),
        words: change.kind === 'added' ? `New: ${words}` : `${words}, instead of ${rowWords(change.before)}`,
      };
    }),
    ...[...changes.removed].map(([target, row]) => ({ target, words: `Removed: ${rowWords(row)}` })),
  ];
  return (
    <Dialog
      title="What this file changes"
      width={860}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            look="primary"
            ref={button}
            onClick={() => {
              onClose();
              view.replace(read.mapping, `${counted(changes.count, 'row')} changed by the file.`);
            }}
          >
            Take the file
          </Button>
        </>
      }
    >
      <p className="mb-3 text-ink-2">
        {changes.count === 0
          ? 'It says the same as the mapping here.'
          : `${counted(changes.count, 'row')} change. Nothing is changed yet.`}
      </p>
      <dl className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-x-4">
        {shown.slice(0, mostShown).map(({ target, words }) => (
          <div key={`${target} ${words}`} className="col-span-2 grid grid-cols-subgrid border-b border-line py-1">
            <dt className="data break-words">{target}</dt>
            <dd className="break-words">{words}</dd>
          </div>
        ))}
      </dl>
      {shown.length > mostShown ? <p className="label pt-2">and {shown.length - mostShown} more</p> : null}
    </Dialog>
  );
}
