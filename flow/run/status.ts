/** Every status there is, in one place. */

/** `waiting`: a retry is due later. `failed`: a bug or an unreadable version; its messages are parked, not lost. */
export const runStatuses = ['queued', 'running', 'waiting', 'done', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** `skipped`: nothing can reach the step any more. `waiting`: some of its messages are due later. */
export const stepStatuses = ['pending', 'running', 'waiting', 'done', 'parked', 'failed', 'skipped'] as const;
export type StepStatus = (typeof stepStatuses)[number];

/** A received message's one state, and how they rank: the first that any descendant is in. */
export const messageStates = ['in-flight', 'parked', 'cancelled', 'discarded', 'delivered', 'filtered'] as const;
export type MessageState = (typeof messageStates)[number];

/** The state of a received message from the states of all that descends from it. Nothing left of it: filtered. */
export function worstState(legs: Iterable<MessageState>): MessageState {
  const seen = new Set(legs);
  return messageStates.find((state) => seen.has(state)) ?? 'filtered';
}

/** The equation at the head of every run: received = the sum of all states. */
export type Tally = Record<MessageState, number> & { received: number };

export const emptyTally = (): Tally => ({
  received: 0,
  'in-flight': 0,
  parked: 0,
  cancelled: 0,
  discarded: 0,
  delivered: 0,
  filtered: 0,
});

/** Received minus all states; anything but 0 is a lost or doubled message. */
export function gap(tally: Tally): number {
  return messageStates.reduce((rest, state) => rest - tally[state], tally.received);
}
