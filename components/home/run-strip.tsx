'use client';

import Link from 'next/link';
import { runInFull } from '#components/runs/run-words.ts';
import type { FlowRow } from '#components/trpc.tsx';
import { count } from '#components/ui/format.ts';
import { markOf } from '#components/ui/status-mark.tsx';

const shown = 14;
const height = 24;

/** The last runs, oldest on the left: a bar each, as high as its messages are many; under it the sum in words. */
export function RunStrip({ flow, runs }: { flow: string; runs: FlowRow['lastRuns'] }) {
  if (runs.length === 0) return <span className="label">Not run yet</span>;
  const last = runs.slice(0, shown).toReversed();
  const most = Math.max(1, ...last.map((run) => run.tally.received));
  const delivered = runs.reduce((sum, run) => sum + run.tally.delivered, 0);
  const parked = runs.reduce((sum, run) => sum + run.tally.parked, 0);
  return (
    <Link href={`/runs?flow=${flow}`} className="block text-ink" title="All runs of this flow">
      <svg width={shown * 8} height={height} viewBox={`0 0 ${shown * 8} ${height}`} aria-hidden="true">
        {last.map((run, at) => {
          const bar = 8 + Math.round((Math.log1p(run.tally.received) / Math.log1p(most)) * 8);
          const { mark } = runInFull(run);
          return (
            <g
              key={run.id}
              transform={`translate(${at * 8} 0)`}
              style={{ color: `var(--${mark === 'skipped' ? 'skipped' : mark})` }}
            >
              <rect y={height - bar} width="5" height={bar} fill="currentColor" opacity={mark === 'ok' ? 0.55 : 1} />
              {mark === 'ok' || mark === 'running' ? null : (
                <path d="M2.5 1v3.5M2.5 6v.6" stroke="currentColor" strokeWidth="1.5" />
              )}
            </g>
          );
        })}
      </svg>
      <span className="num mt-1 block text-label whitespace-nowrap">
        {count(delivered)} delivered
        {parked > 0 ? <span className="font-medium text-warn">, {count(parked)} parked</span> : null}
        {delivered === 0 && parked === 0 && last[0] ? (
          <span className="text-ink-3"> · {markOf(last[0].status).word}</span>
        ) : null}
      </span>
    </Link>
  );
}
