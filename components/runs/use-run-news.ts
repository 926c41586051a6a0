'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef, useState } from 'react';
import { type RunNews, useTRPC } from '#components/trpc.tsx';
import { type Coalescer, coalesce } from './coalesce.ts';

/** Whether news arrives: `lost` means what is shown may be old. `since` is when the last news or connection was, ms since 1970. */
export interface Liveness {
  state: 'live' | 'connecting' | 'lost';
  since: number;
}

/** At most five times a second, whatever the load: more nobody can read. */
const coalesceMs = 200;

/**
 * Listens for news about runs, of one flow or of all, and asks again for what it concerns: lists, the runs named, what is
 * parked. What happened while the connection was down is asked for when it is back.
 */
export function useRunNews(flow?: string): Liveness {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [since, setSince] = useState(0);
  const news = useRef<Coalescer | null>(null);

  useEffect(() => {
    const coalescer = coalesce((runs) => {
      setSince(Date.now());
      return Promise.all([
        queries.invalidateQueries(trpc.runs.list.pathFilter()),
        queries.invalidateQueries(trpc.parked.pathFilter()),
        ...runs.flatMap((run) => [
          queries.invalidateQueries(trpc.runs.get.queryFilter({ id: run })),
          queries.invalidateQueries(trpc.runs.message.queryFilter({ run })),
        ]),
      ]);
    }, coalesceMs);
    news.current = coalescer;
    return () => coalescer.stop();
  }, [queries, trpc]);

  const { status } = useSubscription(
    trpc.runs.watch.subscriptionOptions(flow ? { flow } : {}, {
      onStarted: () => {
        setSince(Date.now());
        void queries.invalidateQueries(trpc.runs.pathFilter());
      },
      onData: ({ run }: RunNews) => news.current?.add(run),
    }),
  );
  return { state: status === 'pending' ? 'live' : status === 'error' ? 'lost' : 'connecting', since };
}
