-- The ledger: where every received message stands, computed from messages, outcomes and live legs, never from counters.
-- The last few deliveries that were suppressed as duplicates; older ones of a trigger make room for new ones.
create table duplicate (
  id bigint generated always as identity primary key,
  workspace uuid not null,
  trigger uuid not null,
  at timestamptz not null default now(),
  source_id text,
  message text
);
--> statement-breakpoint
create index duplicate_by_trigger on duplicate (trigger, id desc);
--> statement-breakpoint
-- Messages that a person ran again though they were done: counted apart from what was received.
create table replay (
  trigger uuid not null,
  day date not null,
  workspace uuid not null,
  n integer not null,
  primary key (trigger, day)
);
--> statement-breakpoint
create index parked_by_flow on parked (workspace, flow, at desc, id) where state = 'parked';
--> statement-breakpoint
-- Each received message of some runs, of a flow, or of a whole workspace, with its one state: in flight while a leg that
-- carries it is live; else the first of parked, cancelled, discarded, delivered, filtered that any of its legs ended in.
-- Null: nothing says where it is. `delivered` and `ends` say to how many of its targets it came. Whoever knows the class of
-- retention says so, and only its days are looked at.
-- Days are written into the statement as constants, so that Postgres plans for these days and not for all of history.
create function message_states(in_workspace uuid, in_flow uuid, in_runs uuid[], first date, last date, in_keep integer default null)
returns table (keep smallint, day date, message text, flow uuid, trigger uuid, run uuid, state text, delivered integer, ends integer)
language plpgsql stable as $function$
declare
  narrow text := case
    when in_runs is not null then format('and x.run = any(%L::uuid[])', in_runs)
    when in_flow is not null then format('and x.flow = %L::uuid', in_flow)
    else '' end;
  kept text := case when in_keep is null then '' else format('and keep = %L::smallint', in_keep) end;
begin
  return query execute format($query$
    with
    m as (
      select x.keep, x.day, x.id, x.flow, x.trigger, x.run from message x
      where x.workspace = %1$L::uuid and x.day between %2$L and %3$L %4$s %6$s
    ),
    ended as (
      select o.message,
        min(case o.state when 'parked' then 1 when 'cancelled' then 2 when 'discarded' then 3 when 'delivered' then 4 when 'filtered' then 5 end) as rank,
        bool_or(o.state = 'in-flight') as left_open,
        count(*) filter (where o.state = 'delivered')::int as delivered,
        count(*) filter (where o.state in ('delivered', 'parked', 'cancelled', 'discarded', 'in-flight'))::int as ends
      from m join outcome o on o.keep = m.keep and o.day = m.day and o.message = m.id
      where o.workspace = %1$L::uuid and o.day between %2$L and %3$L %5$s %7$s
      group by o.message
    ),
    begun as (select x.run from run_live x where x.kind = 'origin' and x.workspace = %1$L::uuid %4$s),
    carried as (
      select distinct w.root from run_live x join waiting w on w.live = x.id where x.kind <> 'origin' and x.workspace = %1$L::uuid %4$s
    )
    select m.keep, m.day, m.id, m.flow, m.trigger, m.run,
      case
        when m.run in (select b.run from begun b) or m.id in (select c.root from carried c) then 'in-flight'
        when e.left_open then null
        else (array['parked', 'cancelled', 'discarded', 'delivered', 'filtered'])[e.rank]
      end,
      coalesce(e.delivered, 0), coalesce(e.ends, 0)
    from m left join ended e on e.message = m.id
  $query$, in_workspace, first, last, narrow,
    case when in_runs is not null then format('and o.run = any(%L::uuid[])', in_runs) else '' end,
    replace(kept, 'keep', 'x.keep'), replace(kept, 'keep', 'o.keep'));
