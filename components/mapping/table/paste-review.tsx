'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { counted } from '#components/ui/format.ts';
import { Checkbox } from '#components/ui/input.tsx';
import type { MapperView } from '../use-mapper.ts';
import { type PastedLine, pastedLines, withPasted } from './pasted.ts';

/** What a pasted block would do, line by line; only what is ticked is done, all of it as one step. */
export function PasteReview({ cells, view, onClose }: { cells: string[][]; view: MapperView; onClose: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const { model, mapping } = view;
  const lines = useMemo(() => pastedLines(cells, model), [cells, model]);
  const [ticked, setTicked] = useState<ReadonlySet<number>>(
    () => new Set(lines.flatMap(({ verdict }, at) => (verdict === 'matched' ? [at] : []))),
  );
  const chosen = lines.filter((line, at) => ticked.has(at) && line.from);
  const toggle = (at: number) =>
    setTicked((before) => {
      const next = new Set(before);
      if (!next.delete(at)) next.add(at);
      return next;
    });
  const count = (verdict: PastedLine['verdict']) => lines.filter((line) => line.verdict === verdict).length;
  const apply = () => {
    const schemas = { source: model.sourceSchema, target: model.targetSchema };
    const { mapping: next, hints } = withPasted(mapping, chosen, schemas);
    onClose();
    view.replace(next, [`${counted(chosen.length, 'row')} pasted.`, ...hints].join(' '));
  };
  return (
    <Dialog
      title="What this paste does"
      width={860}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" disabled={chosen.length === 0} onClick={apply} ref={button}>
            Apply {counted(chosen.length, 'row')}
          </Button>
        </>
      }
    >
      <p className="mb-3 text-ink-2">
        {counted(lines.length, 'line')}: {count('matched')} matched, {count('ambiguous')} ambiguous, {count('unknown')}{' '}
        unknown. Nothing is changed yet.
      </p>
      <table className="w-full table-fixed border-collapse text-left">
        <thead className="text-label text-ink-2">
          <tr className="border-b border-line [&>th]:py-1 [&>th]:font-medium">
            <th className="w-8" aria-label="Take it" />
            <th className="w-[26%]">Target</th>
            <th className="w-[24%]">Source</th>
            <th>What happens</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a pasted line is its place.
            <tr key={at} className="border-b border-line align-top [&>td]:py-1 [&>td]:pr-3 [&>td]:break-words">
              <td>
                <Checkbox
                  aria-label={`Take ${line.cells[0] ?? ''}`}
                  checked={ticked.has(at) && line.from !== undefined}
                  disabled={line.from === undefined}
                  onChange={() => toggle(at)}
                />
              </td>
              <td className="data">
                {line.target ? line.target.path.filter((step) => step !== '[]').join('.') : line.cells[0]}
              </td>
              <td className="data">{line.cells[1]}</td>
              <td className={cx(line.verdict === 'matched' ? 'text-ink' : 'text-warn')}>
                {line.verdict === 'matched' ? happens(line) : line.words}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

function happens({ words, before, ifMissing, note }: PastedLine): string {
  const more = [ifMissing && 'with a default', note !== undefined && 'with a note'].filter(Boolean).join(', ');
  const what = before === undefined ? `New, ${words}` : `${words}, instead of ${before}`;
  return more ? `${what}, ${more}` : what;
}
