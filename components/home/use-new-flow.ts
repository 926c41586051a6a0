'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '#components/trpc.tsx';
import { toast } from '#components/ui/toast.tsx';

/** Makes an empty flow and opens it. */
export function useNewFlow(): { create: () => void; creating: boolean } {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const { mutate, isPending } = useMutation(
    trpc.flows.create.mutationOptions({
      onSuccess: ({ id }) => {
        void queries.invalidateQueries(trpc.flows.list.queryFilter());
        router.push(`/flows/${id}`);
      },
      onError: (error) => toast(`The flow was not made. ${error.message}`, { mark: 'failed' }),
    }),
  );
  return { create: () => mutate({ name: 'New flow' }), creating: isPending };
}
