-- A day of history begins empty and is written to at once, long before Postgres has looked at it. Without statistics it takes
-- any index that begins with class and day to be as good as another, and reads the whole day for the messages of one run.
-- So each table is told beforehand what will be in it: one class, one day, many runs, and an id that never comes twice.
create function expect_history(history regclass) returns void language plpgsql as $$
declare
  expected constant jsonb := '{
    "keep": 1, "day": 1, "workspace": 1, "flow": 4, "trigger": 4, "node": 4,
    "id": -1, "message": -0.9, "leg": -0.9, "run": -0.3, "key": -0.5, "accepted_at": -0.5, "received_at": -0.5
  }';
  found record;
begin
  -- From Postgres 18 on; older ones learn it from the first analyze.
  if to_regproc('pg_restore_attribute_stats') is null then return; end if;
  for found in
    select n.nspname, c.relname, a.attname, expected ->> a.attname as n_distinct
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.oid = history and c.reltuples < 0 and expected ? a.attname
  loop
    execute format(
      'select pg_restore_attribute_stats(''schemaname'', %L::text, ''relname'', %L::text, ''attname'', %L::text, ''inherited'', false, ''null_frac'', 0::real, ''avg_width'', 16, ''n_distinct'', %L::real)',
      found.nspname, found.relname, found.attname, found.n_distinct
    );
  end loop;
end $$;
--> statement-breakpoint
do $$
declare
  leaf regclass;
begin
  for leaf in
    select t.relid from unnest(array['message', 'run', 'journal', 'outcome']) as h (name), pg_partition_tree(h.name::regclass) t where t.isleaf
  loop
    perform expect_history(leaf);
  end loop;
end $$;
