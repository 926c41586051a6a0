'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { type RunRow, useTRPC } from '#components/trpc.tsx';

/** What came of pressing Run, from the click to the last step. */
export type Rehearsal =
  | { kind: 'idle' }
  | { kind: 'starting' }
  /** The sandbox did something; `run` follows once its message has come in. */
  | { kind: 'started'; words: string; run: RunRow | null }
  | { kind: 'refused'; words: string };

/**
 * Places one real event in a sandbox system and follows the run that comes of it. The caller listens for news about runs, which
 * asks for the list again.
 */
export function useRunFlow(flow: string): { rehearsal: Rehearsal; start: () => void } {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [answer, setAnswer] = useState<Rehearsal>({ kind: 'idle' });
  const before = useRef(new Set<string>());
  const { mutate } = useMutation(trpc.flows.rehearse.mutationOptions());
  const listing = trpc.runs.list.queryOptions({ flow });
  const started = answer.kind === 'started';
  const { data } = useQuery({ ...listing, enabled: started });

  const start = useCallback(() => {
    setAnswer({ kind: 'starting' });
    void queries.fetchQuery({ ...trpc.runs.list.queryOptions({ flow }), staleTime: 0 }).then(
      ({ runs }) => {
        before.current = new Set(runs.map((run) => run.id));
        mutate(
          { id: flow },
          {
            onSuccess: ({ words }) => {
              setAnswer({ kind: 'started', words, run: null });
              void queries.invalidateQueries(trpc.runs.list.pathFilter());
            },
            onError: (error) => setAnswer({ kind: 'refused', words: error.message }),
          },
        );
      },
      (error: Error) => setAnswer({ kind: 'refused', words: error.message }),
    );
  }, [flow, mutate, queries, trpc]);

  const run = started ? (data?.runs.findLast((candidate) => !before.current.has(candidate.id)) ?? null) : null;
  return { rehearsal: answer.kind === 'started' ? { ...answer, run } : answer, start };
}

/** Whether nothing more will happen by itself. */
export const isOver = (run: RunRow): boolean => ['done', 'failed', 'cancelled'].includes(run.status);
