-- Order per key, and a fair share of every worker for every flow. A lane is claimed by one worker at a time; a key that
-- waits or is parked holds back what comes after it, and nothing else.
drop index run_live_ready;
--> statement-breakpoint
drop index run_live_one_per_lane;
--> statement-breakpoint
alter table run_live
  drop column priority,
  alter column lane type text,
  add column hold_key text,
  add column origin bigint,
  add column lost smallint not null default 0,
  drop constraint run_live_state_check,
  add constraint run_live_state_check check (state in ('queued', 'running', 'held')),
  drop constraint run_live_kind_check,
  add constraint run_live_kind_check check (kind in ('origin', 'retry', 'replay', 'onward'));
--> statement-breakpoint
-- Led by the flow, so that a claim takes the oldest few of each without reading the backlog of the busiest.
create index run_live_ready on run_live (flow, due_at, id) where state = 'queued' and lane is null;
--> statement-breakpoint
create index run_live_lanes on run_live (flow, lane, id) where state = 'queued' and lane is not null;
--> statement-breakpoint
create unique index run_live_one_per_lane on run_live (flow, lane) where state = 'running' and lane is not null;
--> statement-breakpoint
create index run_live_by_epoch on run_live (flow, epoch);
--> statement-breakpoint
create index run_live_holding on run_live (flow, hold_key, id) where hold_key is not null;
--> statement-breakpoint
alter table parked add column hold_key text, add column origin bigint;
--> statement-breakpoint
create index parked_holding on parked (flow, hold_key) where hold_key is not null and state = 'parked';
--> statement-breakpoint
-- Grows where a version changes the order that is kept: runs of it wait for all older ones.
alter table flow_version add column epoch integer not null default 0;
--> statement-breakpoint
-- With keep and day in front these are better than the primary key to whoever knows nothing of a day: one that has just
-- begun has no statistics, and its messages were found by reading all of them.
drop index message_by_run;
--> statement-breakpoint
create index message_by_run on message (keep, day, run, seq);
--> statement-breakpoint
drop index outcome_by_run;
--> statement-breakpoint
create index outcome_by_run on outcome (keep, day, run);
