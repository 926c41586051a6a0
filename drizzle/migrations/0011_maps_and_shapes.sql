-- A map that several flows use. What it says is immutable per version; a flow names the version it uses, and publishing puts
-- that version's own document into the flow's, so that a run looks nothing up here.
create table shared_map (
  workspace uuid not null references workspace (id),
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (workspace, id)
);
--> statement-breakpoint
create unique index shared_map_name on shared_map (workspace, name) where removed_at is null;
--> statement-breakpoint
create table shared_map_version (
  workspace uuid not null,
  map uuid not null,
  version integer not null check (version > 0),
  -- The mapping, canonical text.
  document text not null,
  saved_at timestamptz not null default now(),
  saved_by text not null,
  primary key (workspace, map, version),
  foreign key (workspace, map) references shared_map (workspace, id)
);
--> statement-breakpoint
create function refuse_map_change() returns trigger language plpgsql as $$
begin
  raise exception '% is immutable: save another version instead', tg_table_name;
end $$;
--> statement-breakpoint
create trigger shared_map_version_is_immutable before update or delete on shared_map_version
  for each row execute function refuse_map_change();
--> statement-breakpoint
-- What messages at a port were seen to look like, learned from a few of them a minute. `seen` counts those; the shape is what
-- flow/mapping-drift.ts makes of them.
create table shape (
  workspace uuid not null,
  flow uuid not null,
  node text not null,
  port text not null,
  shape jsonb not null,
  seen bigint not null,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  primary key (workspace, flow, node, port),
  foreign key (workspace, flow) references flow (workspace, id)
);
