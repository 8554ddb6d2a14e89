-- One company, its telephone systems and lines, its people and their phones.

create table sites (
  id bigint generated always as identity primary key,
  name text not null,
  country text not null,
  area_code text,
  time_zone text not null,
  language text not null,
  returned_talk_ms integer not null default 10000,
  min_talk_ms integer not null default 1000,
  dial_countries text[] not null default '{}'
);

create table pbxes (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites (id),
  name text not null constraint pbxes_name_unique unique,
  trunks text[] not null,
  inbound_contexts text[] not null,
  internal_contexts text[] not null,
  originate_context text not null
);

create table boots (
  id bigint generated always as identity primary key,
  pbx_id bigint not null references pbxes (id),
  started_at timestamptz not null,
  constraint boots_one_per_start unique (pbx_id, started_at)
);

create table lines (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites (id),
  key text not null,
  name text not null,
  dids text[] not null,
  line_group text not null default 'main',
  language text not null,
  country text not null,
  area_code text,
  queue text,
  due_minutes integer not null default 30,
  retired_at timestamptz,
  constraint lines_key unique (site_id, key)
);

create table queues (
  id bigint generated always as identity primary key,
  pbx_id bigint not null references pbxes (id),
  name text not null,
  label text not null,
  constraint queues_name unique (pbx_id, name)
);

create table exclusion_rules (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('blocked_number', 'excluded_line', 'abandoned_before_s')),
  value text not null,
  enabled boolean not null default true,
  created_at timestamptz not null
);

create table users (
  id bigint generated always as identity primary key,
  login text not null,
  name text not null,
  role text not null check (role in ('agent', 'supervisor', 'admin')),
  language text not null default 'en' check (language in ('en', 'fa', 'ru', 'ka')),
  theme text not null default 'auto' check (theme in ('light', 'dark', 'auto')),
  password_hash text,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create unique index users_login on users (lower(login));

create table devices (
  id bigint generated always as identity primary key,
  pbx_id bigint not null references pbxes (id),
  device text not null,
  extension text not null,
  label text,
  user_id bigint references users (id),
  seen_at timestamptz,
  constraint devices_name unique (pbx_id, device)
);
create index devices_user on devices (user_id);

create table user_queues (
  user_id bigint not null references users (id),
  queue_id bigint not null references queues (id),
  constraint user_queues_pair unique (user_id, queue_id)
);

create table sessions (
  token_hash text primary key,
  user_id bigint not null references users (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text,
  user_agent text
);

create table access_links (
  token_hash text primary key,
  kind text not null check (kind in ('setup', 'password')),
  user_id bigint references users (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_id bigint references users (id),
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  ip text
);
create index audit_log_at on audit_log (at);
create index audit_log_subject on audit_log (subject);

create table outbox (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  type text not null,
  payload jsonb not null,
  tries integer not null default 0,
  sent boolean not null default false
);
