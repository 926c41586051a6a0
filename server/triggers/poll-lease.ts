import type { PollTrouble } from '#drizzle/schema/schedules.ts';
import { stringifyJson } from '#flow/json.ts';
import type { Batch } from '../connectors/contract.ts';
import type { Sql } from '../db.ts';
import { accept, type Incoming, inboxKey } from '../journal/accept.ts';
import type { PublishedStart, TriggerPlace } from './starts.ts';

/** The statements of polling. Whoever holds the lease writes, and nobody who lost it can change anything. */

/** A trigger that this process reads, from the claim on. */
export interface Held extends TriggerPlace {
  owner: string;
  fence: number;
  every_seconds: number;
  /** JSON text, so that no digit is lost. */
  cursor: string | null;
  tries: number;
  /** The database's clock at the claim. */
  now: Date;
}

/** Another process reads this trigger by now. */
export class LeaseGone extends Error {
  constructor() {
    super('A poll was taken over by another process.');
    this.name = 'LeaseGone';
  }
}

/** Renewed every 5 s; a process that died is followed after so long. */
const leaseSeconds = 15;

/** Messages of a flow in flight from which on nothing more is read for it. */
export const mostOpen = 1000;

export async function claim(sql: Sql, owner: string, most: number): Promise<Held[]> {
  return sql<Held[]>`
    with ready as (
      select c.workspace, c.trigger, t.flow, t.node, t.version
      from checkpoint c join flow_trigger t on t.workspace = c.workspace and t.id = c.trigger
      where c.due_at <= now() and c.paused_at is null and t.active and (c.lease_until is null or c.lease_until < now())
      order by c.due_at limit ${most}
      for update of c skip locked
    )
    update checkpoint c set owner = ${owner}, fence = c.fence + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
    from ready where c.workspace = ready.workspace and c.trigger = ready.trigger
    returning c.workspace, c.trigger, ready.flow, ready.node, ready.version, c.owner, c.fence, c.every_seconds,
      c.cursor::text as cursor, c.tries, now() as now`;
}

export async function renew(sql: Sql, held: Held): Promise<void> {
  await sql`
    update checkpoint set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where workspace = ${held.workspace} and trigger = ${held.trigger} and owner = ${held.owner} and fence = ${held.fence}`;
}

/** Whether so much of the flow is in flight, waiting and held included, that reading more would only pile it up. */
export async function tooMuchOpen(sql: Sql, { workspace, flow }: TriggerPlace): Promise<boolean> {
  const [open] = await sql<{ n: number }[]>`
    select coalesce(sum(n), 0)::int as n
    from (select n from run_live where flow = ${flow} and workspace = ${workspace} limit ${mostOpen}) live`;
  return (open?.n ?? 0) >= mostOpen;
}

/**
 * A page and its checkpoint, in one transaction. What is known already from an overlap is dropped without being counted as
 * a duplicate: nobody sent it twice.
 * @returns false when the trigger was paused or taken out meanwhile, so that the poll ends here
 * @throws LeaseGone, and then nothing is stored
 */
export async function store(sql: Sql, held: Held, batch: Batch, start: PublishedStart): Promise<boolean> {
  return sql.begin(async (transaction) => {
    const tx = transaction as unknown as Sql;
    const [mine] = await tx<{ goes_on: boolean }[]>`
      update checkpoint set cursor = ${stringifyJson(batch.checkpoint)}::text::jsonb, lease_until = now() + make_interval(secs => ${leaseSeconds})
      where workspace = ${held.workspace} and trigger = ${held.trigger} and owner = ${held.owner} and fence = ${held.fence}
      returning paused_at is null and due_at is not null as goes_on`;
    if (!mine) throw new LeaseGone();
    const fresh = await withoutKnown(tx, held.trigger, batch);
    let run: string | undefined;
    for (const group of groupsOf(fresh.map((message) => start.incoming(message)))) {
      for (const one of await accept(tx, group, held.owner)) if (!one.duplicate) run = one.run;
    }
    if (run !== undefined)
      await tx`update checkpoint set last_run = ${run} where workspace = ${held.workspace} and trigger = ${held.trigger}`;
    return mine.goes_on;
  });
}

async function withoutKnown(tx: Sql, trigger: string, { messages }: Batch): Promise<Batch['messages']> {
  const keys = new Map<string, string>();
  for (const { sourceId } of messages) if (sourceId !== undefined) keys.set(sourceId, inboxKey(trigger, sourceId));
  if (keys.size === 0) return messages;
  const rows = await tx<{ id: string }[]>`select id from inbox_key where id = any(${[...keys.values()]}::uuid[])`;
  const known = new Set(rows.map(({ id }) => id));
  return messages.filter(({ sourceId }) => sourceId === undefined || !known.has(keys.get(sourceId) ?? ''));
}

const groupMessages = 256;
const groupBytes = 4 * 1024 * 1024;

/** Runs of a bearable size, however large the page was. */
function groupsOf(messages: Incoming[]): Incoming[][] {
  const groups: Incoming[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const group = groups.at(-1);
    bytes += message.body.length;
    if (group && group.length < groupMessages && bytes <= groupBytes) group.push(message);
    else {
      groups.push([message]);
      bytes = message.body.length;
    }
  }
  return groups;
}

export interface PollEnd {
  /** Until the next poll. */
  seconds: number;
  /** To the end of what there is. */
  read: boolean;
  /** For what is in flight. */
  waiting: boolean;
  /** Failures in a row by now. */
  tries: number;
  trouble: Omit<PollTrouble, 'at'> | null;
}

/** Gives the lease back. A trigger that was taken out meanwhile stays out. */
export async function finish(sql: Sql, held: Held, { seconds, read, waiting, tries, trouble }: PollEnd): Promise<void> {
  await sql`
    update checkpoint set owner = null, lease_until = null,
      due_at = case when due_at is null then null else now() + make_interval(secs => ${seconds}) end,
      polled_at = case when ${read} then now() else polled_at end,
      tries = ${tries},
      trouble = ${trouble === null ? null : stringifyJson(trouble)}::text::jsonb || jsonb_build_object('at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      waiting = ${waiting}
    where workspace = ${held.workspace} and trigger = ${held.trigger} and owner = ${held.owner} and fence = ${held.fence}`;
}
