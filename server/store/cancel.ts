import { type Flow, nodeOf } from '#flow/flow.ts';
import { indexGraph } from '#flow/graph.ts';
import type { Event } from '#flow/run/events.ts';
import { orderOf } from '#flow/run/lane.ts';
import type { Trouble } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import { releaseHeld } from '../journal/held.ts';
import { refreshRuns } from '../journal/refresh.ts';
import { storableJson } from '../journal/storable.ts';
import type { Actor } from './actor.ts';
import { type End, type Fate, fateOf } from './fate.ts';
import { openDocument } from './flows.ts';
import { lockRuns, tellRuns } from './parked.ts';

/** A person ends what is queued, waits or runs. */

export interface Cancelled {
  /** Messages that go no further. */
  cancelled: number;
  /** Messages of which nobody knows whether a step had sent them: they are parked, with both possibilities. */
  parked: number;
}

/** This message is in the hands of a worker at this moment, together with others that nobody wants to end. */
export class AtWork extends Error {
  constructor() {
    super(
      'A worker has this message in hand right now, together with others. Try again in a moment, or cancel the run.',
    );
    this.name = 'AtWork';
  }
}

/**
 * Ends all of a run that is still open, or one message of it. What waits leaves the queue. A worker that is at it can
 * write nothing more: what a step has recorded stays as it is, and what an unsafe step was about to send is parked.
 * What a keyed step was sending at that moment may still arrive; it is counted as cancelled.
 * @throws AtWork for one message of several that a worker has in hand
 */
export function cancelRun(sql: Sql, actor: Actor, run: string, message?: string): Promise<Cancelled> {
  return sql.begin(async (transaction) => {
    const tx = transaction as unknown as Sql;
    await lockRuns(tx, tx`select ${run}::uuid as run`);
    const legs = await tx<LegRow[]>`
      select l.id, l.workspace, l.flow, l.version, l.run, l.trigger, l.keep, l.day::text, l.kind, l.state, l.fence, l.n, l.mode,
        l.started_by, l.accepted_at, l.lane, l.hold_key, coalesce(l.origin, l.id) as origin, coalesce(l.from_node, t.node, '') as from_node
      from run_live l left join flow_trigger t on t.workspace = l.workspace and t.id = l.trigger
      where l.workspace = ${actor.workspace} and l.run = ${run} order by l.id for update of l`;
    const ended: Cancelled = { cancelled: 0, parked: 0 };
    let touched = false;
    for (const leg of legs) {
      const all = await messagesOf(tx, leg);
      const mine = message === undefined ? all : all.filter((one) => one.root === message);
      if (mine.length === 0) continue;
      touched = true;
      const whole = mine.length === all.length;
      if (!whole && leg.state === 'running') throw new AtWork();
      const fates =
        leg.fence === 0 ? mine.map((one) => ({ ...one, fate: 'cancelled' as const })) : await judge(tx, leg, mine);
      const cancelled = fates.filter((one) => one.fate === 'cancelled');
      const unknown = fates.filter((one) => one.fate === 'unknown');
      await writeEnds(tx, leg, cancelled, 'cancelled');
      await writeEnds(tx, leg, unknown, 'parked');
      await parkUnknown(tx, leg, unknown, await flowOf(tx, leg));
      if (whole) await endLeg(tx, actor, leg);
      else await leaveLeg(tx, leg, mine);
      ended.cancelled += cancelled.length;
      ended.parked += unknown.length;
    }
    const [first] = legs;
    if (!first || !touched) return ended;
    await refreshRuns(tx, [run], first);
    for (const leg of legs) if (leg.hold_key !== null) await releaseHeld(tx, { flow: leg.flow, holdKey: leg.hold_key });
    await tx`
      insert into change_log (workspace, actor, action, subject, details)
      values (${actor.workspace}, ${actor.name}, 'run.cancel', ${run}, ${JSON.stringify({ ...ended, ...(message === undefined ? {} : { message }) })}::text::jsonb)`;
    await tellRuns(tx, legs);
    return ended;
  });
}

