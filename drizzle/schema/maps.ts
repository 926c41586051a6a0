import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { LearnedShape } from '#flow/mapping-drift-learned.ts';

/** Maps that several flows use, and what messages were seen to look like; what each column says stands in the migration. */

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const sharedMap = pgTable(
  'shared_map',
  {
    workspace: uuid().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    removedAt: moment('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.id] })],
);

export const sharedMapVersion = pgTable(
  'shared_map_version',
  {
    workspace: uuid().notNull(),
    map: uuid().notNull(),
    version: integer().notNull(),
    document: text().notNull(),
    savedAt: moment('saved_at').notNull().defaultNow(),
    savedBy: text('saved_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.map, table.version] })],
);

export const shape = pgTable(
  'shape',
  {
    workspace: uuid().notNull(),
    flow: uuid().notNull(),
    node: text().notNull(),
    port: text().notNull(),
    shape: jsonb().$type<LearnedShape>().notNull(),
    seen: bigint({ mode: 'number' }).notNull(),
    firstSeen: moment('first_seen').notNull().defaultNow(),
    lastSeen: moment('last_seen').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.flow, table.node, table.port] })],
);
