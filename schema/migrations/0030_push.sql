-- Ringing where no page of ours is open: browsers that may be told, the keys that sign it, and how people want a call shown.
create table push_keys (
  id bigint generated always as identity primary key,
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null
);
create unique index push_keys_one on push_keys ((true));

create table push_subscriptions (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  session_hash text not null references sessions (token_hash) on delete cascade,
  endpoint text not null check (length(endpoint) <= 1000 and endpoint ~ '^https?://'),
  p256dh text not null check (length(p256dh) <= 200),
  auth text not null check (length(auth) <= 100),
  created_at timestamptz not null,
  constraint push_subscriptions_endpoint unique (endpoint)
);
create index push_subscriptions_user on push_subscriptions (user_id);

alter table users
  add column pop_when text not null default 'ring' constraint users_pop_when check (pop_when in ('ring', 'answer', 'never')),
  add column pop_as text not null default 'card' constraint users_pop_as check (pop_as in ('card', 'strip', 'url')),
  add column pop_url text constraint users_pop_url check (length(pop_url) <= 500 and pop_url ~ '^https?://'),
  add constraint users_pop_has_url check (pop_as <> 'url' or pop_url is not null);
