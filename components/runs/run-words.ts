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
