'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type RunNews, useTRPC } from '#components/trpc.tsx';

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
  const waiting = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const ask = useCallback(() => {
    const runs = [...waiting.current];
    waiting.current.clear();
    timer.current = null;
    setSince(Date.now());
    void queries.invalidateQueries(trpc.runs.list.pathFilter());
    void queries.invalidateQueries(trpc.parked.list.pathFilter());
    for (const run of runs) {
      void queries.invalidateQueries(trpc.runs.get.queryFilter({ id: run }));
      void queries.invalidateQueries(trpc.runs.message.queryFilter({ run }));
    }
  }, [queries, trpc]);

  const soon = useCallback(() => {
    timer.current ??= setTimeout(ask, coalesceMs);
  }, [ask]);

  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  const { status } = useSubscription(
    trpc.runs.watch.subscriptionOptions(flow ? { flow } : {}, {
      onStarted: () => {
        setSince(Date.now());
        void queries.invalidateQueries(trpc.runs.pathFilter());
      },
      onData: (news: RunNews) => {
        waiting.current.add(news.run);
        soon();
      },
    }),
  );
  return { state: status === 'pending' ? 'live' : status === 'error' ? 'lost' : 'connecting', since };
}
