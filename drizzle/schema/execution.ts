import {
  bigint,
  customType,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Event } from '#flow/run/events.ts';
import type { Headers, Trouble } from '#flow/run/message.ts';

/**
 * Execution: what is written by hand-made statements in server/journal and read by drizzle and SQL alike.
 * `keep` (days) and `day` place a row in its history partition; all rows of a run carry the run's own.
 */

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const place = { keep: smallint().notNull(), day: date({ mode: 'string' }).notNull() };

export const message = pgTable(
  'message',
  {
    ...place,
    id: text().notNull(),
    workspace: uuid().notNull(),
    flow: uuid().notNull(),
    trigger: uuid().notNull(),
    run: uuid().notNull(),
    seq: integer().notNull(),
    key: text(),
    sourceId: text('source_id'),
    n: integer().notNull().default(1),
    headers: jsonb().$type<Headers>().notNull(),
    /** The body as it came; `raw` instead where it is not UTF-8 text without NUL. */
    body: text(),
    raw: bytea(),
    receivedAt: moment('received_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.keep, table.day, table.id] })],
);

export const run = pgTable(
  'run',
  {
    ...place,
    id: uuid().notNull(),
    workspace: uuid().notNull(),
    flow: uuid().notNull(),
    version: integer().notNull(),
    trigger: uuid(),
    mode: text().notNull(),
    status: text().notNull(),
    startedBy: text('started_by').notNull(),
    keys: text().array().notNull().default([]),
    received: integer().notNull(),
    delivered: integer().notNull().default(0),
    filtered: integer().notNull().default(0),
    parked: integer().notNull().default(0),
    cancelled: integer().notNull().default(0),
    discarded: integer().notNull().default(0),
    error: text(),
    acceptedAt: moment('accepted_at').notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [primaryKey({ columns: [table.keep, table.day, table.id] })],
);

export const journal = pgTable(
  'journal',
  {
    ...place,
    run: uuid().notNull(),
    leg: bigint({ mode: 'number' }).notNull(),
    seq: integer().notNull(),
    fence: integer().notNull(),
    format: smallint().notNull(),
    at: moment('at').notNull().defaultNow(),
    events: jsonb().$type<Event[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.keep, table.day, table.run, table.leg, table.seq] })],
);

export const outcome = pgTable(
  'outcome',
  {
    ...place,
    message: text().notNull(),
    leg: text().notNull(),
    node: text().notNull(),
    workspace: uuid().notNull(),
    run: uuid().notNull(),
    state: text().notNull(),
    port: text(),
    sent: text(),
    reply: text(),
    externalId: text('external_id'),
    at: moment('at').notNull().defaultNow(),
    live: bigint({ mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.keep, table.day, table.message, table.leg, table.node] })],
);

export const runLive = pgTable('run_live', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  workspace: uuid().notNull(),
  flow: uuid().notNull(),
  version: integer().notNull(),
  trigger: uuid(),
  run: uuid().notNull(),
  ...place,
  kind: text().notNull(),
  parent: bigint({ mode: 'number' }),
  fromNode: text('from_node'),
  attempt: integer().notNull().default(1),
  /** When `fromNode` was first tried. */
  since: moment('since'),
  mode: text().notNull().default('live'),
  /** One leg of a lane runs at a time; null: no order is kept. */
  lane: text(),
  epoch: integer().notNull().default(0),
  /** The key that this leg holds, or is held behind. */
  holdKey: text('hold_key'),
  /** Where it stands in the order of acceptance: the leg in which its messages came. Null: itself. */
  origin: bigint({ mode: 'number' }),
  /** Workers that ended while they ran it. */
  lost: smallint().notNull().default(0),
  state: text().notNull().default('queued'),
  startedBy: text('started_by').notNull(),
  acceptedAt: moment('accepted_at').notNull().defaultNow(),
  dueAt: moment('due_at').notNull().defaultNow(),
  owner: uuid(),
  leaseUntil: moment('lease_until'),
  fence: integer().notNull().default(0),
  n: integer().notNull(),
});

export const waiting = pgTable(
  'waiting',
  {
    live: bigint({ mode: 'number' }).notNull(),
    seq: integer().notNull(),
    id: text().notNull(),
    root: text().notNull(),
    parents: text().array().notNull(),
    key: text(),
    headers: jsonb().$type<Headers>().notNull(),
    body: text().notNull(),
    trouble: jsonb().$type<Trouble>(),
  },
  (table) => [primaryKey({ columns: [table.live, table.seq] })],
);

export const inboxKey = pgTable('inbox_key', {
  id: uuid().primaryKey(),
  message: text().notNull(),
  day: date({ mode: 'string' }).notNull(),
  until: moment('until').notNull(),
});

export const receipt = pgTable(
  'receipt',
  {
    workspace: uuid().notNull(),
    connection: uuid().notNull(),
    entity: text().notNull(),
    sourceKey: text('source_key').notNull(),
    externalId: text('external_id').notNull(),
    version: text(),
    hash: text(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.connection, table.entity, table.sourceKey] })],
);

export const parked = pgTable(
  'parked',
  {
    id: uuid().primaryKey(),
    workspace: uuid().notNull(),
    flow: uuid().notNull(),
    version: integer().notNull(),
    node: text().notNull(),
    run: uuid().notNull(),
    ...place,
    message: text().notNull(),
    root: text().notNull(),
    parents: text().array().notNull(),
    key: text(),
    headers: jsonb().$type<Headers>().notNull(),
    body: text().notNull(),
    trouble: jsonb().$type<Trouble>().notNull(),
    state: text().$type<'parked' | 'retried' | 'discarded'>().notNull().default('parked'),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
    reason: text(),
    at: moment('at').notNull().defaultNow(),
    acceptedAt: moment('accepted_at').notNull().defaultNow(),
    /** In a flow that keeps order: messages of this key wait until somebody decides. */
    holdKey: text('hold_key'),
    /** The leg in which it came; see run_live. */
    origin: bigint({ mode: 'number' }),
  },
  (table) => [unique('parked_run_message_node_key').on(table.run, table.message, table.node)],
);

export const tally = pgTable(
  'tally',
  {
    trigger: uuid().notNull(),
    minute: moment('minute').notNull(),
    writer: uuid().notNull(),
    workspace: uuid().notNull(),
    received: integer().notNull().default(0),
    duplicates: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.trigger, table.minute, table.writer] })],
);
