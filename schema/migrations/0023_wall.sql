-- A screen on the wall comes in with a key that can read nothing but the wall.
alter table api_tokens drop constraint api_tokens_scope_check;
alter table api_tokens add constraint api_tokens_scope_check check (scope in ('feed', 'callbacks', 'wall'));
