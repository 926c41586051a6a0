import { afterAll, beforeAll, expect, it } from 'vitest';
import { claim, firstFlow } from '../journal/claim.ts';
import { drawnFlow } from '../testing/drawn-flow.ts';
import { type Bench, openBench } from '../testing/executor-bench.ts';
import { keepLease, monotonic } from './lease.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

it('of a leg that has ended is not renewed any more, though nothing else is claimed: where it could not be put back, others take it', async () => {
  const { sql } = bench.db;
  const published = await bench.publish(drawnFlow('start>put'));
  for (const n of [1, 2]) await bench.send(published, [{ n }]);
  const worker = crypto.randomUUID();
  const { legs } = await claim(sql, worker, { most: 2, running: new Map(), perFlow: 2, after: firstFlow });
  const [ended, runs] = legs.map((leg) => leg.id) as [number, number];
  const lease = keepLease(bench.db.url, worker, () => {});
  lease.begin([ended, runs], monotonic());
  lease.end(ended);

  /** Which of them the next renewal renews. */
  const renewed = async (): Promise<number[]> => {
    await sql`update run_live set lease_until = '2000-01-01'`;
    const now = async () =>
      (await sql<{ id: string }[]>`select id from run_live where lease_until > now() order by id`).map((row) =>
        Number(row.id),
      );
    await expect.poll(now, { timeout: 20_000 }).toContain(runs);
    return now();
  };
  await expect.poll(renewed, { timeout: 40_000 }).toEqual([runs]);
  await lease.stop();
}, 60_000);
