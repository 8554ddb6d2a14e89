-- Lines that call the customer first: every launch holds an agent of its own, so that there are never more of them than
-- free agents.
alter table lines add column dial_order text not null default 'agent_first'
  constraint lines_dial_order check (dial_order in ('agent_first', 'customer_first'));
alter table attempts add column dial_order text not null default 'agent_first'
  constraint attempts_dial_order check (dial_order in ('agent_first', 'customer_first'));

create table attempt_agents (
  id bigint generated always as identity primary key,
  attempt_id text not null references attempts (id),
  user_id bigint not null references users (id),
  device_id bigint not null references devices (id),
  kept_at timestamptz not null,
  -- Their phone was asked and did not answer.
  silent_at timestamptz,
  freed_at timestamptz
);
create unique index attempt_agents_one_call on attempt_agents (user_id) where freed_at is null;
create unique index attempt_agents_one_agent on attempt_agents (attempt_id) where freed_at is null;
create index attempt_agents_silent on attempt_agents (user_id, silent_at) where silent_at is not null;

create trigger attempt_agents_no_delete before delete on attempt_agents for each row execute function refuse_removal();
create trigger attempt_agents_no_truncate before truncate on attempt_agents for each statement execute function refuse_removal();

-- Who is kept for one customer is given no other call.
create function guard_kept_agent() returns trigger language plpgsql as $$
begin
  if exists (select from attempt_agents k where k.user_id = new.user_id and k.freed_at is null) then
    raise exception 'attempt %: its agent is kept for another customer', new.id using errcode = 'RB009';
  end if;
  if new.dial_order = 'customer_first' then
    if new.callback_id is null then
      raise exception 'attempt %: only what is owed is called customer first', new.id using errcode = 'RB009';
    end if;
    if exists (select from attempts a where a.user_id = new.user_id and a.outcome is null and a.id <> new.id) then
      raise exception 'attempt %: its agent has another call', new.id using errcode = 'RB009';
    end if;
    insert into attempt_agents (attempt_id, user_id, device_id, kept_at)
      values (new.id, new.user_id, new.device_id, new.created_at);
  end if;
  return new;
end $$;
create trigger attempts_keep_agent after insert on attempts for each row execute function guard_kept_agent();

create function free_kept_agent() returns trigger language plpgsql as $$
begin
  update attempt_agents set freed_at = greatest(kept_at, coalesce(new.ended_at, audit_now()))
    where attempt_id = new.id and freed_at is null;
  return new;
end $$;
create trigger attempts_free_agent after update of outcome on attempts for each row
  when (old.outcome is null and new.outcome is not null and new.dial_order = 'customer_first') execute function free_kept_agent();

-- Nobody is kept for a call that is over, and what was written stays.
create function guard_kept_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if not exists (select from attempts a where a.id = new.attempt_id and a.dial_order = 'customer_first' and a.outcome is null) then
      raise exception 'attempt %: nobody is kept for it any more', new.attempt_id using errcode = 'RB009';
    end if;
    if exists (select from attempts a where a.user_id = new.user_id and a.outcome is null and a.id <> new.attempt_id) then
      raise exception 'attempt %: this agent has another call', new.attempt_id using errcode = 'RB009';
    end if;
  elsif (to_jsonb(new) - array['silent_at', 'freed_at']) is distinct from (to_jsonb(old) - array['silent_at', 'freed_at'])
    or old.freed_at is not null and new.freed_at is distinct from old.freed_at then
    raise exception 'attempt %: who was kept for it stays written', old.attempt_id using errcode = 'RB009';
  end if;
  return new;
end $$;
create trigger attempt_agents_guard before insert or update on attempt_agents for each row execute function guard_kept_change();

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
where outcome is null and number like '+%' group by number having count(*) > 1
union all
select a.id, 'a customer is called first without an agent kept for them' from attempts a
where a.outcome is null and a.dial_order = 'customer_first'
  and not exists (select from attempt_agents k where k.attempt_id = a.id and k.freed_at is null)
union all
select k.attempt_id, 'an agent is kept for a call that is over' from attempt_agents k
join attempts a on a.id = k.attempt_id where k.freed_at is null and a.outcome is not null;
