import type { ConnectionRow } from '#components/trpc.tsx';
import type { Mark } from '#components/ui/status-mark.tsx';
import type { LimitKind } from '#flow/limits.ts';

/** The status of a connection as a glyph and words. */
export const connectionStatus: Record<ConnectionRow['status'], { mark: Mark; words: string }> = {
  untested: { mark: 'queued', words: 'Not tested yet' },
  works: { mark: 'ok', words: 'Works' },
  fails: { mark: 'failed', words: 'Fails' },
  unreadable: { mark: 'failed', words: 'Secrets unreadable' },
};

/** What a connection does now: kept from being called, or as its last test said. */
export function connectionState({ held, status }: Pick<ConnectionRow, 'held' | 'status'>): {
  mark: Mark;
  words: string;
} {
  if (held?.why === 'breaker') return { mark: 'failed', words: 'Breaker open' };
  if (held?.why === 'pause') return { mark: 'queued', words: 'Paused by its system' };
  return connectionStatus[status];
}

/** Limits by what they count, where the number stands beside. */
export const limitKindWords: Record<LimitKind, string> = {
  second: 'a second',
  minute: 'a minute',
  day: 'a day (UTC)',
  concurrent: 'at once',
};

/** Why a connection cannot be removed, or null when nothing uses it. */
export function whyNotRemoved(usedBy: { name: string }[]): string | null {
  if (usedBy.length === 0) return null;
  const names = usedBy.map((flow) => `“${flow.name}”`).join(', ');
  return `Used by ${names}. Choose another connection there first, then it can be removed.`;
}
