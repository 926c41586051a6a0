'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc.tsx';
import { counted } from '#components/ui/format.ts';
import { toast } from '#components/ui/toast.tsx';

/** What a person can do with a run, or with one message of it. Each says in the corner what came of it. */
export function useRunActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => {
    void queries.invalidateQueries(trpc.runs.pathFilter());
    void queries.invalidateQueries(trpc.parked.pathFilter());
    void queries.invalidateQueries(trpc.ledger.pathFilter());
  };
  const onError = (error: { message: string }) => {
    toast(error.message, { mark: 'failed' });
    refresh();
  };
  const onCancelled = ({ cancelled, parked }: { cancelled: number; parked: number }) => {
    if (cancelled + parked === 0) toast('It was over already; nothing is cancelled', { mark: 'skipped' });
    else toast(words(cancelled, parked), { mark: parked > 0 ? 'warn' : 'ok' });
    refresh();
  };
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onSuccess: onCancelled, onError }));
  const cancelMessage = useMutation(trpc.runs.cancelMessage.mutationOptions({ onSuccess: onCancelled, onError }));
  const again = useMutation(
    trpc.runs.again.mutationOptions({
      onSuccess: ({ again: n }) => {
        toast(
          n === 0 ? 'Nothing here is at rest, so nothing runs again' : `${counted(n, 'message')} on the way again`,
          {
            mark: n === 0 ? 'skipped' : 'running',
          },
        );
        refresh();
      },
      onError,
    }),
  );
  return {
    busy: cancel.isPending || cancelMessage.isPending || again.isPending,
    cancel: (run: string, message?: string) =>
      message === undefined ? cancel.mutate({ runs: [run] }) : cancelMessage.mutate({ run, message }),
    again: (run: string, message?: string) => again.mutate({ run, message }),
  };
}

function words(cancelled: number, parked: number): string {
  if (parked === 0) return `${counted(cancelled, 'message')} cancelled`;
  const unknown = `${counted(parked, 'message')} parked, for it may have been sent`;
  return cancelled === 0 ? unknown : `${counted(cancelled, 'message')} cancelled, ${unknown}`;
}
