import type { FlowNode } from '../flow.ts';

/** How often and how long a step tries again after passing trouble. */
export interface RetryPolicy {
  /** Tries in all, the first included. */
  attempts: number;
  /** Seconds before the second try, at most; doubles with every further one. */
  baseSeconds: number;
  /** No wait of our own choosing is longer. */
  capSeconds: number;
  /** After so long, counted from the step's first try, no other is begun. Absent: only the tries are counted. */
  giveUpMinutes?: number;
}

export const defaultRetry: RetryPolicy = { attempts: 8, baseSeconds: 1, capSeconds: 300 };

/** A node's policy: its own words where it has them, the house's elsewhere. */
export const retryOf = (node: Pick<FlowNode, 'retry'>): RetryPolicy => ({ ...defaultRetry, ...node.retry });

/**
 * Seconds to wait before the next try, or null when there is none: exponential backoff with full jitter, never less than
 * the target asked for (Retry-After); a target that asks for more than a day is asked again after a day.
 * @param attempt the try that just failed, from 1
 * @param random a number in [0, 1)
 */
export function waitSeconds(
  policy: RetryPolicy,
  attempt: number,
  random: number,
  askedSeconds?: number,
): number | null {
  if (attempt >= policy.attempts) return null;
  const ceiling = Math.min(policy.capSeconds, policy.baseSeconds * 2 ** (attempt - 1));
  return Math.max(Math.min(askedSeconds ?? 0, longestAsked), ceiling * random);
}

/** Limits per day are over by then, and no number a target could send is too long for the database's clock. */
const longestAsked = 86_400;
