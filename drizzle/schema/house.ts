import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { JsonObject } from '#flow/json.ts';
import type { OwnLimits } from '#flow/limits.ts';

/** Workspaces, flows, triggers, connections. Every table of ours carries the workspace. */

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const workspace = pgTable('workspace', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const vaultCheck = pgTable('vault_check', {
  one: boolean().primaryKey().default(true),
  sealed: text().notNull(),
});

export const flow = pgTable(
  'flow',
  {
    workspace: uuid().notNull(),
    id: uuid().notNull(),
    /** The draft: canonical text. */
    document: text().notNull(),
    /** Grows with every save; a save names the one it started from. */
    revision: integer().notNull().default(1),
    published: integer(),
    createdAt: moment('created_at').notNull().defaultNow(),
    savedAt: moment('saved_at').notNull().defaultNow(),
    savedBy: text('saved_by').notNull(),
    removedAt: moment('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.id] })],
);

/** Immutable: the database refuses update and delete. */
export const flowVersion = pgTable(
  'flow_version',
  {
    workspace: uuid().notNull(),
    flow: uuid().notNull(),
    version: integer().notNull(),
    document: text().notNull(),
    publishedAt: moment('published_at').notNull().defaultNow(),
    publishedBy: text('published_by').notNull(),
    /** Grows where a version changes the order that is kept. */
    epoch: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.flow, table.version] })],
);

export const flowTrigger = pgTable(
  'flow_trigger',
  {
    workspace: uuid().notNull(),
    id: uuid().notNull(),
    flow: uuid().notNull(),
    node: text().notNull(),
    /** Unguessable; the address is `/hooks/<path>`. */
    hookPath: text('hook_path').notNull().unique(),
    /** The version whose config the door uses. */
    version: integer().notNull(),
    active: boolean().notNull().default(true),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.id] }),
    unique('flow_trigger_workspace_flow_node_key').on(table.workspace, table.flow, table.node),
  ],
);

export const connection = pgTable(
  'connection',
  {
    workspace: uuid().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    connector: text().notNull(),
    /** `sandbox:shopify`, or https://… without a trailing slash. */
    address: text().notNull(),
    sandbox: boolean().notNull().default(false),
    settings: jsonb().$type<JsonObject>().notNull().default({}),
    /** The secrets as sealed by the vault; never selected outside server/store/connections.ts. */
    sealed: text(),
    secretsSet: text('secrets_set').array().notNull().default([]),
    status: text().$type<'untested' | 'works' | 'fails' | 'unreadable'>().notNull().default('untested'),
    words: text(),
    testedAt: moment('tested_at'),
    /** In place of those that the connector declares. */
    limits: jsonb().$type<OwnLimits>().notNull().default({}),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.id] }),
    unique('connection_workspace_name_key').on(table.workspace, table.name),
  ],
);

export const changeLog = pgTable('change_log', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  workspace: uuid().notNull(),
  at: moment('at').notNull().defaultNow(),
  actor: text().notNull(),
  action: text().notNull(),
  subject: text().notNull(),
  details: jsonb().$type<JsonObject>().notNull().default({}),
});

export const sandboxRecord = pgTable(
  'sandbox_record',
  {
    system: text().notNull(),
    kind: text().notNull(),
    id: text().notNull(),
    position: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.system, table.kind, table.id] })],
);
