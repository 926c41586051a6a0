-- Limits that a person set for a connection in place of the declared ones, by kind; see flow/limits.ts.
alter table connection add column limits jsonb not null default '{}';
--> statement-breakpoint
-- What all workers share of a connection: its breaker, the pause its system asked for, and until when waiting messages
-- were told to come back. Made when first asked for.
create table connection_use (
  workspace uuid not null,
  connection uuid not null,
  -- Passing failures in a row.
  failures integer not null default 0,
  reason text,
  -- Times in a row that the breaker opened; no `open_until`: it is closed. Past: one call may try.
  opened integer not null default 0,
  open_until timestamptz,
  probe_until timestamptz,
  blocked_until timestamptz,
  promised_until timestamptz,
  primary key (workspace, connection)
);
--> statement-breakpoint
-- Calls that were given out, by the end of the small span of time they were given out in. They count as made from then on.
create table connection_spent (
  workspace uuid not null,
  connection uuid not null,
  per text not null check (per in ('second', 'minute', 'day')),
  at timestamptz not null,
  calls integer not null,
  primary key (workspace, connection, per, at)
);
--> statement-breakpoint
-- Calls at once: so many are this worker's until then, unless it says so again.
create table connection_slot (
  workspace uuid not null,
  connection uuid not null,
  worker uuid not null,
  held integer not null,
  wanted integer not null,
  until timestamptz not null,
  primary key (workspace, connection, worker)
);
--> statement-breakpoint
-- Short-lived credentials, sealed by the vault; the stamp is that of the connection they were fetched for.
create table connection_token (
  workspace uuid not null,
  connection uuid not null,
  name text not null,
  stamp text not null,
  -- Grows with every fetch, so that who was refused with an older one knows that there is a newer.
  generation integer not null default 0,
  sealed text,
  until timestamptz,
  -- Why the system gives none; nobody asks again before the connection is changed or tested.
  refused jsonb,
  holder uuid,
  lease_until timestamptz,
  primary key (workspace, connection, name)
);
--> statement-breakpoint
-- When the step that waiting messages come back to was first tried: the give-up time counts from there.
alter table run_live add column since timestamptz;
--> statement-breakpoint
-- Takes calls and slots for one worker, or says what is in the way. One round trip; the row of connection_use is the lock,
-- held for some tens of microseconds. A function, because what others gave out meanwhile has to be read after the lock is
-- had, and the second statement of one sees that.
--   p_needs      how many calls each who waits here needs, in their order; given out from the front, each whole
--   p_spare      calls on top, for who comes next, if there are plenty
--   p_busy       calls of this worker under way, p_slots that plus those that could begin; `held` is what it may have under
--                way from now on: less than it has, where others lack and it holds more than its share
--   p_force      a person asks: neither breaker nor pause is in the way
-- Per second and minute the window slides. A call given out may be made up to `grace` later, so the window is taken so
-- much longer, and no window of the target's sees more than the limit. A day is the UTC day.
create function take_calls(
  p_workspace uuid, p_connection uuid, p_worker uuid, p_per text[], p_calls integer[], p_needs integer[], p_spare integer,
  p_concurrent integer, p_busy integer, p_slots integer, p_force boolean,
  out granted integer, out held integer, out reason text, out free_ms float8, out probe boolean, out calm boolean, out words text
) language plpgsql as $$
declare
  shared connection_use;
  t timestamptz;
  needs integer[] := p_needs;
  free_at timestamptz;
  others record;
  cap integer;
  span interval;
  grain float8;
  since timestamptz;
  lefts integer[] := '{}';
  room integer := 1000000;
  one integer;
  at_least integer;
  back timestamptz;
