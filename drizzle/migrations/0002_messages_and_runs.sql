-- Execution. History (message, run, journal, outcome) is partitioned by retention class, then by day, so that it is
-- dropped, never deleted. Dedupe keys, receipts and parked messages live apart and outlast it.
create table message (
  keep smallint not null,
  day date not null,
  id text not null,
  workspace uuid not null,
  flow uuid not null,
  trigger uuid not null,
  run uuid not null,
  seq integer not null,
  key text,
  source_id text,
  n integer not null default 1,
  headers jsonb not null,
  body text,
  raw bytea,
  received_at timestamptz not null default now(),
  primary key (keep, day, id),
  check (num_nonnulls(body, raw) = 1)
) partition by list (keep);
--> statement-breakpoint
create index message_by_run on message (run, seq);
--> statement-breakpoint
create index message_by_flow on message (workspace, flow, received_at desc);
--> statement-breakpoint
create index message_by_key on message (workspace, key, id) where key is not null;
--> statement-breakpoint
create table run (
  keep smallint not null,
  day date not null,
  id uuid not null,
  workspace uuid not null,
  flow uuid not null,
  version integer not null,
  trigger uuid,
  mode text not null,
  status text not null,
  started_by text not null,
  keys text[] not null default '{}',
  received integer not null,
  delivered integer not null default 0,
  filtered integer not null default 0,
  parked integer not null default 0,
  cancelled integer not null default 0,
  discarded integer not null default 0,
  error text,
  accepted_at timestamptz not null,
  finished_at timestamptz,
  primary key (keep, day, id)
) partition by list (keep);
--> statement-breakpoint
create index run_by_time on run (workspace, accepted_at desc, id);
--> statement-breakpoint
create index run_by_flow on run (workspace, flow, accepted_at desc, id);
--> statement-breakpoint
create table journal (
  keep smallint not null,
  day date not null,
  run uuid not null,
  leg bigint not null,
  seq integer not null,
  fence integer not null,
  format smallint not null,
  at timestamptz not null default now(),
  events jsonb not null,
  primary key (keep, day, run, leg, seq)
) partition by list (keep);
--> statement-breakpoint
-- One row per end of a leg: an effect done, a message filtered or parked. `message` is the received message.
create table outcome (
  keep smallint not null,
  day date not null,
  message text not null,
  leg text not null,
  node text not null,
  workspace uuid not null,
  run uuid not null,
  state text not null,
  port text,
  sent text,
  reply text,
  external_id text,
  at timestamptz not null default now(),
  primary key (keep, day, message, leg, node)
) partition by list (keep);
--> statement-breakpoint
create index outcome_by_run on outcome (run);
--> statement-breakpoint
do $$
declare
  history text;
  class integer;
begin
  foreach history in array array['message', 'run', 'journal', 'outcome'] loop
    foreach class in array array[1, 7, 30, 90, 365] loop
      execute format('create table %I partition of %I for values in (%s) partition by range (day)', history || '_' || class, history, class);
      execute format('create table %I partition of %I default', history || '_' || class || '_rest', history || '_' || class);
    end loop;
  end loop;
end $$;
--> statement-breakpoint
-- The run queue. A row is one leg of a run: the run itself, or messages that left it to wait. Deleted when finished.
create table run_live (
  id bigint generated always as identity primary key,
  workspace uuid not null,
  flow uuid not null,
  version integer not null,
  trigger uuid,
  run uuid not null,
  keep smallint not null,
  day date not null,
  kind text not null check (kind in ('origin', 'retry', 'replay')),
  parent bigint,
  from_node text,
  attempt integer not null default 1,
  mode text not null default 'live',
  lane smallint,
  epoch integer not null default 0,
  priority smallint not null default 0,
  state text not null default 'queued' check (state in ('queued', 'running')),
  started_by text not null,
  accepted_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  owner uuid,
  lease_until timestamptz,
  fence integer not null default 0,
  n integer not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
--> statement-breakpoint
create index run_live_ready on run_live (due_at, id) where state = 'queued';
--> statement-breakpoint
create index run_live_leased on run_live (lease_until) where state = 'running';
--> statement-breakpoint
create index run_live_by_run on run_live (run);
--> statement-breakpoint
create unique index run_live_one_per_lane on run_live (flow, lane) where state = 'running' and lane is not null;
--> statement-breakpoint
-- Messages of a waiting leg, as they were when they left the run.
create table waiting (
  live bigint not null references run_live on delete cascade,
  seq integer not null,
  id text not null,
  root text not null,
  parents text[] not null,
  key text,
  headers jsonb not null,
  body text not null,
  trouble jsonb,
  primary key (live, seq)
);
--> statement-breakpoint
create index waiting_by_root on waiting (root);
--> statement-breakpoint
-- Source ids already taken, by trigger: half of sha256(trigger, source id).
create table inbox_key (
  id uuid primary key,
  message text not null,
  day date not null,
  until timestamptz not null
);
--> statement-breakpoint
create index inbox_key_until on inbox_key using brin (until);
--> statement-breakpoint
create table receipt (
  workspace uuid not null,
  connection uuid not null,
  entity text not null,
  source_key text not null,
  external_id text not null,
  version text,
  hash text,
  at timestamptz not null default now(),
  primary key (workspace, connection, entity, source_key),
  unique (workspace, connection, entity, external_id)
);
--> statement-breakpoint
-- A message that needs a person. Holds a copy of the body, so that it outlasts history.
create table parked (
  id uuid primary key,
  workspace uuid not null,
  flow uuid not null,
  version integer not null,
  node text not null,
  run uuid not null,
  keep smallint not null,
  day date not null,
  message text not null,
  root text not null,
  parents text[] not null,
  key text,
  headers jsonb not null,
  body text not null,
  trouble jsonb not null,
  state text not null default 'parked' check (state in ('parked', 'retried', 'discarded')),
  decided_by text,
  decided_at timestamptz,
  reason text,
  at timestamptz not null default now(),
  unique (run, message, node)
);
--> statement-breakpoint
create index parked_open on parked (workspace, at desc) where state = 'parked';
--> statement-breakpoint
create index parked_by_root on parked (root);
--> statement-breakpoint
-- Counts at the door, per trigger, minute and writing process, so that no row is hot.
create table tally (
  trigger uuid not null,
  minute timestamptz not null,
  writer uuid not null,
  workspace uuid not null,
  received integer not null default 0,
  duplicates integer not null default 0,
  primary key (trigger, minute, writer)
);
