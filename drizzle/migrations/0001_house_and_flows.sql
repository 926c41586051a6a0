-- Workspaces, flows with draft and immutable versions, triggers, connections, and who changed what.
create table workspace (
  id uuid primary key,
  name text not null,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
-- One row: a constant sealed with the vault's key, so that a wrong key is noticed before anything is written with it.
create table vault_check (
  one boolean primary key default true check (one),
  sealed text not null
);
--> statement-breakpoint
create table flow (
  workspace uuid not null references workspace,
  id uuid not null,
  document text not null,
  revision integer not null default 1,
  published integer,
  created_at timestamptz not null default now(),
  saved_at timestamptz not null default now(),
  saved_by text not null,
  removed_at timestamptz,
  primary key (workspace, id)
);
--> statement-breakpoint
create table flow_version (
  workspace uuid not null,
  flow uuid not null,
  version integer not null,
  document text not null,
  published_at timestamptz not null default now(),
  published_by text not null,
  primary key (workspace, flow, version),
  foreign key (workspace, flow) references flow (workspace, id)
);
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is immutable: publish another version instead', tg_table_name;
end $$;
--> statement-breakpoint
create trigger flow_version_is_immutable before update or delete on flow_version
  for each row execute function refuse_change();
--> statement-breakpoint
-- A trigger belongs to a node of a flow and outlives its versions: hook path, dedupe and cursors hang on its id.
create table flow_trigger (
  workspace uuid not null,
  id uuid not null,
  flow uuid not null,
  node text not null,
  hook_path text not null unique,
  version integer not null,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (workspace, id),
  unique (workspace, flow, node),
  foreign key (workspace, flow) references flow (workspace, id)
);
--> statement-breakpoint
create table connection (
  workspace uuid not null references workspace,
  id uuid not null,
  name text not null,
  connector text not null,
  address text not null,
  sandbox boolean not null default false,
  settings jsonb not null default '{}',
  sealed text,
  secrets_set text[] not null default '{}',
  status text not null default 'untested',
  words text,
  tested_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace, id),
  unique (workspace, name)
);
--> statement-breakpoint
create table change_log (
  id bigint generated always as identity primary key,
  workspace uuid not null references workspace,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  details jsonb not null default '{}'
);
--> statement-breakpoint
-- What the sandbox systems were told. Survives restarts; the fakes read and write it by (system, kind, id).
create table sandbox_record (
  system text not null,
  kind text not null,
  id text not null,
  position bigint generated always as identity,
  body text not null,
  primary key (system, kind, id)
);
