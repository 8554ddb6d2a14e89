-- Keys of other programs, and what the feed tells them.
create table api_tokens (
  id bigint generated always as identity primary key,
  name text not null check (name ~ '\S' and length(name) <= 60),
  scope text not null check (scope in ('feed')),
  token_hash text not null,
  hint text not null check (length(hint) <= 4),
  created_by bigint not null references users (id),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by bigint references users (id),
  constraint api_tokens_hash unique (token_hash),
  constraint api_tokens_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);

-- Numbered in the order of commits (the writer holds a lock until its commit), so that a reader who has seen a number
-- has seen all before it.
create table feed_messages (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  key text,
  body jsonb not null,
  constraint feed_messages_key unique (key)
);
create index feed_messages_at on feed_messages (at);
