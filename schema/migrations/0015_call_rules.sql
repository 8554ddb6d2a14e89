-- Whom we do not ring, and when we ring nobody.
create table do_not_call (
  number text primary key constraint do_not_call_e164 check (number ~ '^\+[0-9]{3,15}$'),
  reason text not null check (reason ~ '\S' and length(reason) <= 300),
  added_by bigint not null references users (id),
  added_at timestamptz not null
);

alter table sites add column quiet_hours text
  constraint sites_quiet_hours check (quiet_hours ~ '^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$');
