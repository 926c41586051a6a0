'use client';

import Link from 'next/link';
import type { FlowRow } from '#components/trpc.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';

/** Three things to do first; they tick themselves from what happened, and the list goes once all are done. */
export function FirstSteps({ rows, onNewFlow }: { rows: FlowRow[]; onNewFlow: () => void }) {
  const ran = rows.find((row) => row.lastRuns.length > 0);
  const parked = rows.reduce((sum, row) => sum + row.lastRuns.reduce((inner, run) => inner + run.tally.parked, 0), 0);
  const sample = rows.find((row) => row.rehearsable);
  const own = rows.length > 1;
  if (ran && own && parked === 0) return null;
  return (
    <section aria-labelledby="first-steps">
      <h2 id="first-steps">First steps</h2>
      <ul className="mt-2 border-t border-line">
        <Step done={ran !== undefined} words={sample && !ran ? `Run “${sample.name}”` : 'Run the sample'}>
          {ran ? <Link href="/runs">See its runs</Link> : null}
        </Step>
        {parked > 0 ? (
          <Step
            done={false}
            words={parked === 1 ? 'Repair the parked message' : `Repair the ${parked} parked messages`}
          >
            <Link href="/parked">Start</Link>
          </Step>
        ) : null}
        <Step done={own} words="Draw a flow of your own">
          {own ? null : (
            <button type="button" className="text-focus hover:underline" onClick={onNewFlow}>
              Start
            </button>
          )}
        </Step>
      </ul>
    </section>
  );
}

function Step({ done, words, children }: { done: boolean; words: string; children?: React.ReactNode }) {
  return (
    <li className="flex h-9 items-center gap-3 border-b border-line">
      {done ? (
        <StatusGlyph mark="ok" />
      ) : (
        <span aria-hidden="true" className="size-4 rounded-input border-[1.5px] border-line-strong" />
      )}
      <span className={done ? 'flex-1 text-ink-2' : 'flex-1 font-medium'}>
        {words}
        {done ? <span className="sr-only">, done</span> : null}
      </span>
      {children}
    </li>
  );
}
