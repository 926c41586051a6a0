import type { Effect } from '#flow/catalog.ts';
import type { Trouble } from '#flow/run/message.ts';
import { type RetryPolicy, waitSeconds } from '#flow/run/retry.ts';
import { HeldBack, Rejected, Retryable, Unauthorized } from '../connectors/contract.ts';

/**
 * What becomes of a message after its effect went wrong. The class of the error decides, see DESIGN: "Trouble has a class".
 * `tried`: what went wrong was a try; otherwise it was not sent yet.
 */
export type Verdict =
  | { do: 'park'; trouble: Trouble }
  | { do: 'wait'; seconds: number; tried: boolean; trouble: Trouble };

/** How far a step has come with a message: which try this is, from 1, and seconds since the first. */
export interface Tries {
  attempt: number;
  triedFor?: number;
}

/** @param random in [0, 1) */
export function judge(
  error: unknown,
  step: { name: string; effect: Effect },
  tries: Tries,
  random: number,
  policy: RetryPolicy,
): Verdict {
  if (error instanceof HeldBack) return judgeHeldBack(error, step, tries, policy);
  if (error instanceof Rejected) {
    const { message, wayOut, field, vendor, status } = error;
    return park({ class: error.class, message, wayOut, field, vendor, status });
  }
  if (error instanceof Unauthorized)
    return park({ class: 'unauthorized', message: error.message, wayOut: error.wayOut });
  if (error instanceof Retryable) return judgeRetryable(error, step, tries, random, policy);
  return park({
    class: 'bug',
    message: `“${step.name}” failed in a way it should not: ${error instanceof Error ? error.message : String(error)}`,
    wayOut: 'Retry the message. If it fails again, report it with the words above.',
  });
}

function judgeRetryable(
  error: Retryable,
  step: { name: string; effect: Effect },
  { attempt, triedFor }: Tries,
  random: number,
  policy: RetryPolicy,
): Verdict {
  if (error.maybeSent && step.effect === 'unsafe') {
    return park({ ...outcomeUnknown(step.name, error.message), status: error.status });
  }
  const trouble: Trouble = {
    class: 'retry-exhausted',
    message: error.message,
    wayOut: `“${step.name}” tries again by itself.`,
    status: error.status,
  };
  const seconds = waitSeconds(policy, attempt, random, error.afterSeconds);
  if (seconds !== null && !isOver(policy, seconds, triedFor)) return { do: 'wait', seconds, tried: true, trouble };
  const spent = attempt === 1 ? 'one try' : `${attempt} tries`;
  const within =
    seconds === null ? '' : `: the next would be later than the ${policy.giveUpMinutes} minutes it is given`;
  return park({
    ...trouble,
    message: `“${step.name}” gave up after ${spent}${within}. Last: ${error.message}`,
    wayOut: 'See that the target answers again, then retry.',
  });
}

/** It waits for its turn, however long that is; only one that was tried before has a time when it is given up. */
function judgeHeldBack(
  error: HeldBack,
  step: { name: string; effect: Effect },
  { triedFor }: Tries,
  policy: RetryPolicy,
): Verdict {
  if (error.maybeSent && step.effect === 'unsafe') return park(outcomeUnknown(step.name, error.message));
  const seconds = error.afterSeconds ?? 1;
  const { message, connection } = error;
  if (triedFor === undefined || !isOver(policy, seconds, triedFor)) {
    const wayOut = 'It goes on by itself. Limits and breaker are on the page of the connection.';
    return { do: 'wait', seconds, tried: false, trouble: { class: 'limit', message, wayOut, connection } };
  }
  return park({
    class: 'retry-exhausted',
    message: `“${step.name}” gave up: its turn would come later than the ${policy.giveUpMinutes} minutes it is given. ${message}`,
    wayOut: 'Retry it when the connection has room again, or give the step more time.',
  });
}

/** Whether another try after so many seconds would begin too late. */
function isOver({ giveUpMinutes }: RetryPolicy, seconds: number, triedFor = 0): boolean {
  return giveUpMinutes !== undefined && triedFor + seconds > giveUpMinutes * 60;
}

/** For a message that may have arrived or not: both ways on, in words. */
export function outcomeUnknown(step: string, reason: string): Trouble {
  return {
    class: 'outcome-unknown',
    message: `“${step}” sent this and does not know how it ended: ${reason} It may have arrived or not.`,
    wayOut: 'Look in the target system. If it is there, set the message aside; if not, retry it.',
  };
}

const park = (trouble: Trouble): Verdict => ({ do: 'park', trouble });
