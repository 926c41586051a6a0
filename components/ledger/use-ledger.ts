'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/trpc.tsx';

/** Days that a ledger can look back, today included; days are those of UTC, as history is kept. */
export const spans = { 1: 'Today', 7: '7 days', 30: '30 days' } as const;
export type Days = 1 | 7 | 30;

/** Asked again by itself, and never for more than a twentieth of the time: it is counted from the messages, not read off. */
export function useLedger(flow: string, days: Days) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.ledger.get.queryOptions({ flow, days }),
    refetchInterval: ({ state }) => Math.max(2_000, 20 * (state.data?.tookMs ?? 0)),
  });
}
