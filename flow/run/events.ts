import type { TroubleClass } from './message.ts';
import type { RunStatus } from './status.ts';

/** Format of the events in a journal row. */
export const journalFormat = 1;

/** A body kept for a person to look at: the first few messages of a step, cut to a size. */
export interface BodySample {
  message: string;
  root: string;
  port: string;
  /** JSON text. */
  body: string;
}

/** What the journal of a run says, in order. Its fold is the run's state. Times are epoch milliseconds of the database's clock where it matters, of the worker's elsewhere. */
export type Event =
  | {
      type: 'leg-started';
      at: number;
      worker: string;
      fence: number;
      attempt: number;
      from: string;
      n: number;
      zone: string;
    }
  | {
      type: 'step-finished';
      node: string;
      at: number;
      ms: number;
      in: number;
      /** Messages per port. */
      out: Record<string, number>;
      filtered: number;
      parked: number;
      /** Messages that left to wait for another try. */
      waiting: number;
      /** When the first of them is due. */
      dueAt?: number;
      /** First trouble met, in words. */
      words?: string;
      trouble?: TroubleClass;
      samples: BodySample[];
    }
  /** Written before an unsafe effect is tried: from now on, without an outcome, it may have happened or not. */
  | { type: 'effects-intended'; node: string; at: number; messages: string[] }
  | { type: 'step-skipped'; node: string }
  | { type: 'leg-finished'; at: number; status: RunStatus; words?: string };
