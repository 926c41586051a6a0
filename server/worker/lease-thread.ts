import { parentPort, workerData } from 'node:worker_threads';
import postgres from 'postgres';
import { renew } from '../journal/claim.ts';
import { aliveAt, monotonic, renewedAt } from './lease.ts';

/** The thread of lease.ts. */

const renewMs = 3000;
/** The main thread computes for so long without a pause only when it will never end. */
const deadMs = 120_000;

const { url, worker, shared } = workerData as { url: string; worker: string; shared: SharedArrayBuffer };
const moments = new BigInt64Array(shared);
const sql = postgres(url, { max: 1, onnotice: () => {}, backoff: () => 0.2 });
let legs: number[] = [];
parentPort?.on('message', (ids: number[]) => {
  legs = ids;
});

async function turn(): Promise<void> {
  const now = monotonic();
  if (legs.length === 0 || now - Number(Atomics.load(moments, aliveAt)) > deadMs) return;
  const asked = legs;
  await renew(sql, worker, asked);
  // What was claimed while this was under way carries the moment of its own claim, which is later.
  Atomics.store(moments, renewedAt, BigInt(now));
}

setInterval(() => void turn().catch(() => {}), renewMs);
