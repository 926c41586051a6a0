import type { ConnectionRow } from '#components/trpc.tsx';
import type { Mark } from '#components/ui/status-mark.tsx';

/** The status of a connection as a glyph and words. */
export const connectionStatus: Record<ConnectionRow['status'], { mark: Mark; words: string }> = {
  untested: { mark: 'queued', words: 'Not tested yet' },
  works: { mark: 'ok', words: 'Works' },
  fails: { mark: 'failed', words: 'Fails' },
  unreadable: { mark: 'failed', words: 'Secrets unreadable' },
};

/** Why a connection cannot be removed, or null when nothing uses it. */
export function whyNotRemoved(usedBy: { name: string }[]): string | null {
  if (usedBy.length === 0) return null;
  const names = usedBy.map((flow) => `“${flow.name}”`).join(', ');
  return `Used by ${names}. Choose another connection there first, then it can be removed.`;
}
