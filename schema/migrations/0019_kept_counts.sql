-- What the tiles and chips of the debt board show is kept while the ledger changes, not counted at every look.

-- A count is the sum of its entries. What changes an item adds entries in its own transaction and touches nobody else's,
-- so that no two ever wait for each other; a round puts entries of one kind together. Written by triggers alone.
create table callback_counts (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('live', 'breached')),
  line_id bigint,
  owner_id bigint,
  needs_human boolean not null,
  tried boolean not null,
  -- The hour the items fall due in: what is overdue is then the sum of the hours gone by and a look at this one.
  due_hour timestamptz,
  items integer not null,
  constraint callback_counts_hour_of_live check ((kind = 'live') = (due_hour is not null))
);
alter table callback_counts set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create function count_born_items() returns trigger language plpgsql as $$
begin
  insert into callback_counts (kind, line_id, owner_id, needs_human, tried, due_hour, items)
  select 'live', line_id, owner_id, state = 'needs_human', attempts_counted > 0, date_trunc('hour', due_at, 'UTC'), count(*)
  from born where state in ('open', 'claimed', 'dialing', 'needs_human') group by 2, 3, 4, 5, 6;
  return null;
end $$;
create trigger callbacks_count_born after insert on callbacks
  referencing new table as born for each statement execute function count_born_items();

create function count_changed_item() returns trigger language plpgsql as $$
begin
  insert into callback_counts (kind, line_id, owner_id, needs_human, tried, due_hour, items)
  select 'live', line_id, owner_id, state = 'needs_human', attempts_counted > 0, date_trunc('hour', due_at, 'UTC'), sum(n)
  from (values
    (old.line_id, old.owner_id, old.state, old.attempts_counted, old.due_at, -1),
    (new.line_id, new.owner_id, new.state, new.attempts_counted, new.due_at, 1)
  ) as x (line_id, owner_id, state, attempts_counted, due_at, n)
  where state in ('open', 'claimed', 'dialing', 'needs_human') group by 2, 3, 4, 5, 6 having sum(n) <> 0;
  if (new.line_id is distinct from old.line_id or new.owner_id is distinct from old.owner_id) and exists (
    select from escalation_timers t
    where t.callback_id = new.id and t.fired_at is not null and t.acknowledged_at is null and t.step <> 'due_soon'
  ) then
    insert into callback_counts (kind, line_id, owner_id, needs_human, tried, items)
    values ('breached', old.line_id, old.owner_id, false, false, -1), ('breached', new.line_id, new.owner_id, false, false, 1);
  end if;
  return null;
end $$;
-- To be claimed, dialled or let go changes no count, and costs nothing here.
create trigger callbacks_count_changed after update on callbacks for each row
  when (old.state in ('returned', 'closed', 'merged') <> new.state in ('returned', 'closed', 'merged')
    or (old.state = 'needs_human') <> (new.state = 'needs_human')
    or (old.attempts_counted > 0) <> (new.attempts_counted > 0)
    or old.due_at <> new.due_at
    or old.line_id is distinct from new.line_id
    or old.owner_id is distinct from new.owner_id)
  execute function count_changed_item();

-- An item is on the breach list while one of its steps past due soon is taken and not acknowledged. Behind the item's
-- lock, so that of two who see to different steps of one item exactly one finds that no other is left.
create function count_breach(item bigint, changed bigint[], entry integer) returns void language plpgsql as $$
declare
  place record;
begin
  select line_id, owner_id into place from callbacks where id = item for no key update;
  if not exists (
    select from escalation_timers t where t.callback_id = item and t.id <> all (changed)
      and t.fired_at is not null and t.acknowledged_at is null and t.step <> 'due_soon'
  ) then
    insert into callback_counts (kind, line_id, owner_id, needs_human, tried, items)
    values ('breached', place.line_id, place.owner_id, false, false, entry);
  end if;
end $$;

create function count_new_breaches() returns trigger language plpgsql as $$
begin
  perform count_breach(b.callback_id, b.ids, 1) from (
    select callback_id, array_agg(id) as ids from born
    where fired_at is not null and acknowledged_at is null and step <> 'due_soon' group by callback_id order by callback_id) b;
  return null;
end $$;
create trigger escalation_timers_count_born after insert on escalation_timers
  referencing new table as born for each statement execute function count_new_breaches();

create function count_changed_breaches() returns trigger language plpgsql as $$
begin
  perform count_breach(b.callback_id, b.ids, case when b.unseen then 1 else -1 end) from (
    select after.callback_id, array_agg(after.id) as ids,
      bool_or(before.fired_at is not null and before.acknowledged_at is null and before.step <> 'due_soon') as was_unseen,
      bool_or(after.fired_at is not null and after.acknowledged_at is null and after.step <> 'due_soon') as unseen
    from before join after on after.id = before.id group by after.callback_id order by after.callback_id) b
  where b.was_unseen <> b.unseen;
  return null;
end $$;
create trigger escalation_timers_count_changed after update on escalation_timers
  referencing old table as before new table as after for each statement execute function count_changed_breaches();

-- The triggers above hold writers off until the end of the migration: nothing slips in between.
insert into callback_counts (kind, line_id, owner_id, needs_human, tried, due_hour, items)
select 'live', line_id, owner_id, state = 'needs_human', attempts_counted > 0, date_trunc('hour', due_at, 'UTC'), count(*)
from callbacks where state in ('open', 'claimed', 'dialing', 'needs_human') group by 2, 3, 4, 5, 6;
insert into callback_counts (kind, line_id, owner_id, needs_human, tried, items)
select 'breached', line_id, owner_id, false, false, count(*) from callbacks where id in (
  select callback_id from escalation_timers where fired_at is not null and acknowledged_at is null and step <> 'due_soon')
group by 2, 3;

-- Not a promise to a customer, but to who reads the board: what is kept is what counting says.
create view audit_counts as
select concat_ws(' ', kind, 'line ' || coalesce(line_id::text, 'none'), 'owner ' || coalesce(owner_id::text, 'none'),
    case when needs_human then 'needs human' end, case when tried then 'tried' end, 'due in the hour of ' || due_hour) as subject,
  'kept ' || sum(kept) || ', counted ' || sum(counted) as what
from (
  select kind, line_id, owner_id, needs_human, tried, due_hour, items as kept, 0 as counted from callback_counts
  union all
  select 'live', line_id, owner_id, state = 'needs_human', attempts_counted > 0, date_trunc('hour', due_at, 'UTC'), 0, 1
  from callbacks where state in ('open', 'claimed', 'dialing', 'needs_human')
  union all
  select 'breached', line_id, owner_id, false, false, null, 0, 1 from callbacks where id in (
    select callback_id from escalation_timers where fired_at is not null and acknowledged_at is null and step <> 'due_soon')
) both_ways
group by kind, line_id, owner_id, needs_human, tried, due_hour having sum(kept) <> sum(counted);

-- What depends on the time of day, and the order of a page, are read from an index alone; an item at work stands in no
-- more indexes than before.
drop index callbacks_work;
create index callbacks_work on callbacks (priority desc, first_miss_at, id, due_at, line_id, owner_id)
  where state in ('open', 'claimed', 'dialing', 'needs_human');
drop index callbacks_due;
create index callbacks_due on callbacks (due_at, line_id, owner_id) where state in ('open', 'claimed', 'dialing', 'needs_human');
drop index callbacks_settled;
create index callbacks_settled on callbacks (settled_at, settled_as, state, line_id, owner_id) where settled_at is not null;
create index callbacks_oldest on callbacks (first_miss_at) where state in ('open', 'claimed', 'dialing', 'needs_human');
