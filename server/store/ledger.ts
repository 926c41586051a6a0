import type { Tally } from '#flow/run/status.ts';
import type { Sql } from '../db.ts';
import { addDays, laterDay, today } from './days.ts';
import { openDocument } from './flows.ts';
import { dayOfMessage } from './message-id.ts';

/** The ledger as screens read it. It is computed in the database, see the functions `message_states` and `ledger`. */

export interface LedgerLine {
  flow: string;
  trigger: string;
  tally: Tally;
  /** Received and nowhere: 0, or something is lost. */
  gap: number;
  /** Of those parked, cancelled or discarded: came to some of their targets. */
  partly: number;
  /** Suppressed, and never received. */
  duplicates: number;
  /** Run again by a person, and not received anew. */
  replays: number;
  /** By how many messages the totals of the runs or the count at the door say otherwise: 0, or a count is wrong. */
  differs: number;
}

/** A line per trigger. Without a flow: of every flow of the workspace. @param first UTC day */
export async function readLedger(
  sql: Sql,
  workspace: string,
  flow: string | null,
  first: string,
): Promise<LedgerLine[]> {
  const rows = await sql<(Omit<LedgerLine, 'tally'> & Tally)[]>`
    select flow, trigger, received::int, in_flight::int as "in-flight", parked::int, cancelled::int, discarded::int,
      delivered::int, filtered::int, gap::int, partly::int, duplicates::int, replays::int, differs::int
    from ledger(${workspace}, ${flow}, ${first}) order by received desc, trigger`;
  return rows.map(({ flow: of, trigger, gap, partly, duplicates, replays, differs, ...tally }) => ({
    ...{ flow: of, trigger, gap, partly, duplicates, replays, differs },
    tally,
  }));
}

/**
 * The first UTC day of so many, today included; but no day whose history may be gone already, for of such a day the door
 * still knows how many came, and nothing says where they are.
 */
export async function firstDay(sql: Sql, workspace: string, flow: string, days: number): Promise<string> {
  const asked = addDays(today(), 1 - days);
  const versions = await sql<{ document: string; day: string }[]>`
    select document, (published_at at time zone 'utc')::date::text as day from flow_version
    where workspace = ${workspace} and flow = ${flow} order by version desc limit 200`;
  const inForce = versions.slice(0, versions.findIndex((version) => version.day < asked) + 1 || versions.length);
  const kept = Math.min(...inForce.map(({ document }) => openDocument(document).settings.keepDays));
  return Number.isFinite(kept) ? laterDay(asked, addDays(today(), -kept)) : asked;
}

export interface LostMessage {
  run: string;
  message: string;
}

/** Some of the messages in the gap, for a person to look at. */
export function readLost(sql: Sql, workspace: string, flow: string, first: string, most: number) {
  return sql<LostMessage[]>`
    select run, message from message_states(${workspace}, ${flow}, null, ${first}, ${addDays(today(), 1)})
    where state is null order by message limit ${most}`;
}

export interface SuppressedDelivery {
  trigger: string;
  at: Date;
  sourceId: string | null;
  /** The first message of this source id, and its run where it is still in history. */
  message: string | null;
  run: string | null;
}

/** The last few deliveries of a flow that were suppressed, newest first. */
export async function readSuppressed(
  sql: Sql,
  workspace: string,
  flow: string,
  most: number,
): Promise<SuppressedDelivery[]> {
  const rows = await sql<Omit<SuppressedDelivery, 'run'>[]>`
    select d.trigger, d.at, d.source_id as "sourceId", d.message
    from flow_trigger t join duplicate d on d.trigger = t.id and d.workspace = t.workspace
    where t.workspace = ${workspace} and t.flow = ${flow} order by d.id desc limit ${most}`;
  const runs = await runsOfMessages(
    sql,
    workspace,
    rows.flatMap((row) => row.message ?? []),
  );
  return rows.map((row) => ({ ...row, run: runs.get(row.message ?? '')?.run ?? null }));
}

/** Deliveries suppressed since a UTC day, of a flow or of all. */
export async function countSuppressed(sql: Sql, workspace: string, flow: string | null, first: string) {
  const [row] = await sql<{ n: number }[]>`
    select coalesce(sum(y.duplicates), 0)::int as n from flow_trigger t join tally y on y.trigger = t.id
    where t.workspace = ${workspace} and (${flow}::uuid is null or t.flow = ${flow}::uuid) and y.workspace = ${workspace}
      and y.minute >= ${first}::date::timestamp at time zone 'utc'`;
  return row?.n ?? 0;
}

export interface PlacedMessage {
  id: string;
  run: string;
  trigger: string;
  day: string;
}

/** Where messages are, by id; those whose id does not tell its day (see message-id.ts) or that are gone are left out. */
export async function runsOfMessages(
  sql: Sql,
  workspace: string,
  messages: string[],
): Promise<Map<string, PlacedMessage>> {
  const days = messages.flatMap((id) => dayOfMessage(id) ?? []).sort();
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const rows = await sql<PlacedMessage[]>`
    select id, run, trigger, day::text from message
    where workspace = ${workspace} and day between ${addDays(first, -1)} and ${addDays(last, 1)} and id = any(${messages}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}
