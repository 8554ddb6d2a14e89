-- A page of the debt board shows names, the last try, the last step and more beside each item. A service remembers what it has read
-- of an item for as long as nothing of that has changed: the item's own row tells of itself by its version, all else adds an
-- entry here, in the transaction that changes it. Who reads compares the sum of the entries: changes are only ever added, so
-- equal sums are equal changes, whatever order they were committed in. A round puts the entries together.
create table shown_changes (
  id bigint generated always as identity primary key,
  changes bigint not null constraint shown_changes_some check (changes > 0)
);
alter table shown_changes set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create function note_shown_change() returns trigger language plpgsql as $$
begin
  insert into shown_changes (changes) values (1);
  return null;
end $$;

create trigger users_shown after update of name or delete on users for each statement execute function note_shown_change();
create trigger lines_shown after update of key, name, calendar_id or delete on lines for each statement execute function note_shown_change();
create trigger calendars_shown after update of time_zone or delete on calendars for each statement execute function note_shown_change();
create trigger organisations_shown after update of name or delete on organisations
  for each statement execute function note_shown_change();
create trigger contacts_shown after update of name, vip, organisation_id or delete on contacts
  for each statement execute function note_shown_change();
create trigger contact_phones_shown after insert or update or delete on contact_phones
  for each statement execute function note_shown_change();
create trigger attempts_shown after update of outcome, user_id or delete on attempts for each statement execute function note_shown_change();
create trigger escalation_timers_shown after update of step, fired_at, acknowledged_at, acknowledged_by or delete on escalation_timers
  for each statement execute function note_shown_change();
-- New ones change the item's row as well.
create trigger callback_calls_shown after update or delete on callback_calls for each statement execute function note_shown_change();
create trigger callback_events_shown after update or delete on callback_events for each statement execute function note_shown_change();
-- The log writes each call once, then mostly anew as it was.
create trigger calls_shown after update on calls for each row
  when (old.reason is distinct from new.reason or old.talked_ms <> new.talked_ms or old.started_at <> new.started_at)
  execute function note_shown_change();
