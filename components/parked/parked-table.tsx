'use client';

import { useRef } from 'react';
import { useRowKeys } from '#components/runs/use-row-keys.ts';
import type { ParkedRow } from '#components/trpc.tsx';
import { cx } from '#components/ui/cx.ts';
import { Checkbox } from '#components/ui/input.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';

/** Parked messages in rows of 32 px; what has been dealt with meanwhile stays, dimmed, until the page is left. */
export function ParkedTable({
  rows,
  ticked,
  onTick,
  chosen,
  onChoose,
}: {
  rows: ParkedRow[];
  ticked: ReadonlySet<string>;
  onTick: (ticked: ReadonlySet<string>) => void;
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const open = rows.filter((row) => row.state === 'parked');
  const every = open.length > 0 && open.every((row) => ticked.has(row.id));
  const tick = (id: string) => onTick(ticked.symmetricDifference(new Set([id])));

  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr className="label h-8 text-left [&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:bg-surface [&>th]:font-normal">
            <th className="w-12 pl-6">
              <Checkbox
                aria-label="Tick all"
                className="block"
                checked={every}
                onChange={() => onTick(every ? new Set() : new Set(open.map((row) => row.id)))}
              />
            </th>
            <th className="w-28">Key</th>
            <th>What is wrong</th>
            <th className="w-[30%]">Where</th>
            <th className="w-24 pr-4">Since</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <tr
              key={row.id}
              data-line
              className={cx(
                'relative h-8 border-t border-line hover:bg-canvas',
                row.id === chosen && 'bg-canvas',
                row.state !== 'parked' && 'text-ink-3',
              )}
            >
              <td className="relative z-10 pl-6">
                {row.state === 'parked' ? (
                  <Checkbox
                    data-tick
                    aria-label={`Tick ${row.key ?? row.message}`}
                    className="block"
                    checked={ticked.has(row.id)}
                    onChange={() => tick(row.id)}
                  />
                ) : null}
              </td>
              <td>
                <button
                  type="button"
                  data-row
                  aria-pressed={row.id === chosen}
                  onClick={() => onChoose(row.id)}
                  onFocus={() => onChoose(row.id)}
                  className="data max-w-full truncate text-left after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
                >
                  {row.key ?? row.message.slice(0, 8)}
                </button>
              </td>
              <td className="pr-4">
                <span className="flex items-center gap-2">
                  <StatusGlyph
                    mark={row.state === 'parked' ? 'warn' : row.state === 'retried' ? 'running' : 'skipped'}
                  />
                  <span className="truncate">
                    {row.state === 'parked' ? row.trouble.message : row.state === 'retried' ? 'Retried' : 'Set aside'}
                  </span>
                </span>
              </td>
              <td className="truncate pr-4 text-ink-2">
                {row.flow.name} <span className="text-ink-3">/ {row.nodeName}</span>
              </td>
              <td className="num pr-4 whitespace-nowrap text-ink-2">
                <RelativeTime at={row.at} className="relative" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
