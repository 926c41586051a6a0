import { count } from '#components/ui/format.ts';
import type { Mark } from '#components/ui/status-mark.tsx';
import { markOf } from '#components/ui/status-mark.tsx';
import { gap, type MessageState, type RunStatus, type Tally } from '#flow/run/status.ts';

export interface Marked {
  mark: Mark;
  words: string;
}

/** A run's status in a list: `Done`, `Running`, and `3 parked` where a person is needed more than the word done. */
export function runInBrief(run: { status: RunStatus; tally: Tally }): Marked {
  const { mark, word } = markOf(run.status);
  const { parked } = run.tally;
  return run.status === 'done' && parked > 0
    ? { mark: 'warn', words: `${count(parked)} parked` }
    : { mark, words: word };
}

/** Whether anything of a run can still be cancelled. */
export const isOpen = (run: { status: RunStatus }): boolean => ['queued', 'running', 'waiting'].includes(run.status);

/** A message's one state, and to how many of its targets it came: `Parked, delivered to 1 of 2`. */
export function messageInBrief(message: {
  state: MessageState | null;
  reached: { delivered: number; ends: number } | null;
}): Marked {
  if (message.state === null) return { mark: 'failed', words: 'Not accounted for' };
  const { mark, word } = markOf(message.state);
  const { reached } = message;
  return reached && reached.delivered < reached.ends && message.state !== 'delivered'
    ? { mark, words: `${word}, delivered to ${count(reached.delivered)} of ${count(reached.ends)}` }
    : { mark, words: word };
}

/** The same where there is room: `Done, 12 parked`. */
export function runInFull(run: { status: RunStatus; tally: Tally }): Marked {
  const { mark, word } = markOf(run.status);
  const { parked } = run.tally;
  if (parked === 0) return { mark, words: word };
  return { mark: run.status === 'done' ? 'warn' : mark, words: `${word}, ${count(parked)} parked` };
}

export interface Proof {
  /** What received is the sum of; delivered, filtered, parked and in flight always, others when there are any. */
  terms: { state: MessageState; label: string; amount: number }[];
  verdict: Marked;
}

const always: MessageState[] = ['delivered', 'filtered', 'parked', 'in-flight'];
const sometimes: MessageState[] = ['discarded', 'cancelled'];

/** The equation at the head of a run, and whether it holds. `missing` is what the server counted, if it did. */
export function proofOf(tally: Tally, missing = gap(tally)): Proof {
  const shown = [...always, ...sometimes.filter((state) => tally[state] !== 0)];
  return {
    terms: shown.map((state) => ({ state, label: state.replace('-', ' '), amount: tally[state] })),
    verdict: verdictOn(missing),
  };
}

function verdictOn(missing: number): Marked {
  if (missing === 0) return { mark: 'ok', words: 'Nothing lost' };
  const words = missing > 0 ? `${count(missing)} not accounted for` : `${count(-missing)} counted twice`;
  return { mark: 'failed', words };
}
