-- A missed call may be returned from its first moment, while its line is open; the due time is the latest moment promised.
-- Null: work begins when the item is due, as with a retry or a time that was asked for.

alter table callbacks add column workable_at timestamptz;

update callbacks c set workable_at = first_miss_at
where origin = 'missed_call' and state in ('open', 'claimed', 'dialing', 'needs_human') and attempts_counted = 0
  and not exists (select from callback_events e where e.callback_id = c.id and e.type = 'put_off');

drop index callbacks_work;
create index callbacks_work on callbacks (priority desc, first_miss_at, id, due_at, line_id, owner_id, workable_at)
  where state in ('open', 'claimed', 'dialing', 'needs_human');
