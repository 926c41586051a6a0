import type { PollTrouble } from '#drizzle/schema/schedules.ts';
import { waitSeconds } from '#flow/run/retry.ts';
import { HeldBack, Rejected, Retryable, Unauthorized } from '../connectors/contract.ts';

type Trouble = Omit<PollTrouble, 'at'>;

/** Passing trouble is soon tried again; what a person has to mend is looked at now and then, so that mending is enough. */
const passing = { attempts: Number.POSITIVE_INFINITY, baseSeconds: 5, capSeconds: 900 };
const forAPerson = { attempts: Number.POSITIVE_INFINITY, baseSeconds: 60, capSeconds: 900 };
const leastSeconds = 1;

/** When to poll again after an error, and what the screen says of it. Never before the system asks for it (Retry-After). */
export function retryOfPoll(
  error: unknown,
  held: { tries: number },
  random: number,
): { seconds: number; tries: number; trouble: Trouble } {
  const trouble = troubleOf(error);
  // It was not sent, and so no try: a limit that all flows share, which says itself when to come again.
  if (error instanceof HeldBack)
    return { seconds: Math.max(leastSeconds, error.afterSeconds ?? 0), tries: held.tries, trouble };
  const asked = error instanceof Retryable ? error.afterSeconds : undefined;
  const policy = trouble.class === 'passing' ? passing : forAPerson;
  // No more than the cap after so many doublings; a larger number would only overflow.
  const attempt = Math.min(held.tries + 1, 20);
  const seconds = waitSeconds(policy, attempt, random, asked) ?? policy.capSeconds;
  return { seconds: Math.max(leastSeconds, seconds), tries: held.tries + 1, trouble };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Retryable)
    return { class: 'passing', message: error.message, wayOut: 'It is tried again by itself.' };
  if (error instanceof Unauthorized) return { class: 'unauthorized', message: error.message, wayOut: error.wayOut };
  if (error instanceof Rejected) {
    const said = error.vendor ? ` It says: ${error.vendor}` : '';
    return { class: 'rejected', message: `${error.message}${said}`, wayOut: error.wayOut };
  }
  return {
    class: 'bug',
    message: 'The poll failed in a way it should not.',
    wayOut: 'The log of the worker says what; it is tried again by itself.',
  };
}
