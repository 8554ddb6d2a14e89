-- A planned call of our own may be moved by its owner, with a reason; what a customer was promised is never put off.
create or replace function guard_callback_change() returns trigger language plpgsql as $$
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
    or new.first_miss_at > old.first_miss_at
    or (new.promised_at > old.promised_at and old.origin in ('missed_call', 'requested')) then
    raise exception 'callback %: fence, tries and misses only rise, a promise to a caller is never put off', old.id using errcode = 'RB005';
  end if;
  -- A call that was served after all was no miss; what is left of the debt begins at the latest call that was.
  if new.latest_miss_at < old.latest_miss_at and (not exists (
      select from callback_calls cc join calls k on k.id = cc.call_id
      where cc.callback_id = new.id and k.outcome not in ('missed', 'unknown')
    ) or exists (
      select from callback_calls cc join calls k on k.id = cc.call_id
      where cc.callback_id = new.id and k.outcome in ('missed', 'unknown') and k.ended_at > new.latest_miss_at
    )) then
    raise exception 'callback %: a miss is not forgotten', old.id using errcode = 'RB005';
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

-- Who put an item off last stands beside each row that is shown.
create index callback_events_put_off on callback_events (callback_id, id) where type = 'put_off';
