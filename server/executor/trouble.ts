import type { Effect } from '#flow/catalog.ts';
import type { Trouble } from '#flow/run/message.ts';
import { type RetryPolicy, waitSeconds } from '#flow/run/retry.ts';
import { Rejected, Retryable, Unauthorized } from '../connectors/contract.ts';

/** What becomes of a message after its effect went wrong. The class of the error decides, see DESIGN: "Trouble has a class". */
export type Verdict = { do: 'park'; trouble: Trouble } | { do: 'wait'; seconds: number; trouble: Trouble };

export function judge(
  error: unknown,
  step: { name: string; effect: Effect },
  attempt: number,
  random: number,
  policy: RetryPolicy,
): Verdict {
  if (error instanceof Rejected) {
    const { message, wayOut, field, vendor, status } = error;
    return park({ class: error.class, message, wayOut, field, vendor, status });
  }
  if (error instanceof Unauthorized)
    return park({ class: 'unauthorized', message: error.message, wayOut: error.wayOut });
  if (error instanceof Retryable) return judgeRetryable(error, step, attempt, random, policy);
  return park({
    class: 'bug',
    message: `“${step.name}” failed in a way it should not: ${error instanceof Error ? error.message : String(error)}`,
    wayOut: 'Retry the message. If it fails again, report it with the words above.',
  });
}

function judgeRetryable(
  error: Retryable,
  step: { name: string; effect: Effect },
  attempt: number,
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
  if (seconds !== null) return { do: 'wait', seconds, trouble };
  return park({
    ...trouble,
    message: `“${step.name}” gave up after ${attempt} tries. Last: ${error.message}`,
    wayOut: 'See that the target answers again, then retry.',
  });
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
