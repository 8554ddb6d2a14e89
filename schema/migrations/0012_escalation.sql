-- The escalation ladder: when each step of an item is taken, who was told by which rule, who has seen it, and what is
-- still to go out by mail and webhook.

alter table users add column email text constraint users_email_shape check (email ~ '^[^@\s,;:<>"()]+@[^@\s,;:<>"()]+$');
alter table sites add column escalation jsonb;
alter table lines add column escalation jsonb;

-- Hours may be edited in the app: the version tells two editors apart, and what the site file said last tells whether the
-- file has changed since. A file that says the same again leaves what people wrote alone.
alter table calendars add column version integer not null default 1, add column from_file jsonb;

create table absences (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  from_at timestamptz not null,
  until_at timestamptz not null,
  substitute_id bigint references users (id),
  created_by bigint references users (id),
  created_at timestamptz not null,
  constraint absences_in_order check (from_at < until_at),
  constraint absences_by_another check (substitute_id <> user_id)
);
create index absences_user on absences (user_id, until_at);

-- One row for each step of an item; `fence` rises when its time is set anew.
create table escalation_timers (
  id bigint generated always as identity primary key,
  callback_id bigint not null references callbacks (id),
  step text not null check (step in ('due_soon', 'overdue', 'breached')),
  fire_at timestamptz not null,
  fence integer not null default 0,
  fired_at timestamptz,
  cancelled_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by bigint references users (id),
  constraint escalation_timers_once unique (callback_id, step),
  constraint escalation_timers_fired_or_cancelled check (fired_at is null or cancelled_at is null),
  constraint escalation_timers_seen_by_someone check ((acknowledged_at is null) = (acknowledged_by is null)),
  constraint escalation_timers_seen_after check (acknowledged_at is null or fired_at is not null)
);
create index escalation_timers_due on escalation_timers (fire_at) where fired_at is null and cancelled_at is null;
create index escalation_timers_unseen on escalation_timers (callback_id) where fired_at is not null and acknowledged_at is null;

-- Items whose timers have to be set anew. Written by triggers alone, so that no program can forget it.
create table escalation_stale (
  id bigint generated always as identity primary key,
  callback_id bigint not null
);
create index escalation_stale_item on escalation_stale (callback_id);

create table notices (
  id bigint generated always as identity primary key,
  timer_id bigint not null references escalation_timers (id),
  user_id bigint not null references users (id),
  rule text not null check (rule in ('named', 'owner', 'role', 'substitute', 'next_step', 'all_supervisors')),
  instead_of bigint references users (id),
  at timestamptz not null,
  read_at timestamptz,
  constraint notices_once unique (timer_id, user_id)
);
create index notices_user on notices (user_id, id);
create index notices_unread on notices (user_id) where read_at is null;

-- What goes out by mail and webhook: kept until it was taken, whatever is down.
create table deliveries (
  id bigint generated always as identity primary key,
  channel text not null check (channel in ('mail', 'webhook')),
  recipient text,
  user_id bigint references users (id),
  payload jsonb not null,
  created_at timestamptz not null,
  next_try_at timestamptz not null,
  tries integer not null default 0,
  last_error text,
  sent_at timestamptz,
  given_up_at timestamptz,
  constraint deliveries_mail_to_someone check ((channel = 'mail') = (recipient is not null)),
  constraint deliveries_sent_or_given_up check (sent_at is null or given_up_at is null)
);
create index deliveries_waiting on deliveries (next_try_at) where sent_at is null and given_up_at is null;

create function ladder_of_new_items() returns trigger language plpgsql as $$
begin
  insert into escalation_stale (callback_id) select id from born;
  return null;
end $$;
create trigger callbacks_ladder_born after insert on callbacks
  referencing new table as born for each statement execute function ladder_of_new_items();

create function ladder_of_moved_item() returns trigger language plpgsql as $$
begin
  insert into escalation_stale (callback_id) values (new.id);
  return null;
end $$;
create trigger callbacks_ladder_moved after update on callbacks for each row
  when (new.due_at <> old.due_at or new.line_id is distinct from old.line_id) execute function ladder_of_moved_item();

create function ladder_of_ended_item() returns trigger language plpgsql as $$
begin
  update escalation_timers set cancelled_at = new.updated_at
  where callback_id = new.id and fired_at is null and cancelled_at is null;
  return null;
end $$;
create trigger callbacks_ladder_ended after update on callbacks for each row
  when (new.state in ('returned', 'closed', 'merged') and old.state not in ('returned', 'closed', 'merged'))
  execute function ladder_of_ended_item();

create function ladder_of_changed_line() returns trigger language plpgsql as $$
begin
  insert into escalation_stale (callback_id) select c.id from callbacks c
  where c.line_id = new.id and c.state in ('open', 'claimed', 'dialing', 'needs_human');
  return null;
end $$;
create trigger lines_ladder after update on lines for each row
  when (new.calendar_id is distinct from old.calendar_id or new.escalation is distinct from old.escalation)
  execute function ladder_of_changed_line();

create function ladder_of_changed_hours() returns trigger language plpgsql as $$
begin
  insert into escalation_stale (callback_id) select c.id from callbacks c join lines l on l.id = c.line_id
  where l.calendar_id = new.id and c.state in ('open', 'claimed', 'dialing', 'needs_human');
  return null;
end $$;
create trigger calendars_ladder after update on calendars for each row execute function ladder_of_changed_hours();

create function ladder_of_changed_site() returns trigger language plpgsql as $$
begin
  insert into escalation_stale (callback_id) select c.id from callbacks c left join lines l on l.id = c.line_id
  where c.site_id = new.id and l.escalation is null and c.state in ('open', 'claimed', 'dialing', 'needs_human');
  return null;
end $$;
create trigger sites_ladder after update on sites for each row
  when (new.escalation is distinct from old.escalation) execute function ladder_of_changed_site();

-- A step is taken once, of a live item; what was taken is only acknowledged, once.
create function guard_escalation_change() returns trigger language plpgsql as $$
declare
  seen text[] := array['acknowledged_at', 'acknowledged_by'];
begin
  if new.callback_id <> old.callback_id or new.step <> old.step or new.fence < old.fence then
    raise exception 'escalation timer %: its birth is not rewritten', old.id using errcode = 'RB002';
  end if;
  if old.fired_at is not null and (to_jsonb(new) - seen) is distinct from (to_jsonb(old) - seen) then
    raise exception 'escalation timer %: it was taken and stays so', old.id using errcode = 'RB004';
  end if;
  if old.acknowledged_at is not null and to_jsonb(new) is distinct from to_jsonb(old) then
    raise exception 'escalation timer %: it was acknowledged before', old.id using errcode = 'RB004';
  end if;
  if old.fired_at is null and new.fired_at is not null and not exists (
    select from callbacks c where c.id = new.callback_id and c.state in ('open', 'claimed', 'dialing', 'needs_human')
  ) then
    raise exception 'escalation timer %: only a live debt goes up the ladder', old.id using errcode = 'RB004';
  end if;
  return new;
end $$;
create trigger escalation_timers_change before update on escalation_timers for each row execute function guard_escalation_change();
create trigger escalation_timers_no_delete before delete on escalation_timers for each row execute function refuse_removal();
create trigger escalation_timers_no_truncate before truncate on escalation_timers for each statement execute function refuse_removal();

-- Debts that stand already get their timers too.
insert into escalation_stale (callback_id) select id from callbacks where state in ('open', 'claimed', 'dialing', 'needs_human');
