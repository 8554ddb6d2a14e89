-- What no program may do to the ledger, whatever its bugs: these triggers refuse it.

create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never removed', tg_table_name using errcode = 'RB001';
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'RB002';
end $$;

do $$
declare kept text;
begin
  foreach kept in array array['callbacks', 'callback_calls', 'callback_events', 'audit_log', 'attempts', 'recording_links'] loop
    execute format('create trigger %I before delete on %I for each row execute function refuse_removal()', kept || '_no_delete', kept);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_removal()', kept || '_no_truncate', kept);
  end loop;
end $$;

create trigger callback_calls_no_change before update on callback_calls for each row execute function refuse_change();
create trigger callback_events_no_change before update on callback_events for each row execute function refuse_change();
create trigger audit_log_no_change before update on audit_log for each row execute function refuse_change();

--              +---- lease over, released ----+
--              v                              |
--  (birth) -> open ------- fence + 1 ----> claimed ---- attempt ----> dialing
--    |         ^ \                            |                        | | |
--    |         |  \___ supervisor: closed     |                        | | |
--    |         +------------- retry, agent's phone failed -------------+ | |
--    +-> needs_human <------- attempts used up, no such number ----------+ |
--            |  \___ supervisor: closed                                    |
--            +--- proof: returned --- merge: merged --- (any live state) --+
create function callback_may_go(origin text, from_state text, to_state text) returns boolean language sql immutable as $$
  select case from_state
    when 'open' then to_state in ('open', 'claimed', 'returned', 'closed', 'merged')
    when 'claimed' then to_state in ('claimed', 'open', 'dialing', 'returned', 'merged')
    when 'dialing' then to_state in ('dialing', 'open', 'needs_human', 'returned', 'merged')
    when 'needs_human' then to_state in ('needs_human', 'returned', 'closed', 'merged')
    else from_state = to_state
  end
$$;

create function guard_callback_birth() returns trigger language plpgsql as $$
begin
  if new.state not in ('open', 'needs_human') then
    raise exception 'a callback is born open or needs_human, not %', new.state using errcode = 'RB003';
  end if;
  if new.fence <> 0 or new.attempts_counted <> 0 then
    raise exception 'a callback is born without claims and attempts' using errcode = 'RB003';
  end if;
  return new;
end $$;
create trigger callbacks_birth before insert on callbacks for each row execute function guard_callback_birth();

create function guard_callback_change() returns trigger language plpgsql as $$
begin
  if new.id <> old.id or new.site_id <> old.site_id or new.origin <> old.origin or new.created_at <> old.created_at then
    raise exception 'callback %: its birth is not rewritten', old.id using errcode = 'RB002';
  end if;
  -- Erasure blanks a number; nothing else ever changes it.
  if (new.number is distinct from old.number and new.number is not null)
    or (new.key is distinct from old.key and new.key is not null) then
    raise exception 'callback %: a number can only be blanked', old.id using errcode = 'RB002';
  end if;
  if old.state in ('returned', 'closed', 'merged') then
    if (to_jsonb(new) - array['number', 'key', 'contact_id', 'note', 'closed_note', 'updated_at'])
      is distinct from (to_jsonb(old) - array['number', 'key', 'contact_id', 'note', 'closed_note', 'updated_at']) then
      raise exception 'callback % is % and stays so', old.id, old.state using errcode = 'RB004';
    end if;
    return new;
  end if;
  if not callback_may_go(old.origin, old.state, new.state) then
    raise exception 'callback %: % to % is no step of the ledger', old.id, old.state, new.state using errcode = 'RB004';
  end if;
  if new.fence < old.fence or new.attempts_counted < old.attempts_counted or new.misses < old.misses
    or new.latest_miss_at < old.latest_miss_at or new.first_miss_at > old.first_miss_at
    or new.promised_at > old.promised_at then
    raise exception 'callback %: fence, tries and misses only rise, a promise is never put off', old.id using errcode = 'RB005';
  end if;
  if old.state = 'open' and new.state = 'claimed' and new.fence <> old.fence + 1 then
    raise exception 'callback %: a claim raises the fence by one', old.id using errcode = 'RB005';
  end if;
  if old.state in ('claimed', 'dialing') and new.state in ('claimed', 'dialing') and new.claimed_by <> old.claimed_by then
    raise exception 'callback %: a claim is not handed on without being released', old.id using errcode = 'RB005';
  end if;
  if old.state = 'claimed' and new.state = 'dialing' and not exists (
    select from attempts a where a.id = new.open_attempt_id and a.callback_id = new.id and a.fence = new.fence and a.outcome is null
  ) then
    raise exception 'callback %: dialing needs its open attempt first', old.id using errcode = 'RB005';
  end if;
  if old.state = 'dialing' and new.state = 'dialing' and new.open_attempt_id <> old.open_attempt_id then
    raise exception 'callback %: one open attempt at a time', old.id using errcode = 'RB005';
  end if;
  if new.state = 'returned' and not exists (
    select from call_talks t where t.call_id = new.returned_call_id and t.ended_at = new.returned_talk_ended_at
  ) then
    raise exception 'callback %: returned needs the talk that proves it', old.id using errcode = 'RB006';
  end if;
  if new.state = 'closed' and not exists (
    select from users u where u.id = new.closed_by and (u.role in ('supervisor', 'admin')
      or (old.origin not in ('missed_call', 'requested') and u.id = old.owner_id))
  ) then
    raise exception 'callback %: only a supervisor closes it', old.id using errcode = 'RB006';
  end if;
  return new;
