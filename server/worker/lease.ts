import { Worker } from 'node:worker_threads';
import { leaseSeconds } from '../journal/claim.ts';

/**
 * Keeps a worker's leases from a thread of its own, so that a mapping that computes for a while on the main thread does
 * not lose its runs to another worker. A main thread that shows no sign of life for minutes counts as dead all the same.
 */
export interface Lease {
  /** These legs were claimed by a statement sent at this moment of `monotonic`. */
  begin(legs: number[], sentAt: number): void;
  end(leg: number): void;
  /** Milliseconds for which this leg is surely nobody else's. */
  left(leg: number): number;
  stop(): Promise<void>;
}

/** Milliseconds on a clock that never jumps, the same in all threads of this process. */
export const monotonic = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/** Shared with the thread: when a renewal last reached the database, and when main last showed a sign of life. */
export const renewedAt = 0;
export const aliveAt = 1;

const aliveMs = 1000;

export function keepLease(url: string, worker: string, log: (words: string, reason: string) => void): Lease {
  const shared = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
  const moments = new BigInt64Array(shared);
  const claimedAt = new Map<number, number>();
  let stopped = false;
  let thread = start();

  function start(): Worker {
    const made = new Worker(new URL('./lease-thread.ts', import.meta.url), { workerData: { url, worker, shared } });
    made.on('error', (error) => log('The thread that renews leases ended and is begun again.', error.message));
    made.on('exit', () => {
      if (stopped) return;
      setTimeout(() => {
        if (stopped) return;
        thread = start();
        thread.postMessage([...claimedAt.keys()]);
      }, aliveMs).unref();
    });
    made.unref();
    return made;
  }

  let ended = false;
  /** Tells the thread of legs that ended only now and then: one more renewal of theirs harms nobody. */
  const live = () => {
    Atomics.store(moments, aliveAt, BigInt(monotonic()));
    if (ended) thread.postMessage([...claimedAt.keys()]);
    ended = false;
  };
  live();
  const living = setInterval(live, aliveMs);

  return {
    begin(legs, sentAt) {
      for (const leg of legs) claimedAt.set(leg, sentAt);
      thread.postMessage([...claimedAt.keys()]);
    },
    end(leg) {
      ended = claimedAt.delete(leg) || ended;
    },
    left(leg) {
      const from = claimedAt.get(leg);
      if (from === undefined) return 0;
      return Math.max(from, Number(Atomics.load(moments, renewedAt))) + leaseSeconds * 1000 - monotonic();
    },
    async stop() {
      stopped = true;
      clearInterval(living);
      await thread.terminate();
    },
  };
}
