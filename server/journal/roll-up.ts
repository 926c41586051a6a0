import type { DDSketch } from '@datadog/sketches-js';
import type { Event } from '#flow/run/events.ts';
import type { TroubleClass } from '#flow/run/message.ts';
import type { Sql } from '../db.ts';
import type { Append, Leg } from '../executor/host.ts';
import { type Counts, emptyCounts } from './counts.ts';
import { createSketch, packSketch } from './sketch.ts';
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
  flows: Map<string, Map<string, Row[]>>;
}

interface Row extends Counts {
  workspace: string;
  flow: string;
  node: string;
  connection: string;
  sketch: DDSketch;
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
  const rowOf = (node: string) => {
    const row = findRow(page, leg, node, (node && connections?.get(node)) || '');
    touched.add(row);
    return row;
  };
  for (const event of events) if (event.type === 'step-finished') countStep(rowOf(event.node), rowOf(''), event);
  let delivered = 0;
  for (const { node, state } of outcomes) {
    if (state !== 'delivered') continue;
    rowOf(node).delivered += 1;
    delivered += 1;
  }
  if (delivered > 0) countDeliveries(rowOf(''), leg, delivered, now);
  const troubled = (node: string, trouble: TroubleClass | undefined, add: 'parked' | 'retried' | undefined) => {
    for (const row of [rowOf(node), rowOf('')]) {
      if (trouble) row.troubles[trouble] = (row.troubles[trouble] ?? 0) + 1;
      if (add) row[add] += 1;
    }
  };
  for (const { node, trouble } of parked) troubled(node, trouble.class, 'parked');
  for (const { node, kind, messages } of waits) {
    if (kind === 'onward') continue;
    for (const { trouble } of messages)
      troubled(node, trouble?.class, trouble?.class === 'limit' ? undefined : 'retried');
  }
  for (const { node, trouble } of diverted) troubled(node, trouble, undefined);
  if (finish && leg.kind === 'origin') rowOf('').came += leg.messages.length;
}

function countStep(step: Row, whole: Row, event: Extract<Event, { type: 'step-finished' }>): void {
  step.came += event.in;
  step.filtered += event.filtered;
  whole.filtered += event.filtered;
  for (const [port, n] of Object.entries(event.out)) step.ports[port] = (step.ports[port] ?? 0) + n;
  time(step, event.ms, event.in);
}

function countDeliveries(whole: Row, leg: Leg, n: number, now: number): void {
  whole.delivered += n;
  if (leg.kind !== 'replay') time(whole, now - Date.parse(leg.acceptedAt), n);
}

/** Clocks of two machines may differ, and one may be set back: less than nothing is nothing. */
function time(row: Row, ms: number, messages: number): void {
  if (messages === 0) return;
  const lasted = Math.max(0, Math.round(ms));
  row.ms += lasted * messages;
  row.sketch.accept(lasted, messages);
}

function findRow(page: Page, { workspace, flow }: Leg, node: string, connection: string): Row {
  const nodes = page.flows.get(flow) ?? new Map<string, Row[]>();
  const rows = nodes.get(node) ?? [];
  const found = rows.find((row) => row.connection === connection);
  if (found) return found;
  const row: Row = { workspace, flow, node, connection, ...emptyCounts(), sketch: createSketch() };
  page.flows.set(flow, nodes.set(node, [...rows, row]));
  return row;
}

/** In no order: no other statement writes these rows, so none can wait for another. */
function cteOf(sql: Sql, page: Page, touched: Set<Row>): ReturnType<Sql> {
  const rows = [...touched].map((row) => ({ ...row, sketch: packSketch(row.sketch).toString('base64') }));
  return sql`,
    counted as (
      insert into roll_up_minute (workspace, flow, at, node, connection, writer, came, delivered, filtered, parked, retried, ms, ports, troubles, sketch)
      select u.workspace, u.flow, ${new Date(page.minute)}::timestamptz, u.node, u.connection, ${page.writer}::uuid,
        u.came, u.delivered, u.filtered, u.parked, u.retried, u.ms, u.ports, u.troubles, decode(u.sketch, 'base64')
      from json_to_recordset(${storableJson(rows)}::text::json) as u (
        workspace uuid, flow uuid, node text, connection text, came bigint, delivered bigint, filtered bigint,
        parked bigint, retried bigint, ms bigint, ports jsonb, troubles jsonb, sketch text
      ) where exists (select 1 from mine)
      on conflict (workspace, flow, at, node, connection, writer) do update set
        came = excluded.came, delivered = excluded.delivered, filtered = excluded.filtered, parked = excluded.parked, retried = excluded.retried,
        ms = excluded.ms, ports = excluded.ports, troubles = excluded.troubles, sketch = excluded.sketch, folded = false
    )`;
}
