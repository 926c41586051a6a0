import { addressOfFilters } from '#components/runs/search.ts';
import type { MessageState, Tally } from '#flow/run/status.ts';
import { messageStates } from '#flow/run/status.ts';

/** The equation, as it is read: received is the sum of these. */
export const terms: { state: MessageState; label: string }[] = [
  { state: 'delivered', label: 'Delivered' },
  { state: 'filtered', label: 'Filtered' },
  { state: 'parked', label: 'Parked' },
  { state: 'cancelled', label: 'Cancelled' },
  { state: 'discarded', label: 'Discarded' },
  { state: 'in-flight', label: 'In flight' },
];

/** Where the messages behind a number are listed: what is parked among the parked, all else among the runs. */
export function listOf(
  state: MessageState | 'received',
  of: { flow: string; trigger?: string; first: string },
): string {
  if (state === 'parked') return `/parked?flow=${of.flow}`;
  return `/runs${addressOfFilters({ ...of, holds: state === 'received' ? undefined : state })}`;
}

/** `3 of 12 received are not accounted for`, or that nothing is lost. */
export function verdictOf(gap: number, tally: Tally): { mark: 'ok' | 'failed'; words: string } {
  if (gap === 0) return { mark: 'ok', words: 'Gap 0' };
  const placed = messageStates.reduce((sum, state) => sum + tally[state], 0);
  return { mark: 'failed', words: `Gap ${gap}: ${tally.received} received, ${placed} found` };
}
