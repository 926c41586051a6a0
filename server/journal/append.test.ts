import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '#flow/json.ts';
import type { Trouble } from '#flow/run/message.ts';
import { emptyAppend, type Leg } from '../executor/host.ts';
import { type Bench, openBench } from '../testing/executor-bench.ts';
import { createAppender } from './appender.ts';
import { claim, wholeShare } from './claim.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const straight = parseJson(
  readFileSync(path.join(import.meta.dirname, '../executor/scenarios/straight/flow.json'), 'utf8'),
);

async function claimed(worker: string): Promise<Leg> {
  const published = await bench.publish(straight);
  const { run } = await bench.send(published, [{ status: 'paid' }]);
  const leg = (await claim(bench.db.sql, worker, wholeShare(10))).legs.find((one) => one.run === run);
  if (!leg) throw new Error('Nothing was claimed.');
  return leg;
}

describe('what a target says', () => {
  it.each([
    ['NUL', 'bad \0 byte'],
    ['half of an emoji', 'cut \ud83d'],
  ])('is written though it holds %s', async (_, words) => {
    const worker = crypto.randomUUID();
    const leg = await claimed(worker);
    const [message] = leg.messages;
    if (!message) throw new Error('The leg is empty.');
    const trouble: Trouble = { class: 'bug', message: words, wayOut: 'Retry.', vendor: words };
    const at = { root: message.root, leg: message.id, node: 'put' };
    await createAppender(bench.db.sql, worker).append(leg, {
      ...emptyAppend(),
      events: [{ type: 'leg-finished', at: 0, status: 'failed', words }],
      outcomes: [{ ...at, state: 'parked', externalId: words }],
      receipts: [{ connection: crypto.randomUUID(), entity: words, sourceKey: words, externalId: words }],
      parked: [{ node: 'put', message: { ...message, key: words }, trouble }],
      finish: { status: 'failed', words },
    });
    const rows = await bench.db.sql`select trouble->>'vendor' as words from parked where run = ${leg.run}`;
    expect(rows[0]?.words).toMatch(/\ufffd/);
    expect(await bench.db.sql`select 1 from run_live where run = ${leg.run}`).toHaveLength(0);
  });
});
