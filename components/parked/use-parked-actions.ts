'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc.tsx';
import { counted } from '#components/ui/format.ts';
import { toast } from '#components/ui/toast.tsx';

/** What a person can do with parked messages, by the ids of their parked rows. Both say in the corner what came of it. */
export function useParkedActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => {
    void queries.invalidateQueries(trpc.parked.pathFilter());
    void queries.invalidateQueries(trpc.runs.pathFilter());
  };
  const trouble = (error: { message: string }) => toast(error.message, { mark: 'failed' });

  const retry = useMutation(
    trpc.parked.retry.mutationOptions({
      onSuccess: ({ retried }) => {
        toast(`${counted(retried, 'message')} on the way again`, { mark: 'running' });
        refresh();
      },
      onError: trouble,
    }),
  );
  const discard = useMutation(
    trpc.parked.discard.mutationOptions({
      onSuccess: ({ discarded }) => {
        toast(`${counted(discarded, 'message')} set aside, counted as discarded`, { mark: 'ok' });
        refresh();
      },
      onError: trouble,
    }),
  );
  return {
    busy: retry.isPending || discard.isPending,
    retry: (ids: string[]) => retry.mutate({ ids }),
    discard: (ids: string[], reason: string, done: () => void) => discard.mutate({ ids, reason }, { onSuccess: done }),
  };
}
