'use client';

import { clock } from '#components/ui/format.ts';
import type { Liveness } from './use-run-news.ts';

/** `Live` for the foot of a page, or since when what is shown stands still. */
export function LiveWords({ live }: { live: Liveness }) {
  if (live.state === 'live') return <span>Live</span>;
  if (live.since === 0)
    return <span>{live.state === 'lost' ? 'Not live: reload to see what is new' : 'Connecting'}</span>;
  return (
    <span role="status" className="num bg-line px-2">
      Connection lost, as of {clock(live.since, true)}; trying again
    </span>
  );
}
