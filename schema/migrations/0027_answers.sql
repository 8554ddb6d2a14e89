-- What a person's browser was answered to the key it gave: a request that is sent again is answered, not done, again.
create table request_answers (
  user_id bigint not null references users (id),
  key text not null check (length(key) between 8 and 100),
  asked_hash text not null,
  -- Both null while the request is worked on, and for ever when the service stopped before it could answer.
  status integer,
  body text,
  created_at timestamptz not null,
  constraint request_answers_once unique (user_id, key),
  constraint request_answers_whole check ((status is null) = (body is null))
);
create index request_answers_at on request_answers (created_at);