begin
  insert into connection_use (workspace, connection) values (p_workspace, p_connection) on conflict do nothing;
  select * into shared from connection_use u where u.workspace = p_workspace and u.connection = p_connection for update;
  t := clock_timestamp();
  granted := 0;
  held := 0;
  probe := false;
  words := shared.reason;
  calm := shared.failures = 0 and shared.open_until is null and coalesce(shared.blocked_until <= t, true);

  if not p_force and shared.blocked_until > t then
    reason := 'paused';
    free_at := shared.blocked_until;
  elsif shared.open_until is not null then
    if p_force then
      probe := true;
    elsif shared.open_until > t then
      reason := 'open';
      free_at := shared.open_until;
    elsif shared.probe_until > t then
      reason := 'probing';
      free_at := least(shared.probe_until, t + interval '2 seconds');
    else
      probe := true;
      needs := needs[1:1];
    end if;
  end if;
  if reason is not null then
    needs := '{}';
  end if;

  if p_concurrent is not null then
    delete from connection_slot s where s.workspace = p_workspace and s.connection = p_connection and s.until < t;
    select coalesce(sum(s.held), 0) as held, coalesce(bool_or(s.wanted > s.held), false) as lack, count(*) as n into others
    from connection_slot s where s.workspace = p_workspace and s.connection = p_connection and s.worker <> p_worker;
    cap := case when others.lack then ceil(p_concurrent::float8 / (others.n + 1)) else p_concurrent end;
    held := greatest(0, least(p_slots, cap, p_concurrent - others.held));
    if p_slots = 0 and p_busy = 0 then
      delete from connection_slot s where s.workspace = p_workspace and s.connection = p_connection and s.worker = p_worker;
    else
      insert into connection_slot values (p_workspace, p_connection, p_worker, greatest(held, p_busy), least(p_slots, p_concurrent),
        t + case when held = 0 and p_busy = 0 then interval '2 seconds' else interval '10 seconds' end)
      on conflict (workspace, connection, worker) do update set held = excluded.held, wanted = excluded.wanted, until = excluded.until;
    end if;
    if cardinality(needs) > greatest(0, held - p_busy) then
      needs := needs[1:greatest(0, held - p_busy)];
      reason := 'concurrent';
      free_at := t + interval '250 milliseconds';
    end if;
  end if;

  for i in 1 .. cardinality(p_per) loop
    span := case p_per[i] when 'second' then interval '1.1 seconds' when 'minute' then interval '61 seconds' end;
    since := case p_per[i] when 'day' then date_trunc('day', t, 'UTC') else t - span end;
    delete from connection_spent s
    where s.workspace = p_workspace and s.connection = p_connection and s.per = p_per[i] and s.at < since;
    select p_calls[i] - coalesce(sum(s.calls), 0) into one
    from connection_spent s where s.workspace = p_workspace and s.connection = p_connection and s.per = p_per[i];
    lefts := lefts || one;
    room := least(room, one);
  end loop;

  foreach one in array needs loop
    exit when granted + one > room;
    granted := granted + one;
    needs := needs[2:];
  end loop;

  if cardinality(needs) > 0 then
    -- What frees the next one's calls, by the limit that takes the longest.
    for i in 1 .. cardinality(p_per) loop
      at_least := granted + needs[1] - lefts[i];
      continue when at_least <= 0;
      if p_per[i] = 'day' then
        back := date_trunc('day', t, 'UTC') + interval '1 day';
      else
        span := case p_per[i] when 'second' then interval '1.1 seconds' else interval '61 seconds' end;
        select min(s.at) + span into back from (
          select given.at, sum(given.calls) over (order by given.at) as freed from connection_spent given
          where given.workspace = p_workspace and given.connection = p_connection and given.per = p_per[i]
        ) s where s.freed >= at_least;
        back := coalesce(back, t + span);
      end if;
      if free_at is null or reason = 'concurrent' or back > free_at then
        free_at := back;
        reason := p_per[i];
      end if;
    end loop;
  elsif reason is null and cardinality(p_per) > 0 then
    granted := granted + greatest(0, least(p_spare, room - granted));
  end if;

  if granted > 0 then
    for i in 1 .. cardinality(p_per) loop
      grain := case p_per[i] when 'second' then 0.02 when 'minute' then 1 end;
      insert into connection_spent as s values (p_workspace, p_connection, p_per[i],
        case p_per[i] when 'day' then date_trunc('day', t, 'UTC') else to_timestamp(ceil(extract(epoch from t) / grain) * grain) end, granted)
      on conflict (workspace, connection, per, at) do update set calls = s.calls + excluded.calls;
    end loop;
  end if;
  probe := probe and granted > 0;
  if probe then
    update connection_use u set probe_until = t + interval '45 seconds' where u.workspace = p_workspace and u.connection = p_connection;
  end if;
  free_ms := coalesce(extract(epoch from free_at - t) * 1000, 0);
end $$;
