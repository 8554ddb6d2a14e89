-- A call may be judged a second time, from the PBX's own records, and turn out to have been served.
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
    or new.promised_at > old.promised_at then
    raise exception 'callback %: fence, tries and misses only rise, a promise is never put off', old.id using errcode = 'RB005';
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

-- S3 asks of the calls that were really missed: one that was judged again and had been served proves by itself.
create or replace view audit_s3 as
select c.id::text as subject, 'returned without a talk that proves it' as what
from callbacks c where c.state = 'returned' and not exists (
  select from call_talks t join calls k on k.id = t.call_id
  where t.call_id = c.returned_call_id and t.ended_at = c.returned_talk_ended_at)
union all
select c.id::text, 'returned by a talk before call ' || k.id || ' was missed'
from callbacks c join callback_calls cc on cc.callback_id = c.id join calls k on k.id = cc.call_id
where c.state = 'returned' and k.outcome in ('missed', 'unknown') and c.returned_talk_ended_at <= k.ended_at
union all
select c.id::text, 'closed by nobody or without a reason'
from callbacks c left join users u on u.id = c.closed_by
where c.state = 'closed' and (u.id is null or coalesce(c.closed_reason, '') !~ '\S');

-- S1 also names finished calls that the database refused: nobody knows whether they are owed until a person has looked.
create or replace view audit_s1 as
select c.id::text as subject, 'missed call without an item' as what
from calls c left join callback_calls cc on cc.call_id = c.id
where c.direction = 'inbound' and c.outcome in ('missed', 'unknown') and c.excluded_by is null
  and cc.call_id is null and c.ended_at < audit_now() - interval '2 seconds'
union all
select 'quarantined ' || q.id, 'finished call that could not be stored'
from quarantined_events q where q.reason like 'call refused:%' and not q.detail ? 'looked_at';
