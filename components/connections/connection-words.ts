import type { ConnectionRow } from '#components/trpc.tsx';
import type { Mark } from '#components/ui/status-mark.tsx';
import type { Limit } from '#flow/catalog.ts';

/** The status of a connection as a glyph and words. */
export const connectionStatus: Record<ConnectionRow['status'], { mark: Mark; words: string }> = {
  untested: { mark: 'queued', words: 'Not tested yet' },
  works: { mark: 'ok', words: 'Works' },
  fails: { mark: 'failed', words: 'Fails' },
  unreadable: { mark: 'failed', words: 'Secrets unreadable' },
};

/** `60 calls a minute`, `5 calls at once`. */
export function limitWords({ per, calls }: Limit): string {
  const amount = `${calls.toLocaleString('en-US')} ${calls === 1 ? 'call' : 'calls'}`;
  return per === 'concurrent' ? `${amount} at once` : `${amount} a ${per}`;
}

/** Why a connection cannot be removed, or null when nothing uses it. */
export function whyNotRemoved(usedBy: { name: string }[]): string | null {
  if (usedBy.length === 0) return null;
  const names = usedBy.map((flow) => `“${flow.name}”`).join(', ');
  return `Used by ${names}. Choose another connection there first, then it can be removed.`;
}
