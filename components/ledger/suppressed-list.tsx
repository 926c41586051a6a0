'use client';

import Link from 'next/link';
import type { FlowLedger } from '#components/trpc.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

/** The last few deliveries that were suppressed, with the run of the first one. */
export function SuppressedList({ ledger }: { ledger: FlowLedger }) {
  const { suppressed } = ledger;
  if (suppressed.length === 0) return null;
  return (
    <details className="border-t border-line px-4 py-2">
      <summary className="cursor-default text-ink-2">
        Last suppressed duplicates <span className="label num">{suppressed.length}</span>
      </summary>
      <ul aria-label="Suppressed duplicates" className="mt-1">
        {suppressed.map((one) => (
          <li key={`${one.at} ${one.message}`} className="flex h-7 items-center gap-6">
            <span className="num w-28 text-ink-2">
              <RelativeTime at={one.at} />
            </span>
            <span className="data min-w-0 max-w-100 truncate" title={one.sourceId ?? undefined}>
              {one.sourceId ?? 'without an id'}
            </span>
            {one.run ? (
              <Link href={`/runs/${one.run}?message=${one.message}`}>Run of the first</Link>
            ) : (
              <span className="text-ink-3">The first is no longer in history</span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What nothing speaks of any more, each with the run it came in. */
export function LostMessages({ lost }: { lost: FlowLedger['lost'] }) {
  if (lost.length === 0) return null;
  return (
    <p className="px-4 py-2 text-failed">
      Nothing says where these are:{' '}
      {lost.map((one, at) => (
        <span key={one.message} className="data">
          {at > 0 ? ', ' : ''}
          <Link href={`/runs/${one.run}?message=${one.message}`}>{one.message.slice(0, 13)}</Link>
        </span>
      ))}
    </p>
  );
}
