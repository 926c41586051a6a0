import {
  bigint,
  boolean,
  customType,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { TroubleClass } from '#flow/run/message.ts';

/**
 * What steps did, per minute, hour and day (UTC). Minutes are written together with the journal (server/journal/counts.ts
 * says what each count means), hours and days by folding (server/jobs/roll-ups.ts).
 */

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const count = (name: string) => bigint(name, { mode: 'number' }).notNull();

const span = {
  workspace: uuid().notNull(),
  flow: uuid().notNull(),
  /** When the minute, hour or day begins. */
  at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
};

/** Already part of the next coarser row. */
const folded = boolean('folded').notNull().default(false);

export const rollUpMinute = pgTable(
  'roll_up_minute',
  {
    ...span,
    writer: uuid().notNull(),
    whole: json().notNull(),
    steps: json().notNull(),
    folded,
  },
  (table) => [primaryKey({ columns: [table.workspace, table.flow, table.at, table.writer] })],
);

const counts = {
  ...span,
  /** '' for the flow as a whole. */
  node: text().notNull(),
  /** '' for none. */
  connection: text().notNull(),
  came: count('came'),
  delivered: count('delivered'),
  filtered: count('filtered'),
  parked: count('parked'),
  retried: count('retried'),
  ms: count('ms'),
  ports: jsonb().$type<Record<string, number>>().notNull(),
  troubles: jsonb().$type<Partial<Record<TroubleClass, number>>>().notNull(),
  sketch: bytea().notNull(),
};

export const rollUpHour = pgTable('roll_up_hour', { ...counts, folded }, (table) => [
  primaryKey({ columns: [table.workspace, table.flow, table.at, table.node, table.connection] }),
]);

export const rollUpDay = pgTable('roll_up_day', counts, (table) => [
  primaryKey({ columns: [table.workspace, table.flow, table.at, table.node, table.connection] }),
]);
