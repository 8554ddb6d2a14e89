-- The invariants S1 to S6 as questions: every row is a broken promise. Run after every test and by `ringback audit`.

-- The clock of the audit; a simulation sets `ringback.now` for its session.
create function audit_now() returns timestamptz language sql stable as $$
  select coalesce(nullif(current_setting('ringback.now', true), '')::timestamptz, now())
$$;

-- S1: every missed, not excluded call is covered by exactly one item within 2 s of its end. In doubt we owe the call.
create view audit_s1 as
select c.id::text as subject, 'missed call without an item' as what
from calls c left join callback_calls cc on cc.call_id = c.id
where c.direction = 'inbound' and c.outcome in ('missed', 'unknown') and c.excluded_by is null
  and cc.call_id is null and c.ended_at < audit_now() - interval '2 seconds';

-- S2: coverage is permanent, no item disappears.
create view audit_s2 as
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
where c.origin = 'missed_call' group by c.id having count(cc.call_id) <> c.misses or c.misses = 0
union all
select c.id::text, 'without history'
from callbacks c where not exists (select from callback_events e where e.callback_id = c.id);

-- S3: `returned` names the talk that proves it, after the latest miss; `closed` names a person and a reason.
create view audit_s3 as
select c.id::text as subject, 'returned without a talk that proves it' as what
from callbacks c where c.state = 'returned' and not exists (
  select from call_talks t join calls k on k.id = t.call_id
  where t.call_id = c.returned_call_id and t.ended_at = c.returned_talk_ended_at)
union all
select c.id::text, 'returned by a talk before call ' || k.id || ' was missed'
from callbacks c join callback_calls cc on cc.callback_id = c.id join calls k on k.id = cc.call_id
where c.state = 'returned' and c.returned_talk_ended_at <= k.ended_at
union all
select c.id::text, 'closed by nobody or without a reason'
from callbacks c left join users u on u.id = c.closed_by
where c.state = 'closed' and (u.id is null or coalesce(c.closed_reason, '') !~ '\S');

-- S4: one live item per key, one open attempt per item, one live customer leg per item.
create view audit_s4 as
select min(id)::text as subject, count(*) || ' live items of one key' as what
from callbacks where origin = 'missed_call' and key is not null and state in ('open', 'claimed', 'dialing', 'needs_human')
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

-- S5: somebody or something will always move a live item on: a due time, a short lease, an attempt that ends, a person.
create view audit_s5 as
select id::text as subject, 'claimed without a lease that ends within 30 s' as what from callbacks
where state = 'claimed' and (lease_until is null or lease_until > audit_now() + interval '31 seconds')
union all
select id::text, 'its lease ended and nobody freed it' from callbacks
where state = 'claimed' and lease_until < audit_now() - interval '2 minutes'
union all
select c.id::text, 'its attempt never ends' from callbacks c join attempts a on a.id = c.open_attempt_id
where c.state = 'dialing' and (a.not_after > audit_now() + interval '121 seconds'
  or (a.seen_at is null and a.not_after < audit_now() - interval '2 minutes')
  or a.seen_at < audit_now() - interval '6 hours')
union all
select id::text, 'without a due time' from callbacks where state = 'open' and due_at is null
union all
select id::text, 'needs a person and does not say why' from callbacks where state = 'needs_human' and needs_reason is null;

-- S6: seconds that no event source and no reconciliation covers.
create view audit_s6 as
select id::text as subject, 'blind from ' || started_at || coalesce(' to ' || ended_at, ' until now') as what
from blind_windows where reconciled_at is null;
