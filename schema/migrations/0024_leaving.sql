-- Who or what we owe calls for does not go away unseen. A line with open callbacks is not retired; a person who is
-- switched off is given nothing; lines, queues and people are never removed.
create function guard_line_retired() returns trigger language plpgsql as $$
declare
  owed bigint;
begin
  select count(*) into owed from callbacks
  where line_id = new.id and state in ('open', 'claimed', 'dialing', 'needs_human');
  if owed > 0 then
    raise exception 'line %: % open callbacks stand on it', new.key, owed using errcode = 'RB009';
  end if;
  return new;
end $$;
create trigger lines_retired before update on lines for each row
  when (old.retired_at is null and new.retired_at is not null) execute function guard_line_retired();

create function guard_callback_owner() returns trigger language plpgsql as $$
begin
  if exists (select from users u where u.id = new.owner_id and u.disabled_at is not null) then
    raise exception 'callback %: its owner would be somebody who is switched off', new.id using errcode = 'RB010';
  end if;
  return new;
end $$;
create trigger callbacks_owner before update of owner_id on callbacks for each row
  when (new.owner_id is not null and new.owner_id is distinct from old.owner_id) execute function guard_callback_owner();

do $$
declare kept text;
begin
  foreach kept in array array['lines', 'queues', 'users'] loop
    execute format('create trigger %I before delete on %I for each row execute function refuse_removal()', kept || '_no_delete', kept);
  end loop;
end $$;
