import { expect } from 'vitest';
import { flowText } from '../../../bench/product.ts';
import { channel as limits } from '../../limits/shared.ts';
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
  const left = () => app.db.sql`
    select id, kind, from_node, state, owner, fence, n, lease_until - now() as lease, due_at - now() as due
    from run_live where flow = any(${flows}::uuid[])`;
  /** Nor does a breaker keep them, or the pause that a target asked for. @returns how many there still are */
  const hurry = async (): Promise<number> => {
    await app.db.sql`
      with freed as (
        update connection_use set blocked_until = now(), probe_until = now(), promised_until = null,
          open_until = case when open_until is not null then now() end
        returning workspace, connection
      )
      select pg_notify(${limits}, workspace || ' ' || connection) from freed`;
    await app.db.sql`update run_live set due_at = now() where state = 'queued' and flow = any(${flows}::uuid[])`;
    await app.db.sql`select pg_notify('queue', '')`;
    return (await left()).length;
  };
  // A database that has just come back may still refuse, on connections that it had before.
  for (const patience = performance.now() + 45_000; (await hurry().catch(() => 1)) > 0; ) {
    // What is stuck is shown with its lease, and with what was said last.
    if (performance.now() > patience)
      expect({ left: [...(await left())], said: app.logged.slice(-20) }).toBe('nothing left');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The ledger of a lane's trigger, the gap and what the counters say otherwise being 0. */
export async function ledgerOf(app: App, lane: Lane) {
  const [line] = await readLedger(app.db.sql, sampleWorkspace, lane.flow, addDays(today(), -1));
  if (!line) throw new Error(`The flow of ${lane.path} has no ledger.`);
  expect({ path: lane.path, gap: line.gap, differs: line.differs }).toEqual({ path: lane.path, gap: 0, differs: 0 });
  const { received, delivered, parked, filtered } = line.tally;
  return { received, delivered, parked, filtered };
}
