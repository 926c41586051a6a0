import { bigint, boolean, customType, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { TroubleClass } from '#flow/run/message.ts';

/**
 * What steps did, per minute, hour and day (UTC). Minutes are written together with the journal (server/journal/roll-up.ts
 * says what each count means), hours and days by folding (server/jobs/roll-ups.ts).
 */

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const count = (name: string) => bigint(name, { mode: 'number' }).notNull();

const key = {
  workspace: uuid().notNull(),
  flow: uuid().notNull(),
  /** When the minute, hour or day begins. */
  at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
  /** '' for the flow as a whole. */
  node: text().notNull(),
  /** '' for none. */
  connection: text().notNull(),
};

const counts = {
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

/** Already part of the next coarser row. */
const folded = boolean('folded').notNull().default(false);

export const rollUpMinute = pgTable(
  'roll_up_minute',
  { ...key, writer: uuid().notNull(), ...counts, folded },
  (table) => [
    primaryKey({ columns: [table.workspace, table.flow, table.at, table.node, table.connection, table.writer] }),
  ],
);

export const rollUpHour = pgTable('roll_up_hour', { ...key, ...counts, folded }, (table) => [
  primaryKey({ columns: [table.workspace, table.flow, table.at, table.node, table.connection] }),
]);

export const rollUpDay = pgTable('roll_up_day', { ...key, ...counts }, (table) => [
  primaryKey({ columns: [table.workspace, table.flow, table.at, table.node, table.connection] }),
]);
