-- Which leg made an outcome: a message that left one leg to wait, or that a person sent back, goes on in another, and
-- must not come back in the first when that one is resumed.
alter table outcome add column live bigint;
--> statement-breakpoint
-- In the order in which legs are claimed, so that a claim reads what it takes and not the whole backlog.
drop index run_live_ready;
--> statement-breakpoint
create index run_live_ready on run_live (priority desc, due_at, id) where state = 'queued';
