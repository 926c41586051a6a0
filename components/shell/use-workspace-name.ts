'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc.tsx';

/** The workspace's name, a blank of the same height until it is known. It hardly ever changes, so it is asked for once. */
export function useWorkspaceName(): string {
  const trpc = useTRPC();
  return useQuery(trpc.workspace.get.queryOptions(undefined, { staleTime: Infinity })).data?.name ?? '\u00a0';
}
