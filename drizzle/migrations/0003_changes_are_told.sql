-- Whoever changes where hooks lead or how a system is reached: every process hears of it, and forgets what it remembered.
create function tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('house', tg_table_name);
  return null;
end $$;
--> statement-breakpoint
create trigger flow_trigger_tells after insert or update or delete on flow_trigger
  for each statement execute function tell_change();
--> statement-breakpoint
create trigger connection_tells after insert or update or delete on connection
  for each statement execute function tell_change();
