'use client';

import Link from 'next/link';
import { type ReactNode, useRef } from 'react';
import type { RunRow } from '#components/trpc.tsx';
import { cx } from '#components/ui/cx.ts';
import { count, lasting } from '#components/ui/format.ts';
import { PatternGlyph, patternNames } from '#components/ui/pattern-mark.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StatusMark } from '#components/ui/status-mark.tsx';
import type { Tally } from '#flow/run/status.ts';
import { CancelButton } from './run-buttons.tsx';
import { isOpen, runInBrief } from './run-words.ts';
import { useNowWhile } from './use-now-while.ts';
import { useRowKeys } from './use-row-keys.ts';

/** Runs in rows of 32 px, the equation as column heads. `wanted` is the business key that was searched for. */
export function RunTable({ runs, wanted }: { runs: RunRow[]; wanted?: string }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const now = useNowWhile(runs.some((run) => run.finishedAt === null));
  const longest = Math.max(...runs.map((run) => tookMs(run, now) ?? 0), 1);
  const setAside = runs.some((run) => run.tally.discarded + run.tally.cancelled > 0);

  return (
    <table className="w-full table-fixed border-collapse">
      <thead>
        <tr className="label h-8 text-left [&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:bg-surface [&>th]:font-normal [&>th]:whitespace-nowrap">
          <th className="w-32 pl-6">Status</th>
          <th className="w-60 max-[1400px]:w-54">Flow</th>
          <th className="w-26 max-[1400px]:hidden">Started by</th>
          <th className="w-25">Started</th>
          <th className="w-38">Took</th>
          <Term>Received</Term>
          <Term sign="=">Delivered</Term>
          <Term sign="+">Filtered</Term>
          <Term sign="+">Parked</Term>
          <Term sign="+">In flight</Term>
          {setAside ? <Term sign="+">Discarded</Term> : null}
          <th className="pr-6 pl-8">Keys</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {runs.map((run) => (
          <tr
            key={run.id}
            data-line
            className="relative h-8 border-t border-line focus-within:bg-canvas hover:bg-canvas"
          >
            <td className="pl-6">
              <span className="flex">
                <StatusMark {...runInBrief(run)} />
              </span>
            </td>
            <td className="pr-4">
              <span className="flex items-center gap-2">
                <span title={patternNames[run.flow.pattern]}>
                  <PatternGlyph pattern={run.flow.pattern} />
                </span>
                <Link
                  href={`/runs/${run.id}`}
                  data-row
                  className="truncate text-ink no-underline after:absolute after:inset-0 hover:no-underline"
                >
                  {run.flow.name}
                </Link>
                <span className="label">v{run.version}</span>
                {run.mode === 'live' ? null : (
                  <span className="label rounded-node border border-line px-1">{run.mode}</span>
                )}
              </span>
            </td>
            <td className="truncate text-ink-2 max-[1400px]:hidden">{run.startedBy}</td>
            <td className="num whitespace-nowrap text-ink-2">
              <RelativeTime at={run.startedAt} className="relative" />
            </td>
            <td>
              <Took ms={tookMs(run, now)} longest={longest} />
            </td>
            <Amounts tally={run.tally} setAside={setAside} />
            <td className="pr-6 pl-8">
              <span className="flex items-center gap-2">
                <span className="min-w-0 flex-1 truncate">
                  <Tail run={run} wanted={wanted} />
                </span>
                {isOpen(run) ? (
                  <span className="relative z-10">
                    <CancelButton
                      look="quiet"
                      size="sm"
                      run={run.id}
                      of={`the run of ${run.keys[0] ?? run.flow.name}`}
                    />
                  </span>
                ) : null}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A head of the equation; its sign stands between it and the one before. */
function Term({ sign, children }: { sign?: string; children: ReactNode }) {
  return (
    <th className="w-21 max-[1400px]:w-19">
      <span className="relative block text-right">
        <span aria-hidden="true" className="absolute left-3">
          {sign}
        </span>
        {children}
      </span>
    </th>
  );
}

function Amounts({ tally, setAside }: { tally: Tally; setAside: boolean }) {
  const terms = [tally.received, tally.delivered, tally.filtered, tally.parked, tally['in-flight']];
  const amounts = setAside ? [...terms, tally.discarded + tally.cancelled] : terms;
  return amounts.map((amount, column) => (
    <td
      // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change their order
      key={column}
      className={cx(
        'num text-right',
        amount === 0 && 'text-ink-3',
        column === 3 && amount > 0 && 'font-medium text-warn',
      )}
    >
      {count(amount)}
    </td>
  ));
}

/** How long, as a bar against the longest on screen and in words. */
function Took({ ms, longest }: { ms: number | null; longest: number }) {
  if (ms === null) return null;
  return (
    <span className="flex items-center gap-2">
      <svg width={Math.max(2, Math.round((ms / longest) * 72))} height="6" aria-hidden="true">
        <rect width="100%" height="6" className="fill-line-strong" />
      </svg>
      <span className="num whitespace-nowrap text-ink-2">{lasting(ms)}</span>
    </span>
  );
}

/** What failed, else the keys in it. */
function Tail({ run, wanted }: { run: RunRow; wanted?: string }) {
  if (run.error) return <span className="text-failed">{run.error}</span>;
  const keys = wanted && !run.keys.includes(wanted) ? [wanted, ...run.keys] : run.keys;
  const more = run.tally.received - keys.length;
  return (
    <span className="data text-ink-2">
      {keys.map((key, index) => (
        <span key={key} className={key === wanted ? 'font-medium text-ink' : undefined}>
          {index > 0 ? ', ' : ''}
          {key}
        </span>
      ))}
      {more > 0 && keys.length > 0 ? <span className="text-ink-3"> and {count(more)} more</span> : null}
    </span>
  );
}

/** A queued run has not begun to take time. */
function tookMs(run: RunRow, now: number): number | null {
  if (run.finishedAt !== null) return Date.parse(run.finishedAt) - Date.parse(run.startedAt);
  return run.status === 'queued' || now === 0 ? null : Math.max(0, now - Date.parse(run.startedAt));
}
