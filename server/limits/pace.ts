import type { Allowed } from '#flow/limits.ts';

/** What follows from the limits of a connection alone. Times in milliseconds. */

const windows = { second: 1000, minute: 60_000, day: 86_400_000 };

/** How long a call that was given out may be made; take_calls counts every window so much longer. */
export function graceMs(limits: Allowed[]): number {
  return limits.some(({ per }) => per === 'second') ? 100 : 1000;
}

/** Calls to take besides those that are needed now: a tenth of a second's worth, so that one question buys several. */
export function slice(limits: Allowed[]): number {
  const perSecond = limits.flatMap(({ per, calls }) => (per === 'concurrent' ? [] : [(calls * 1000) / windows[per]]));
  return perSecond.length === 0 ? 0 : Math.floor(Math.min(...perSecond) / 10);
}

/**
 * How far apart those who wait should come back: as calls become free under the limits that slide. A day's limit does not
 * space them, for after midnight the whole day is there.
 * @param callMs what a call takes, for a limit of calls at once
 */
export function spacing(limits: Allowed[], callMs: number): number {
  const steps = limits.map(({ per, calls }) =>
    per === 'concurrent' ? callMs / calls : per === 'day' ? 0 : windows[per] / calls,
  );
  return Math.max(20, ...steps);
}

/** More calls than this are not asked for in one go: what no limit counts, or no limit would ever give. */
export function mostAtOnce(limits: Allowed[]): number {
  const rates = limits.filter(({ per }) => per !== 'concurrent');
  return rates.length === 0 ? 1 : Math.max(1, Math.min(10, ...rates.map(({ calls }) => calls)));
}

/** Whether a message that has made so many calls needs more than one window gives. */
export function outgrows(limits: Allowed[], calls: number): boolean {
  return limits.some(({ per, calls: most }) => per !== 'concurrent' && calls >= most);
}
