import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What all workers share of a connection; what each column says stands in the migration. Written by server/limits and server/store. */

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const whose = { workspace: uuid().notNull(), connection: uuid().notNull() };

export const connectionUse = pgTable(
  'connection_use',
  {
    ...whose,
    failures: integer().notNull().default(0),
    reason: text(),
    opened: integer().notNull().default(0),
    openUntil: moment('open_until'),
    probeUntil: moment('probe_until'),
    blockedUntil: moment('blocked_until'),
    promisedUntil: moment('promised_until'),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.connection] })],
);

export const connectionSpent = pgTable(
  'connection_spent',
  {
    ...whose,
    per: text().$type<'second' | 'minute' | 'day'>().notNull(),
    at: moment('at').notNull(),
    calls: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.connection, table.per, table.at] })],
);

export const connectionSlot = pgTable(
  'connection_slot',
  {
    ...whose,
    worker: uuid().notNull(),
    held: integer().notNull(),
    wanted: integer().notNull(),
    until: moment('until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.connection, table.worker] })],
);

export const connectionToken = pgTable(
  'connection_token',
  {
    ...whose,
    name: text().notNull(),
    stamp: text().notNull(),
    generation: integer().notNull().default(0),
    /** By the vault; only server/store/tokens.ts opens it. */
    sealed: text(),
    until: moment('until'),
    refused: jsonb().$type<{ message: string; wayOut: string }>(),
    holder: uuid(),
    leaseUntil: moment('lease_until'),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.connection, table.name] })],
);
