-- Where people are: why they may pause, how long the time after a call lasts, and what they did, for the reports.
alter table sites
  add column pause_reasons text[] not null default '{break,lunch,meeting,back_office,training}',
  add column wrap_up_seconds integer not null default 30
    constraint sites_wrap_up check (wrap_up_seconds between 0 and 3600),
  add column unanswered_limit integer not null default 3
    constraint sites_unanswered check (unanswered_limit between 0 and 20);

create table presence_events (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  at timestamptz not null,
  state text not null check (state in
    ('ready', 'ringing', 'in_call', 'wrap_up', 'paused', 'away', 'unreachable', 'offline', 'unseen')),
  detail text check (length(detail) <= 200),
  by_id bigint references users (id)
);
create index presence_events_person on presence_events (user_id, at, id);
create index presence_events_at on presence_events (at);
