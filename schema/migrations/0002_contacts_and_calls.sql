-- Whom we know, and what was said on the telephone.

create table organisations (
  id bigint generated always as identity primary key,
  name text not null,
  created_at timestamptz not null
);

create table contacts (
  id bigint generated always as identity primary key,
  name text not null,
  organisation_id bigint references organisations (id),
  roles text[] not null default '{}',
  level text not null default 'potential' check (level in ('potential', 'prospect', 'new', 'active', 'junk')),
  vip boolean not null default false,
  language text,
  owner_id bigint references users (id),
  favourite_id bigint references users (id),
  birthday date,
  details jsonb not null default '{}',
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  merged_into bigint references contacts (id)
);
create index contacts_organisation on contacts (organisation_id);

create table contact_phones (
  id bigint generated always as identity primary key,
  contact_id bigint not null references contacts (id),
  e164 text not null constraint contact_phones_e164_shape check (e164 ~ '^\+[0-9]{3,15}$'),
  label text,
  created_at timestamptz not null,
  constraint contact_phones_pair unique (contact_id, e164)
);
create index contact_phones_e164 on contact_phones (e164);

create table match_choices (
  e164 text not null,
  user_id bigint not null references users (id),
  contact_id bigint not null references contacts (id),
  at timestamptz not null,
  constraint match_choices_e164_user_id_pk primary key (e164, user_id)
);

create table notes (
  id bigint generated always as identity primary key,
  contact_id bigint references contacts (id),
  call_id bigint,
  author_id bigint not null references users (id),
  body text not null,
  created_at timestamptz not null
);
create index notes_contact on notes (contact_id, created_at);
create index notes_call on notes (call_id);

create table calls (
  id bigint generated always as identity primary key,
  pbx_id bigint not null references pbxes (id),
  boot_id bigint not null references boots (id),
  linkedid text not null,
  linkedids text[] not null,
  direction text not null check (direction in ('inbound', 'outbound', 'internal')),
  customer text constraint calls_customer_e164 check (customer ~ '^\+[0-9]{3,15}$'),
  caller_raw text,
  caller_name text,
  withheld boolean not null,
  called text,
  called_raw text,
  line_id bigint references lines (id),
  queue text,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  waited_ms integer not null,
  talked_ms integer not null,
  outcome text not null check (outcome in ('talked', 'missed', 'not_answered', 'unknown')),
  reason text,
  contact_id bigint references contacts (id),
  agent_id bigint references users (id),
  attempt_id text,
  excluded_by bigint references exclusion_rules (id),
  warnings text[] not null default '{}',
  outcome_chip text,
  recorded_at timestamptz not null,
  constraint calls_natural_key unique (pbx_id, boot_id, linkedid)
);
create index calls_log on calls (started_at desc, id desc);
create index calls_customer on calls (customer, started_at desc);
create index calls_contact on calls (contact_id, started_at desc);

create table call_legs (
  id bigint generated always as identity primary key,
  call_id bigint not null references calls (id),
  uniqueid text not null,
  channel text not null,
  role text not null check (role in ('customer', 'agent', 'outside', 'service')),
  device text,
  user_id bigint references users (id),
  extension text,
  number text,
  started_at timestamptz not null,
  up_at timestamptz,
  ended_at timestamptz,
  cause integer,
  cause_text text,
  constraint call_legs_key unique (call_id, uniqueid)
);

create table call_offers (
  id bigint generated always as identity primary key,
  call_id bigint not null references calls (id),
  uniqueid text not null,
  device text not null,
  user_id bigint references users (id),
  queue text,
  started_at timestamptz not null,
  rang_at timestamptz,
  ended_at timestamptz not null,
  result text not null check (result in ('answered', 'lost', 'no_answer', 'declined', 'busy', 'unreachable', 'caller_gone')),
  constraint call_offers_key unique (call_id, uniqueid, started_at)
);

create table call_talks (
  id bigint generated always as identity primary key,
  call_id bigint not null references calls (id),
  uniqueid text not null,
  device text,
  user_id bigint references users (id),
  party text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  constraint call_talks_key unique (call_id, uniqueid, started_at)
);

create table recordings (
  id bigint generated always as identity primary key,
  call_id bigint not null references calls (id),
  uniqueid text not null,
  path text not null,
  state text not null check (state in ('pending', 'ready', 'empty', 'missing', 'refused')),
  bytes integer,
  duration_ms integer,
  started_at timestamptz not null,
  checked_at timestamptz,
  constraint recordings_file unique (call_id, path)
);

create table recording_links (
  id bigint generated always as identity primary key,
  recording_id bigint not null references recordings (id),
  contact_id bigint not null references contacts (id),
  linked_by bigint references users (id),
  linked_at timestamptz not null,
  why text,
  detached_by bigint references users (id),
  detached_at timestamptz,
  detached_why text
);
create index recording_links_contact on recording_links (contact_id);
create index recording_links_recording on recording_links (recording_id);

create table blind_windows (
  id bigint generated always as identity primary key,
  pbx_id bigint not null references pbxes (id),
  started_at timestamptz not null,
  ended_at timestamptz,
  why text not null,
  reconciled_at timestamptz
);

create table quarantined_events (
  id bigint generated always as identity primary key,
  pbx_id bigint references pbxes (id),
  at timestamptz not null,
  reason text not null,
  raw text not null,
  detail jsonb not null default '{}'
);

alter table notes add constraint notes_call foreign key (call_id) references calls (id);
alter table notes add constraint notes_about_something check (contact_id is not null or call_id is not null);
alter table contacts add constraint contacts_not_merged_into_itself check (merged_into <> id);
alter table recording_links add constraint recording_links_detached_by_someone
  check ((detached_at is null) = (detached_by is null));
alter table blind_windows add constraint blind_windows_forward check (ended_at >= started_at);
