-- A caller who waits may ask to be called back instead: the item is a wish, has the caller's key, and covers the call.
alter table callbacks drop constraint callbacks_key_only_of_missed;
alter table callbacks add constraint callbacks_key_only_of_callers check (key is null or origin in ('missed_call', 'requested'));
drop index callbacks_one_live_per_key;
create unique index callbacks_one_live_per_key on callbacks (key) where key is not null and state in ('open', 'claimed', 'dialing', 'needs_human');

-- A missed call joins a live item of its caller only, so that nothing settled can swallow it.
create or replace function guard_coverage() returns trigger language plpgsql as $$
begin
  if not exists (
    select from callbacks c where c.id = new.callback_id
      and (c.origin = 'missed_call' or (c.origin = 'requested' and c.key is not null))
      and c.state in ('open', 'claimed', 'dialing', 'needs_human')
  ) then
    raise exception 'call %: only a live item of its caller can cover it', new.call_id using errcode = 'RB007';
  end if;
  return new;
end $$;

create or replace view audit_s2 as
select cc.callback_id::text as subject, 'item gone, call ' || cc.call_id || ' was covered by it' as what
from callback_calls cc left join callbacks c on c.id = cc.callback_id where c.id is null
union all
select distinct e.callback_id::text, 'item gone, its history remains'
from callback_events e left join callbacks c on c.id = e.callback_id where c.id is null
union all
select distinct a.callback_id::text, 'item gone, an attempt remains'
from attempts a left join callbacks c on c.id = a.callback_id where a.callback_id is not null and c.id is null
union all
select cc.call_id::text, 'covered call gone'
from callback_calls cc left join calls c on c.id = cc.call_id where c.id is null
union all
select c.id::text, 'covers ' || count(cc.call_id) || ' calls, says ' || c.misses
from callbacks c left join callback_calls cc on cc.callback_id = c.id
where c.origin in ('missed_call', 'requested')
group by c.id having count(cc.call_id) <> c.misses or (c.origin = 'missed_call' and c.misses = 0)
union all
select c.id::text, 'without history'
from callbacks c where not exists (select from callback_events e where e.callback_id = c.id);

create or replace view audit_s4 as
select min(id)::text as subject, count(*) || ' live items of one key' as what
from callbacks where key is not null and state in ('open', 'claimed', 'dialing', 'needs_human')
group by key having count(*) > 1
union all
select callback_id::text, count(*) || ' open attempts' from attempts
where callback_id is not null and outcome is null group by callback_id having count(*) > 1
union all
select c.id::text, 'dialing without its open attempt' from callbacks c
left join attempts a on a.id = c.open_attempt_id and a.callback_id = c.id and a.outcome is null
where c.state = 'dialing' and a.id is null
union all
select c.id::text, 'an open attempt, but not dialing' from callbacks c
join attempts a on a.callback_id = c.id and a.outcome is null
where c.state in ('open', 'claimed', 'needs_human')
union all
select min(id), count(*) || ' open attempts to one customer' from attempts
where outcome is null and number like '+%' group by number having count(*) > 1;
