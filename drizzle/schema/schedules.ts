import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '#flow/json.ts';

/** What sets off triggers by itself; what each column says stands in the migration. */

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const whose = { workspace: uuid().notNull(), trigger: uuid().notNull() };
const paused = { pausedAt: moment('paused_at'), pausedBy: text('paused_by') };

export const schedule = pgTable(
  'schedule',
  {
    ...whose,
    cron: text().notNull(),
    zone: text().notNull(),
    misfire: text().$type<'skip' | 'once' | 'all'>().notNull(),
    most: integer().notNull(),
    dueAt: moment('due_at'),
    lastDue: moment('last_due'),
    firedAt: moment('fired_at'),
    lastRun: uuid('last_run'),
    ...paused,
  },
  (table) => [primaryKey({ columns: [table.workspace, table.trigger] })],
);

/** What stopped a poll, for the screen. */
export type PollTrouble = {
  class: 'passing' | 'rejected' | 'unauthorized' | 'bug';
  message: string;
  wayOut: string;
  /** ISO 8601 UTC, by the database's clock. */
  at: string;
};

export const checkpoint = pgTable(
  'checkpoint',
  {
    ...whose,
    everySeconds: integer('every_seconds').notNull(),
    cursor: jsonb().$type<Json>(),
    dueAt: moment('due_at'),
    owner: uuid(),
    leaseUntil: moment('lease_until'),
    fence: integer().notNull().default(0),
    polledAt: moment('polled_at'),
    lastRun: uuid('last_run'),
    tries: integer().notNull().default(0),
    trouble: jsonb().$type<PollTrouble>(),
    waiting: boolean().notNull().default(false),
    ...paused,
  },
  (table) => [primaryKey({ columns: [table.workspace, table.trigger] })],
);
