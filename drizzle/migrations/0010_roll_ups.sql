-- What steps did, counted in the statement that journals it. A row belongs to one writer, which writes it whole: no row is
-- hot, and nothing is added up in the database. All steps of a flow stand in one row, so that a write of many legs costs one
-- row and not one per step; server/journal/counts.ts has the form of `whole` and `steps`.
-- Only `at` and `folded` are indexed and a row is rewritten many times within its minute, so pages keep room for that.
create table roll_up_minute (
  workspace uuid not null,
  flow uuid not null,
  at timestamptz not null,
  writer uuid not null,
  whole json not null,
  steps json not null,
  folded boolean not null default false,
  primary key (workspace, flow, at, writer)
) with (fillfactor = 60);
--> statement-breakpoint
create index roll_up_minute_open on roll_up_minute (at) where not folded;
--> statement-breakpoint
create index roll_up_minute_at on roll_up_minute (at);
--> statement-breakpoint
-- `node` '' is the flow as a whole, `connection` '' is none.
create table roll_up_hour (
  workspace uuid not null,
  flow uuid not null,
  at timestamptz not null,
  node text not null,
  connection text not null,
  came bigint not null,
  delivered bigint not null,
  filtered bigint not null,
  parked bigint not null,
  retried bigint not null,
  ms bigint not null,
  ports jsonb not null,
  troubles jsonb not null,
  sketch bytea not null,
  folded boolean not null default false,
  primary key (workspace, flow, at, node, connection)
);
--> statement-breakpoint
create index roll_up_hour_open on roll_up_hour (at) where not folded;
--> statement-breakpoint
create index roll_up_hour_at on roll_up_hour (at);
--> statement-breakpoint
create table roll_up_day (
  workspace uuid not null,
  flow uuid not null,
  at timestamptz not null,
  node text not null,
  connection text not null,
  came bigint not null,
  delivered bigint not null,
  filtered bigint not null,
  parked bigint not null,
  retried bigint not null,
  ms bigint not null,
  ports jsonb not null,
  troubles jsonb not null,
  sketch bytea not null,
  primary key (workspace, flow, at, node, connection)
);
