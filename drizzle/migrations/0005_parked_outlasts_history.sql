-- When a parked message was accepted: the time that its mapping sees, also when a person retries it after its history is gone.
alter table parked add column accepted_at timestamptz not null default now();
--> statement-breakpoint
update parked set accepted_at = coalesce(
  (select received_at from message m where m.keep = parked.keep and m.day = parked.day and m.id = parked.root), parked.at
);
