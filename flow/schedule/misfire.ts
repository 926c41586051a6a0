import type { Cadence } from './cadence.ts';
import { firingsWithin, nextFiring } from './firings.ts';

/** What becomes of firings that nobody could do in time, because nothing ran or the schedule was paused. */
export interface Misfire {
  /** `skip`: nothing. `once`: one firing stands for all of them. `all`: each, the newest `most` of them. */
  policy: 'skip' | 'once' | 'all';
  most: number;
}

/** A firing so late is still in time. */
export const punctualMs = 60_000;

/**
 * Settles a schedule that is due.
 * @param due the instant it stands at, itself a firing
 * @returns the due instants to fire now, oldest first, and the one it stands at next
 */
export function settle(
  cadence: Cadence,
  { policy, most }: Misfire,
  due: number,
  now: number,
): { fire: number[]; next: number | null } {
  const next = nextFiring(cadence, now);
  const lateUntil = now - punctualMs;
  if (due > lateUntil) return { fire: [due, ...firingsWithin(cadence, due, now)], next };
  const inTime = firingsWithin(cadence, lateUntil, now);
  switch (policy) {
    case 'skip':
      return { fire: inTime, next };
    case 'once':
      return { fire: inTime.length > 0 ? inTime : newest(cadence, due, lateUntil, 1), next };
    case 'all':
      return { fire: [...newest(cadence, due, lateUntil, most), ...inTime], next };
  }
}

/** The last few firings from `due` on. Looked for from the end, so that a year of them costs no more than a minute. */
function newest(cadence: Cadence, due: number, until: number, most: number): number[] {
  for (let span = 60_000; ; span *= 2) {
    const from = Math.max(due, until - span);
    const found = from === due ? [due, ...firingsWithin(cadence, due, until)] : firingsWithin(cadence, from, until);
    if (found.length >= most || from === due) return found.slice(-most);
  }
}
