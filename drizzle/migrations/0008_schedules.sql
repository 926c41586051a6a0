-- What sets off triggers by itself. Both tables belong to the trigger's id, so that a schedule's last firing and a poll's
-- cursor outlive every version. `due_at` null: nothing is due any more, or the trigger's node is gone.
create table schedule (
  workspace uuid not null,
  trigger uuid not null,
  cron text not null,
  zone text not null,
  misfire text not null check (misfire in ('skip', 'once', 'all')),
  most integer not null,
  due_at timestamptz,
  -- The due instant that was fired last, and when that was.
  last_due timestamptz,
  fired_at timestamptz,
  last_run uuid,
  paused_at timestamptz,
  paused_by text,
  primary key (workspace, trigger),
  foreign key (workspace, trigger) references flow_trigger (workspace, id)
);
--> statement-breakpoint
create index schedule_due on schedule (due_at) where due_at is not null and paused_at is null;
--> statement-breakpoint
-- How far a polled system has been read. Written in the transaction of the page that was read, by the holder of the lease.
create table checkpoint (
  workspace uuid not null,
  trigger uuid not null,
  every_seconds integer not null,
  cursor jsonb,
  due_at timestamptz,
  -- Who polls now, until when; the number grows with every holder.
  owner uuid,
  lease_until timestamptz,
  fence integer not null default 0,
  -- When a poll last read to the end, and the run that the last message went into.
  polled_at timestamptz,
  last_run uuid,
  -- Failures in a row, and what the last one said.
  tries integer not null default 0,
  trouble jsonb,
  -- Too much of the flow is still in flight to read more.
  waiting boolean not null default false,
  paused_at timestamptz,
  paused_by text,
  primary key (workspace, trigger),
  foreign key (workspace, trigger) references flow_trigger (workspace, id)
);
--> statement-breakpoint
create index checkpoint_due on checkpoint (due_at) where due_at is not null and paused_at is null;
