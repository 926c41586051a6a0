import type { FakeDeps } from '../../fake.ts';

/** Per organisation, but for the app's own limit per minute. Source: developer.xero.com/faq/limits. */
export const xeroLimits = { concurrent: 5, perMinute: 60, perDay: 5000, appPerMinute: 10_000 };

export type LimitProblem = 'concurrent' | 'minute' | 'day';

/** What a refused call is told. */
export interface OverLimit {
  problem: LimitProblem;
  retryAfterSeconds: number;
}

export interface Limits {
  /** Counts the call in, or says why not; a refused call costs nothing. */
  admit(): Promise<OverLimit | undefined>;
  /** Runs the work as one of the calls in flight; `refused` gets the sixth at once. */
  inFlight<T>(work: () => Promise<T>, refused: (over: OverLimit) => Promise<T>): Promise<T>;
  /** What every answer carries. */
  headers(): Promise<Record<string, string>>;
  state(): Promise<{ minute: number; day: number; concurrent: number }>;
}

const minute = 60_000;
const day = 86_400_000;

/** A rolling minute, a day that begins with its first call, and the calls in flight. Not safe to admit in parallel. */
export function tenantLimits(deps: FakeDeps): Limits {
  let running = 0;

  const counted = async (): Promise<{ calls: number[]; dayStart: number; dayCount: number }> => {
    const kept = await deps.store.get('control', 'limits');
    const { calls, dayStart, dayCount } = kept ? JSON.parse(kept) : { calls: [], dayStart: deps.now(), dayCount: 0 };
    const now = deps.now();
    const recent = (calls as number[]).filter((at) => at > now - minute);
    return now >= dayStart + day
      ? { calls: recent, dayStart: now, dayCount: 0 }
      : { calls: recent, dayStart, dayCount };
  };

  return {
    async admit() {
      const { calls, dayStart, dayCount } = await counted();
      const now = deps.now();
      const seconds = (until: number) => Math.max(1, Math.ceil((until - now) / 1000));
      if (dayCount >= xeroLimits.perDay) return { problem: 'day', retryAfterSeconds: seconds(dayStart + day) };
      const oldest = calls[0];
      if (oldest !== undefined && calls.length >= xeroLimits.perMinute)
        return { problem: 'minute', retryAfterSeconds: seconds(oldest + minute) };
      const next = { calls: [...calls, now], dayStart, dayCount: dayCount + 1 };
      await deps.store.put('control', 'limits', JSON.stringify(next));
      return undefined;
    },
    async inFlight(work, refused) {
      if (running >= xeroLimits.concurrent) return refused({ problem: 'concurrent', retryAfterSeconds: 1 });
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
      }
    },
    async headers() {
      const { calls, dayCount } = await counted();
      return {
        'X-DayLimit-Remaining': String(xeroLimits.perDay - dayCount),
        'X-MinLimit-Remaining': String(xeroLimits.perMinute - calls.length),
        'X-AppMinLimit-Remaining': String(xeroLimits.appPerMinute - calls.length),
      };
    },
    async state() {
      const { calls, dayCount } = await counted();
      return { minute: calls.length, day: dayCount, concurrent: running };
    },
  };
}
