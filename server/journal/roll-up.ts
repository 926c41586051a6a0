import type { Event } from '#flow/run/events.ts';
import { isNoTry, type TroubleClass } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import type { Append, Leg } from '../executor/host.ts';
import { type Counts, emptyCounts, packCounts } from './counts.ts';
import { storableJson } from './storable.ts';

export interface Counting {
  /** Counts what is about to be written. */
  count(writes: { leg: Leg; append: Append }[]): Counted;
}

/** Rows of this minute, as this process has written them. */
export interface RollUps extends Counting {
  /** For statements within a transaction: what they count is kept once that is through, by `committed`. */
  inTransaction(): Counting & { committed(): void };
}

export interface Counted {
  /**
   * A data-modifying CTE, named `counted`, with a comma before it, for the statement that writes the journal; it writes
   * nothing where `mine` is empty. Nothing at all where nothing was counted.
   */
  cte(sql: Sql): ReturnType<Sql> | string;
  /** The statement was carried out, and it wrote everything. Without this call what was counted is forgotten. */
  keep(): void;
}

/** Rows that one writer owns for one minute. It has them in memory and writes each whole, so the database adds nothing up. */
interface Page {
  writer: string;
  minute: number;
  flows: Map<string, Row>;
}

interface Row {
  workspace: string;
  flow: string;
  whole: Counts;
  /** By node: more than one where a published version changed its connection. */
  steps: Map<string, Counts[]>;
}

/**
 * Exact by ownership: a page is used by one statement at a time, and its id by no other page. When it is not known whether
 * a statement was written (a lost connection, a crash), its page is left as it stands in the database, with or without that
 * statement, and the next one begins empty under another id. Which minute it is, the clock of this process says.
 */
export function createRollUps(now: () => number = Date.now): RollUps {
  let free: Page[] = [];
  const rollUps: RollUps = {
    count(writes) {
      const moment = now();
      const minute = moment - (moment % 60_000);
      free = free.filter((page) => page.minute === minute);
      const page = free.pop() ?? { writer: crypto.randomUUID(), minute, flows: new Map() };
      const touched = new Set<Row>();
      for (const { leg, append } of writes) if (leg.mode === 'live') countWrite(page, leg, append, moment, touched);
      return {
        cte: (sql) => (touched.size === 0 ? sql`` : cteOf(sql, page, touched)),
        keep: () => void free.push(page),
      };
    },
    inTransaction() {
      const kept: Counted[] = [];
      return {
        count(writes) {
          const counted = rollUps.count(writes);
          return { ...counted, keep: () => void kept.push(counted) };
        },
        committed() {
          for (const counted of kept) counted.keep();
        },
      };
    },
  };
  return rollUps;
}

function countWrite(page: Page, leg: Leg, append: Append, now: number, touched: Set<Row>): void {
  const { events, outcomes, parked, waits, diverted, connections, finish } = append;
  const ended = events.some((event) => event.type === 'step-finished');
  if (!ended && !finish && outcomes.length + parked.length + waits.length + diverted.length === 0) return;
  const row = rowOf(page, leg);
  touched.add(row);
  const { whole } = row;
  for (const event of events)
    if (event.type === 'step-finished') countStep(stepOf(row, event.node, connections), whole, event);
  let delivered = 0;
  for (const { node, state, again } of outcomes) {
    if (state !== 'delivered' || again) continue;
    stepOf(row, node, connections).delivered += 1;
    delivered += 1;
  }
  if (delivered > 0) countDeliveries(whole, leg, delivered, now);
  const troubled = (node: string, trouble: TroubleClass | undefined, add: 'parked' | 'retried' | undefined) => {
    for (const counts of [stepOf(row, node, connections), whole]) {
      if (trouble) counts.troubles[trouble] = (counts.troubles[trouble] ?? 0) + 1;
      if (add) counts[add] += 1;
    }
  };
  for (const { node, trouble } of parked) troubled(node, trouble.class, 'parked');
  for (const { node, kind, messages } of waits) {
    if (kind === 'onward') continue;
    for (const { trouble } of messages) troubled(node, trouble?.class, isNoTry(trouble?.class) ? undefined : 'retried');
  }
  for (const { node, trouble } of diverted) troubled(node, trouble, undefined);
  if (finish && leg.kind === 'origin') whole.came += leg.messages.length;
}

function countStep(step: Counts, whole: Counts, event: Extract<Event, { type: 'step-finished' }>): void {
  step.came += event.in;
  step.filtered += event.filtered;
  whole.filtered += event.filtered;
  for (const port in event.out) step.ports[port] = (step.ports[port] ?? 0) + (event.out[port] ?? 0);
  time(step, event.ms, event.in);
}

function countDeliveries(whole: Counts, leg: Leg, n: number, now: number): void {
  whole.delivered += n;
  if (leg.kind !== 'replay') time(whole, now - Date.parse(leg.acceptedAt), n);
}

/** Clocks of two machines may differ, and one may be set back: less than nothing is nothing. */
function time(counts: Counts, ms: number, messages: number): void {
  if (messages === 0) return;
  const lasted = Math.max(0, Math.round(ms));
  counts.ms += lasted * messages;
  counts.sketch.accept(lasted, messages);
}

function rowOf(page: Page, { workspace, flow }: Leg): Row {
  const found = page.flows.get(flow);
  if (found) return found;
  const row: Row = { workspace, flow, whole: emptyCounts('', ''), steps: new Map() };
  page.flows.set(flow, row);
  return row;
}

function stepOf({ steps }: Row, node: string, connections: Append['connections']): Counts {
  const connection = connections?.get(node) ?? '';
  const of = steps.get(node);
  const found = of?.find((counts) => counts.connection === connection);
  if (found) return found;
  const counts = emptyCounts(node, connection);
  steps.set(node, of ? [...of, counts] : [counts]);
  return counts;
}

/** In no order: no other statement writes these rows, so none can wait for another. */
function cteOf(sql: Sql, page: Page, touched: Set<Row>): ReturnType<Sql> {
  const rows = [...touched].map(({ workspace, flow, whole, steps }) => ({
    ...{ workspace, flow, whole: packCounts(whole) },
    steps: [...steps.values()].flatMap((of) => of.map(packCounts)),
  }));
  return sql`,
    counted as (
      insert into roll_up_minute (workspace, flow, at, writer, whole, steps)
      select u.workspace, u.flow, ${new Date(page.minute)}::timestamptz, ${page.writer}::uuid, u.whole, u.steps
      from json_to_recordset(${storableJson(rows)}::text::json) as u (workspace uuid, flow uuid, whole json, steps json)
      where exists (select 1 from mine)
      on conflict (workspace, flow, at, writer) do update set whole = excluded.whole, steps = excluded.steps, folded = false
    )`;
}
