import { bigint, date, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What the ledger counts apart from received messages. The ledger itself is the SQL functions `message_states` and `ledger`. */

/** The last few suppressed deliveries of each trigger; how many there were stands in `tally`. */
export const duplicate = pgTable('duplicate', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  workspace: uuid().notNull(),
  trigger: uuid().notNull(),
  at: timestamp({ withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  sourceId: text('source_id'),
  /** The first message, where it could be looked up. */
  message: text(),
});

/** Messages that a person ran again, per UTC day. */
export const replay = pgTable(
  'replay',
  {
    trigger: uuid().notNull(),
    day: date({ mode: 'string' }).notNull(),
    workspace: uuid().notNull(),
    n: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trigger, table.day] })],
);
