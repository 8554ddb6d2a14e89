-- A person is erased on request: who they were goes, what happened stays counted and provable.

alter table contacts
  add column erased_at timestamptz,
  add column erased_by bigint references users (id),
  add constraint contacts_erased_by_someone check ((erased_at is null) = (erased_by is null));

-- The file of an erased recording is removed after the commit; until then the row remembers where it lies.
alter table recordings drop constraint recordings_state_check;
alter table recordings add constraint recordings_state_check
  check (state in ('pending', 'ready', 'empty', 'missing', 'refused', 'erased'));
create index recordings_to_remove on recordings (id) where state = 'erased' and path not like 'erased/%';

-- An entry of the audit log whose personal words are gone: what the chain sealed, and what stands there now.
create table erased_entries (
  row_id bigint primary key references audit_log (id),
  contact_id bigint not null references contacts (id),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  replaced text not null check (replaced ~ '^[0-9a-f]{64}$')
);
create index erased_entries_contact on erased_entries (contact_id);
create trigger erased_entries_no_delete before delete on erased_entries for each row execute function refuse_removal();
create trigger erased_entries_no_truncate before truncate on erased_entries for each statement execute function refuse_removal();
create trigger erased_entries_no_change before update on erased_entries for each row execute function refuse_change();

-- The content of an entry in one spelling that hangs on no setting of the session.
create function audit_digest(e audit_log) returns text language sql stable as $$
  select encode(sha256(convert_to(jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint,
    e.actor_id, e.action, e.subject, e.detail, e.ip)::text, 'UTF8')), 'hex')
$$;

-- Who, when and which action is never rewritten; words are, within an erasure that names itself, and it is written down.
create function guard_audit_change() returns trigger language plpgsql as $$
declare
  erasing bigint := nullif(current_setting('ringback.erasing', true), '')::bigint;
begin
  if erasing is null or (to_jsonb(new) - array['subject', 'detail']) is distinct from (to_jsonb(old) - array['subject', 'detail']) then
    raise exception 'rows of audit_log are never changed' using errcode = 'RB002';
  end if;
  insert into erased_entries (row_id, contact_id, digest, replaced)
    values (old.id, erasing, audit_digest(old), audit_digest(new));
  return new;
end $$;
drop trigger audit_log_no_change on audit_log;
create trigger audit_log_no_change before update on audit_log for each row execute function guard_audit_change();

-- Erasure blanks why a recording was put on a profile and taken off it; nothing else of a link is overwritten.
create or replace function guard_recording_link() returns trigger language plpgsql as $$
declare
  later text[] := array['detached_by', 'detached_at', 'detached_why'];
  words text[] := array['why', 'detached_why'];
begin
  if new.why is null and new.detached_why is null and (to_jsonb(new) - words) = (to_jsonb(old) - words) then
    return new;
  end if;
  if old.detached_at is not null or (to_jsonb(new) - later) is distinct from (to_jsonb(old) - later) then
    raise exception 'recording link % is never overwritten', old.id using errcode = 'RB002';
  end if;
  return new;
end $$;

-- A text without a number, however it is spelled in it.
create function without_numbers(said text, spellings text[]) returns text language plpgsql immutable as $$
declare
  spelling text;
begin
  foreach spelling in array spellings loop
    said := replace(said, spelling, '');
  end loop;
  return said;
end $$;
