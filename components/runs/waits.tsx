'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '#components/trpc.tsx';
import { useNow } from '#components/ui/relative-time.tsx';
import { StatusGlyph } from '#components/ui/status-mark.tsx';
import { waitWords } from './wait-words.ts';

const lookMs = 5000;

function useWaits(of: { flow?: string; run?: string }, enabled: boolean) {
  const trpc = useTRPC();
  const waits = useQuery({
    ...trpc.connections.waits.queryOptions(of),
    enabled,
    refetchInterval: enabled ? lookMs : false,
  }).data;
  const now = useNow();
  return enabled && now > 0 && waits ? { waits, now } : { waits: [], now };
}

/** For what the messages of a run wait, a line each. Nothing when none does. */
export function Waits({ run, open }: { run: string; open: boolean }) {
  const { waits, now } = useWaits({ run }, open);
  if (waits.length === 0) return null;
  return (
    <ul aria-label="What it waits for" className="border-b border-line bg-surface px-5 py-2">
      {waits.map((wait) => (
        <li key={`${wait.node} ${wait.words}`} className="num flex items-center gap-2 text-ink-2">
          <StatusGlyph mark="queued" />
          <span className="min-w-0 truncate" title={wait.words}>
            {waitWords(wait, now)}
          </span>
          {wait.connection ? (
            <Link href={`/connections/${wait.connection}`} className="shrink-0">
              Connection
            </Link>
          ) : wait.person ? (
            <Link href={`/flows/${wait.flow}`} className="shrink-0">
              Flow
            </Link>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** The same of a flow on one line: the first of them, and how many more. */
export function WaitLine({ flow }: { flow: string }) {
  const { waits, now } = useWaits({ flow }, true);
  const [first, ...more] = waits;
  if (!first) return null;
  return (
    <span role="status" className="num flex min-w-0 items-center gap-2">
      <StatusGlyph mark="queued" size={14} />
      <span className="min-w-0 truncate" title={waits.map((wait) => waitWords(wait, now)).join('\n')}>
        {waitWords(first, now)}
        {more.length > 0 ? `, and ${more.length} more` : ''}
      </span>
    </span>
  );
}
