-- What an agent says first on a line and must not forget, and what of it was ticked in which call.
alter table lines add column greeting text constraint lines_greeting_short check (char_length(greeting) <= 1000);
alter table lines add column checklist text[] not null default '{}';

create table call_ticks (
  call_id bigint not null references calls(id),
  item text not null constraint call_ticks_item_short check (char_length(item) between 1 and 200),
  user_id bigint not null references users(id),
  at timestamptz not null,
  constraint call_ticks_once primary key (call_id, item)
);
