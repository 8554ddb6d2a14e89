-- Programs that ask for callbacks: a scope of their own, and what each was answered to which key.
alter table api_tokens drop constraint api_tokens_scope_check;
alter table api_tokens add constraint api_tokens_scope_check check (scope in ('feed', 'callbacks'));

create table request_keys (
  token_id bigint not null references api_tokens (id),
  key text not null check (length(key) between 1 and 200),
  asked_hash text not null,
  callback_id bigint not null references callbacks (id),
  opened boolean not null,
  created_at timestamptz not null,
  constraint request_keys_once unique (token_id, key)
);
create index request_keys_at on request_keys (created_at);