end $$;
create trigger callbacks_change before update on callbacks for each row execute function guard_callback_change();

-- A missed call joins a live item only, so that nothing settled can swallow it.
create function guard_coverage() returns trigger language plpgsql as $$
begin
  if not exists (
    select from callbacks c where c.id = new.callback_id and c.origin = 'missed_call'
      and c.state in ('open', 'claimed', 'dialing', 'needs_human')
  ) then
    raise exception 'call %: only a live item of a missed call can cover it', new.call_id using errcode = 'RB007';
  end if;
  return new;
end $$;
create trigger callback_calls_live before insert on callback_calls for each row execute function guard_coverage();

create function guard_attempt_birth() returns trigger language plpgsql as $$
begin
  if new.outcome is not null or new.sent_at is not null then
    raise exception 'attempt %: it is written before anything is sent', new.id using errcode = 'RB008';
  end if;
  if new.callback_id is not null and not exists (
    select from callbacks c where c.id = new.callback_id and c.state = 'claimed'
      and c.claimed_by = new.user_id and c.fence = new.fence
  ) then
    raise exception 'attempt %: the item is not claimed with this fence', new.id using errcode = 'RB008';
  end if;
  return new;
end $$;
create trigger attempts_birth before insert on attempts for each row execute function guard_attempt_birth();

create function guard_attempt_change() returns trigger language plpgsql as $$
declare
  facts text[] := array['number', 'contact_id', 'sent_at', 'seen_at', 'outcome', 'detail', 'counted', 'call_id', 'ended_at'];
begin
  if (to_jsonb(new) - facts) is distinct from (to_jsonb(old) - facts) then
    raise exception 'attempt %: what was written before dialling stays', old.id using errcode = 'RB008';
  end if;
  if new.number <> old.number and new.number <> '' then
    raise exception 'attempt %: a number can only be blanked', old.id using errcode = 'RB002';
  end if;
  -- A short talk counts as not reached until the agent says otherwise.
  if old.outcome is not null and new.outcome is distinct from old.outcome
    and not (old.outcome = 'customer_unavailable' and old.detail = 'short_talk' and new.outcome = 'reached') then
    raise exception 'attempt %: it is over', old.id using errcode = 'RB008';
  end if;
  return new;
end $$;
create trigger attempts_change before update on attempts for each row execute function guard_attempt_change();

-- A link is detached once, by someone, and a new one made; nothing is overwritten.
create function guard_recording_link() returns trigger language plpgsql as $$
declare
  later text[] := array['detached_by', 'detached_at', 'detached_why'];
begin
  if old.detached_at is not null or (to_jsonb(new) - later) is distinct from (to_jsonb(old) - later) then
    raise exception 'recording link % is never overwritten', old.id using errcode = 'RB002';
  end if;
  return new;
end $$;
create trigger recording_links_change before update on recording_links for each row execute function guard_recording_link();