end $function$;
--> statement-breakpoint
-- Per trigger since a UTC day: what was received and where it is. `gap` is what was received and is nowhere: 0, or something
-- is lost. `differs` is by how many messages the totals of the runs and the count at the door say otherwise: 0, or one of
-- the counts is wrong. Without a flow: of every flow of the workspace.
create function ledger(in_workspace uuid, in_flow uuid, first date)
returns table (
  flow uuid, trigger uuid, received bigint, in_flight bigint, parked bigint, cancelled bigint, discarded bigint,
  delivered bigint, filtered bigint, gap bigint, partly bigint, duplicates bigint, replays bigint, differs bigint
)
language plpgsql stable as $function$
begin
  return query execute format($query$
    with
    counted as (
      select s.flow, s.trigger, count(*) as received,
        count(*) filter (where s.state = 'in-flight') as in_flight, count(*) filter (where s.state = 'parked') as parked,
        count(*) filter (where s.state = 'cancelled') as cancelled, count(*) filter (where s.state = 'discarded') as discarded,
        count(*) filter (where s.state = 'delivered') as delivered, count(*) filter (where s.state = 'filtered') as filtered,
        count(*) filter (where s.state is null) as gap,
        count(*) filter (where s.state in ('parked', 'cancelled', 'discarded') and s.delivered > 0) as partly
      from message_states(%1$L::uuid, %2$L::uuid, null, %3$L::date, %3$L::date + 400) s group by s.flow, s.trigger
    ),
    totals as (
      select t.trigger, sum(t.received) as received, sum(t.parked) as parked, sum(t.cancelled) as cancelled, sum(t.discarded) as discarded,
        sum(t.delivered) as delivered, sum(t.filtered) as filtered, sum(t.in_flight) as in_flight
      from (
        select r.trigger, r.received, r.parked, r.cancelled, r.discarded, r.delivered, r.filtered,
          case when r.status = 'waiting' then r.received - r.parked - r.cancelled - r.discarded - r.delivered - r.filtered else 0 end as in_flight
        from run r where r.workspace = %1$L::uuid and r.day between %3$L::date and %3$L::date + 400 and (%2$L::uuid is null or r.flow = %2$L::uuid)
        union all
        select l.trigger, l.n, 0, 0, 0, 0, 0, l.n from run_live l
        where l.kind = 'origin' and l.workspace = %1$L::uuid and l.day >= %3$L::date and (%2$L::uuid is null or l.flow = %2$L::uuid)
      ) t group by t.trigger
    ),
    door as (
      select y.trigger, f.flow, sum(y.received) as received, sum(y.duplicates) as duplicates
      from flow_trigger f join tally y on y.trigger = f.id
      where f.workspace = %1$L::uuid and (%2$L::uuid is null or f.flow = %2$L::uuid)
        and y.workspace = %1$L::uuid and y.minute >= %3$L::date::timestamp at time zone 'utc'
      group by y.trigger, f.flow
    ),
    again as (
      select p.trigger, sum(p.n) as replays from replay p where p.workspace = %1$L::uuid and p.day >= %3$L::date group by p.trigger
    )
    select coalesce(c.flow, d.flow), coalesce(c.trigger, d.trigger), coalesce(c.received, 0), coalesce(c.in_flight, 0), coalesce(c.parked, 0),
      coalesce(c.cancelled, 0), coalesce(c.discarded, 0), coalesce(c.delivered, 0), coalesce(c.filtered, 0), coalesce(c.gap, 0),
      coalesce(c.partly, 0), coalesce(d.duplicates, 0), coalesce(a.replays, 0),
      greatest(
        abs(coalesce(c.received, 0) - coalesce(d.received, 0)), abs(coalesce(c.received, 0) - coalesce(t.received, 0)),
        abs(coalesce(c.in_flight, 0) - coalesce(t.in_flight, 0)), abs(coalesce(c.parked, 0) - coalesce(t.parked, 0)),
        abs(coalesce(c.cancelled, 0) - coalesce(t.cancelled, 0)), abs(coalesce(c.discarded, 0) - coalesce(t.discarded, 0)),
        abs(coalesce(c.delivered, 0) - coalesce(t.delivered, 0)), abs(coalesce(c.filtered, 0) - coalesce(t.filtered, 0))
      )
    from counted c full join door d on d.trigger = c.trigger
    left join totals t on t.trigger = coalesce(c.trigger, d.trigger) left join again a on a.trigger = coalesce(c.trigger, d.trigger)
  $query$, in_workspace, in_flow, first);
end $function$;
