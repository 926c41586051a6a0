'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTRPC } from '#components/trpc.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { Problem } from '#flow/problem.ts';

/** Publishing: saves first, then makes the draft an immutable version. `refused` are the errors that stand in the way. */
export function usePublish(
  id: string,
  flush: () => Promise<number | null>,
): { publish: () => Promise<boolean>; publishing: boolean; refused: Problem[]; forget: () => void } {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [refused, setRefused] = useState<Problem[]>([]);
  const { mutateAsync, isPending } = useMutation(trpc.flows.publish.mutationOptions());

  const publish = useCallback(async (): Promise<boolean> => {
    const revision = await flush();
    if (revision === null) {
      toast('Not published: the last changes could not be saved.', { mark: 'failed', id: 'publish' });
      return false;
    }
    try {
      const answer = await mutateAsync({ id, revision });
      if (!answer.ok) {
        setRefused(answer.problems);
        return false;
      }
      // Read again first: who reads that it is published may press Run at once.
      await Promise.all([
        queries.invalidateQueries(trpc.flows.get.queryFilter({ id })),
        queries.invalidateQueries(trpc.flows.list.queryFilter()),
      ]);
      toast(`Published as v${answer.version}.`, { mark: 'ok', id: 'publish', stays: 5_000 });
      for (const notice of answer.notices) toast(notice, { mark: 'warn', stays: 15_000 });
      return true;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      toast(`Not published. ${words}`, { mark: 'failed', id: 'publish', stays: 12_000 });
      return false;
    }
  }, [flush, id, mutateAsync, queries, trpc]);

  return { publish, publishing: isPending, refused, forget: useCallback(() => setRefused([]), []) };
}
