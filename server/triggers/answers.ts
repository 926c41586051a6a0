import type { MessageState } from '#flow/run/status.ts';
import type { Sql } from '../db.ts';
import { addDays, today } from '../store/days.ts';
import { type Result, readResults } from '../store/results.ts';

/**
 * Callers that wait for what becomes of their message. One look answers for all of them at once: as soon as the database
 * tells of one of their runs, and every quarter of a second, should the telling get lost. Nobody waits: nothing is asked.
 */
export interface Answers {
  /** A place to wait in, or undefined when too many wait already. Leave it, whatever happens. */
  seat(): Seat | undefined;
  /** What is known now; undefined while the message is on its way. */
  read(place: AnswerPlace): Promise<Result | undefined>;
}

export interface Seat {
  /** Resolves once the message has come to rest, or with undefined after the time or when the signal says so. */
  wait(place: AnswerPlace, ms: number, signal: AbortSignal): Promise<Result | undefined>;
  leave(): void;
}

/** Where to look for a message. */
export interface AnswerPlace {
  workspace: string;
  message: string;
  run: string;
  /** UTC day of its acceptance; a day more or less does no harm. */
  day: string;
}

/** Callers of one process that wait at the same time. Each holds a connection of the server, and none of the database. */
const mostWaiting = 256;
const lookMs = 250;

interface Waiter extends AnswerPlace {
  resolve(result: Result | undefined): void;
}

export function createAnswers(sql: Sql, most = mostWaiting): Answers {
  const waiters = new Set<Waiter>();
  let seats = 0;
  let looking = false;
  let listening = false;
  let ring: () => void = () => {};

  /** A hint, and no more: where it cannot be had, the quarter of a second is what there is. */
  function listen(): void {
    if (listening) return;
    listening = true;
    sql
      .listen('runs', (payload) => {
        const run = payload.split(' ')[2];
        for (const waiter of waiters) if (waiter.run === run) return ring();
      })
      .catch(() => {
        listening = false;
      });
  }

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    while (waiters.size > 0) {
      const rung = new Promise<void>((resolve) => {
        ring = resolve;
      });
      await answerSome(sql, [...waiters]).catch(() => {}); // the database may be back for the next look
      if (waiters.size > 0) await Promise.race([rung, rest(lookMs)]);
    }
    looking = false;
  }

  return {
    read: async (place) => (await readOf(sql, [place])).get(place.message),
    seat() {
      if (seats >= most) return undefined;
      seats += 1;
      return {
        leave: () => {
          seats -= 1;
        },
        wait(place, ms, signal) {
          listen();
          return new Promise((resolve) => {
            const waiter: Waiter = {
              ...place,
              resolve(result) {
                waiters.delete(waiter);
                clearTimeout(timer);
                signal.removeEventListener('abort', stop);
                resolve(result);
              },
            };
            const stop = () => waiter.resolve(undefined);
            const timer = setTimeout(stop, ms);
            if (signal.aborted) return stop();
            signal.addEventListener('abort', stop);
            waiters.add(waiter);
            void look();
          });
        },
      };
    },
  };
}

async function answerSome(sql: Sql, waiters: Waiter[]): Promise<void> {
  const results = await readOf(sql, waiters);
  for (const waiter of waiters) {
    const result = results.get(waiter.message);
    if (result) waiter.resolve(result);
  }
}

/** By message; those on their way are left out. One question per workspace. */
async function readOf(sql: Sql, places: AnswerPlace[]): Promise<Map<string, Result>> {
  const results = await Promise.all(
    [...Map.groupBy(places, (place) => place.workspace)].map(([workspace, of]) => {
      const days = of.map((place) => place.day).sort();
      const [first = today(), last = today()] = [days.at(0), days.at(-1)];
      return readResults(sql, workspace, of, { first: addDays(first, -1), last: addDays(last, 1) });
    }),
  );
  return new Map(results.flatMap((of) => [...of]));
}

/** What a caller hears. */
export interface Told {
  status: number;
  /** JSON text. */
  text: string;
}

export function tell(message: string, result: Result): Told {
  const { state } = result;
  if (state === 'delivered') return { status: 200, text: result.output ?? JSON.stringify({ state }) };
  if (state === 'filtered') return { status: 200, text: JSON.stringify({ state }) };
  return { status: 422, text: JSON.stringify({ error: result.words ?? endWords[state], message, state }) };
}

const endWords: Record<Exclude<MessageState, 'delivered' | 'filtered' | 'in-flight'>, string> = {
  parked: 'The message could not be delivered and waits for a person.',
  cancelled: 'A person cancelled the message.',
  discarded: 'A person set the message aside.',
};

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