interface LegRow {
  id: string;
  workspace: string;
  flow: string;
  version: number;
  run: string;
  trigger: string | null;
  keep: number;
  day: string;
  kind: string;
  state: 'queued' | 'running' | 'held';
  fence: number;
  n: number;
  mode: string;
  started_by: string;
  accepted_at: Date;
  lane: string | null;
  hold_key: string | null;
  origin: string;
  from_node: string;
}

/** A message as its leg carries it: the received one, or what was made of it on the way. */
interface Carried {
  id: string;
  root: string;
}

type Fated = Carried & Fate;

function messagesOf(tx: Sql, { id, kind, keep, day, run }: LegRow): Promise<Carried[]> {
  return kind === 'origin'
    ? tx<Carried[]>`
        select m.id, m.id as root from message m where keep = ${keep} and day = ${day} and run = ${run}
          and not exists (select 1 from outcome o where o.keep = ${keep} and o.day = ${day} and o.message = m.id and o.leg = m.id and o.live = 0)
        order by seq`
    : tx<Carried[]>`select id, root from waiting where live = ${id} order by seq`;
}

/** What a leg that a worker had already begun did with each of its messages, as far as it is written. */
async function judge(tx: Sql, leg: LegRow, mine: Carried[]): Promise<Fated[]> {
  const journal = await tx<{ events: Event[] }[]>`
    select events from journal where keep = ${leg.keep} and day = ${leg.day} and run = ${leg.run} and leg = ${leg.id} order by seq`;
  const ends = await tx<(End & { root: string; live: string | null })[]>`
    select message as root, leg, node, state, live from outcome where keep = ${leg.keep} and day = ${leg.day} and run = ${leg.run}`;
  // As a claim reads the record, see journal/done.ts.
  const isAnew = ({ node, state, live }: (typeof ends)[number]) =>
    (state === 'retried' && live === null) || (leg.kind !== 'origin' && node === leg.from_node && live !== leg.id);
  const own = Map.groupBy(
    ends.filter((end) => !isAnew(end)),
    (end) => end.root,
  );
  const asked = {
    index: indexGraph(await flowOf(tx, leg)),
    from: leg.from_node,
    events: journal.flatMap((row) => row.events),
  };
  return mine.map((one) => ({ ...one, ...fateOf({ ...asked, message: one.id, ends: own.get(one.root) ?? [] }) }));
}

/** `live` 0 is no leg: whoever resumes this one leaves the message where it is. */
async function writeEnds(tx: Sql, leg: LegRow, of: Carried[], state: 'cancelled' | 'parked'): Promise<void> {
  await tx`
    insert into outcome (keep, day, message, leg, node, workspace, run, state, live)
    select ${leg.keep}, ${leg.day}, root, id, ${leg.from_node}, ${leg.workspace}, ${leg.run}, ${state}, 0
    from unnest(${of.map((one) => one.root)}::text[], ${of.map((one) => one.id)}::text[]) as u (root, id)
    on conflict (keep, day, message, leg, node) do update set state = excluded.state, live = 0, at = now()`;
}

/** Parks messages where their leg begins, which is where their body is known: a retry does what is not recorded yet. */
async function parkUnknown(tx: Sql, leg: LegRow, of: Fated[], flow: Flow): Promise<void> {
  if (of.length === 0) return;
  const troubles = of.map((one) => JSON.stringify(outcomeUnknown(nodeOf(flow, one.at ?? '')?.name ?? 'A step')));
  const bodies =
    leg.kind === 'origin'
      ? tx`select id, id as root, '{}'::text[] as parents, key, headers, ${bodyText(tx)} as body
           from message where keep = ${leg.keep} and day = ${leg.day} and run = ${leg.run}`
      : tx`select id, root, parents, key, headers, body from waiting where live = ${leg.id}`;
  const order = orderOf(leg.lane ?? undefined);
  const holdKey =
    leg.hold_key === null && order === 'per-key' ? tx`b.key` : tx`${leg.hold_key ?? (order === 'strict' ? '' : null)}`;
  await tx`
    insert into parked (id, workspace, flow, version, node, run, keep, day, message, root, parents, key, headers, body, trouble, accepted_at, hold_key, origin)
    select gen_random_uuid(), ${leg.workspace}, ${leg.flow}, ${leg.version}, ${leg.from_node}, ${leg.run}, ${leg.keep}, ${leg.day},
      b.id, b.root, b.parents, b.key, b.headers, b.body, u.trouble::jsonb, ${leg.accepted_at}, ${holdKey}, ${leg.origin}
    from (${bodies}) b join unnest(${of.map((one) => one.id)}::text[], ${troubles}::text[]) as u (id, trouble) on u.id = b.id
    on conflict (run, message, node) do update
      set state = 'parked', trouble = excluded.trouble, hold_key = excluded.hold_key, at = now(), decided_by = null, decided_at = null, reason = null`;
}

