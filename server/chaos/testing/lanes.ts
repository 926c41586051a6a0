import { expect } from 'vitest';
import { flowText } from '../../../bench/product.ts';
import { sampleWorkspace } from '../../seed.ts';
import { addDays, today } from '../../store/days.ts';
import { readLedger } from '../../store/ledger.ts';
import type { App } from '../../testing/app.ts';
import type { Sink } from './sink.ts';

/** A flow that takes orders at a hook and brings each to the sink, once. */
export interface Lane {
  flow: string;
  hook: string;
  /** Where its orders arrive at the sink. */
  path: string;
}

/** hook → map → request, which waits `timeout` seconds for its answer. Each has a connection of its own, so that none suffers for another. */
export async function drawLane(
  app: App,
  sink: Sink,
  name: string,
  repeats: 'keyed' | 'unsafe',
  timeout = 1,
): Promise<Lane> {
  const settings = { allowPrivate: true, auth: 'none' };
  const made = { name: `Sink of ${repeats} ${name}`, connector: 'http', address: sink.url, settings, secrets: {} };
  const { id: connection } = await app.call.connections.create(made);
  const path = `/${repeats}/${name}`;
  const fields = ['order', 'mood', 'times'].map((field) => ({
    ...{ kind: 'field', id: field, target: [field] },
    rule: { kind: 'path', from: 'item', path: [field] },
  }));
  const document = flowText(name, [
    {
      ...{ id: 'hook', operation: 'webhook.received', to: { out: ['map'] } },
      config: { verification: 'none', idPath: 'order', keyPath: 'order' },
    },
    { id: 'map', operation: 'logic.map', config: { mapping: { format: 1, rows: fields } }, to: { out: ['send'] } },
    { id: 'send', operation: 'http.request', config: { method: 'POST', url: path, repeats, timeout }, connection },
  ]);
  const { id } = await app.call.flows.create({ name, document });
  const published = await app.call.flows.publish({ id, revision: 1 });
  if (!published.ok) throw new Error(JSON.stringify(published.problems));
  const hook = (await app.call.flows.get({ id })).triggers[0]?.hookUrl ?? '';
  return { flow: id, hook, path };
}

/** One webhook, as its sender posts it. */
export async function post(
  lane: Lane,
  body: object,
): Promise<{ status: number; retryAfter: string | null; words: string }> {
  const answer = await fetch(lane.hook, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), words: await answer.text() };
}

/** As `post`, and again until it is taken, as a sender does. @returns how often it was sent away */
export async function postUntilTaken(lane: Lane, body: object): Promise<number> {
  for (let refused = 0; ; refused++) {
    const { status } = await post(lane, body).catch(() => ({ status: 0 }));
    if (status === 200) return refused;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lets everything that waits be due at once, until nothing of these flows is under way any more. */
export async function runDry(app: App, lanes: Lane[]): Promise<void> {
  const flows = lanes.map((lane) => lane.flow);
  await expect
    .poll(
      async () => {
        // Nor does a breaker keep them, or the pause that a target asked for.
        await app.db.sql`
          update connection_use set blocked_until = now(), probe_until = now(), promised_until = null,
            open_until = case when open_until is not null then now() end`;
        await app.db.sql`update run_live set due_at = now() where state = 'queued' and flow = any(${flows}::uuid[])`;
        await app.db.sql`select pg_notify('queue', '')`;
        const [row] = await app.db.sql<{ n: number }[]>`
          select count(*)::int as n from run_live where flow = any(${flows}::uuid[])`;
        return row?.n;
      },
      { timeout: 60_000, interval: 200 },
    )
    .toBe(0);
}

/** The ledger of a lane's trigger, the gap and what the counters say otherwise being 0. */
export async function ledgerOf(app: App, lane: Lane) {
  const [line] = await readLedger(app.db.sql, sampleWorkspace, lane.flow, addDays(today(), -1));
  if (!line) throw new Error(`The flow of ${lane.path} has no ledger.`);
  expect({ path: lane.path, gap: line.gap, differs: line.differs }).toEqual({ path: lane.path, gap: 0, differs: 0 });
  const { received, delivered, parked, filtered } = line.tally;
  return { received, delivered, parked, filtered };
}