const outcomeUnknown = (step: string): Trouble => ({
  class: 'outcome-unknown',
  message: `The run was cancelled while “${step}” was sending this. It may have arrived or not.`,
  wayOut: 'Look in the target system. If it is there, set the message aside; if not, retry it.',
});

/** A received body as JSON text, as a claim would read it: what is not JSON travels as text, what is no text as base64. */
export const bodyText = (sql: Sql) => sql`
  case when body is null then to_json(translate(encode(raw, 'base64'), E'\n', ''))::text
    when pg_input_is_valid(body, 'json') then body else to_json(body)::text end`;

/** The last line of a leg, so that the run's page tells it. */
async function journalEnd(tx: Sql, actor: Actor, leg: LegRow): Promise<void> {
  const words = `Cancelled by ${actor.name}${leg.state === 'running' ? ' while a worker was at it: what a step was sending may still arrive' : ''}.`;
  const events: Event[] = [{ type: 'leg-finished', at: Date.now(), status: 'cancelled', words }];
  await tx`
    insert into journal (keep, day, run, leg, seq, fence, format, events)
    select ${leg.keep}, ${leg.day}, ${leg.run}, ${leg.id}, coalesce(max(seq) + 1, 0), ${leg.fence}, 1, ${storableJson(events)}::text::jsonb
    from journal where keep = ${leg.keep} and day = ${leg.day} and run = ${leg.run} and leg = ${leg.id}`;
}

/** A run whose first leg goes gets its row in history, as if it had finished. Its counts are made by refreshing. */
async function endLeg(tx: Sql, actor: Actor, leg: LegRow): Promise<void> {
  await journalEnd(tx, actor, leg);
  if (leg.kind === 'origin') {
    await tx`
      insert into run (keep, day, id, workspace, flow, version, trigger, mode, status, started_by, keys, received, accepted_at, finished_at)
      select ${leg.keep}, ${leg.day}, ${leg.run}, ${leg.workspace}, ${leg.flow}, ${leg.version}, ${leg.trigger}, ${leg.mode}, 'cancelled', ${leg.started_by},
        array(
          select key from message where keep = ${leg.keep} and day = ${leg.day} and run = ${leg.run} and key is not null
          group by key order by min(seq) limit 5
        ), ${leg.n}, ${leg.accepted_at}, now()
      on conflict do nothing`;
  }
  await tx`delete from run_live where id = ${leg.id}`;
}

/** Some of a leg's messages go, the others stay. Of a run's first leg they are known by their outcomes, which a second claim reads. */
async function leaveLeg(tx: Sql, leg: LegRow, of: Carried[]): Promise<void> {
  if (leg.kind === 'origin') {
    await tx`update run_live set fence = greatest(fence, 1) where id = ${leg.id}`;
    return;
  }
  await tx`delete from waiting where live = ${leg.id} and id = any(${of.map((one) => one.id)}::text[])`;
  await tx`update run_live set n = n - ${of.length} where id = ${leg.id}`;
}

async function flowOf(tx: Sql, { workspace, flow, version }: LegRow): Promise<Flow> {
  const [row] = await tx<{ document: string }[]>`
    select document from flow_version where workspace = ${workspace} and flow = ${flow} and version = ${version}`;
  if (!row) throw new Error(`Version ${version} of flow ${flow} is missing.`);
  return openDocument(row.document);
}
