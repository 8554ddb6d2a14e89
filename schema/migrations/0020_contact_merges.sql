-- Two contacts turn out to be one person: who said so, when, what each was before, and that nothing is left pointing at
-- the one that was given up.

create table contact_merges (
  id bigint generated always as identity primary key,
  from_id bigint not null references contacts (id),
  into_id bigint not null references contacts (id),
  merged_by bigint not null references users (id),
  merged_at timestamptz not null,
  taken text[] not null,
  before jsonb,
  moved jsonb not null,
  constraint contact_merges_once unique (from_id),
  constraint contact_merges_of_two check (from_id <> into_id)
);
create index contact_merges_into on contact_merges (into_id);
create trigger contact_merges_no_delete before delete on contact_merges for each row execute function refuse_removal();
create trigger contact_merges_no_truncate before truncate on contact_merges for each statement execute function refuse_removal();

-- Erasure blanks what they were; the rest stays as it was written.
create function guard_contact_merge() returns trigger language plpgsql as $$
begin
  if new.before is not null or (to_jsonb(new) - 'before') is distinct from (to_jsonb(old) - 'before') then
    raise exception 'merge %: its record is not rewritten', old.id using errcode = 'RB002';
  end if;
  return new;
end $$;
create trigger contact_merges_change before update on contact_merges for each row execute function guard_contact_merge();

create function guard_merged_contact() returns trigger language plpgsql as $$
begin
  if old.merged_into is not null and new.merged_into is null then
    raise exception 'contact %: a merge is not taken back', old.id using errcode = 'RB002';
  end if;
  if new.merged_into is not null and exists (select from contacts c where c.id = new.merged_into and c.merged_into is not null) then
    raise exception 'contact %: merged into one that is merged itself', old.id using errcode = 'RB002';
  end if;
  return new;
end $$;
create trigger contacts_merged before update of merged_into on contacts for each row execute function guard_merged_contact();

-- Whoever writes a row that names a merged contact means the one it was merged into. The lock waits for a merge that is
-- under way.
create function follow_merged_contact() returns trigger language plpgsql as $$
declare
  stands bigint;
begin
  select c.merged_into into stands from contacts c where c.id = new.contact_id for key share;
  if stands is not null then
    new.contact_id := stands;
  end if;
  return new;
end $$;
do $$
declare pointing text;
begin
  foreach pointing in array array['calls', 'callbacks', 'attempts', 'notes', 'match_choices'] loop
    execute format('create trigger %I before insert or update of contact_id on %I for each row when (new.contact_id is not null) execute function follow_merged_contact()',
      pointing || '_follow_merged', pointing);
  end loop;
end $$;
create trigger recording_links_follow_merged before insert on recording_links for each row execute function follow_merged_contact();

-- A covered call stays covered: it moves only with its item, to the one that item was merged into.
create function guard_coverage_change() returns trigger language plpgsql as $$
begin
  if new.call_id <> old.call_id or new.at <> old.at or not exists (
    select from callbacks c join callbacks k on k.id = c.merged_into
    where c.id = old.callback_id and c.state = 'merged' and k.id = new.callback_id
      and k.state in ('open', 'claimed', 'dialing', 'needs_human')
  ) then
    raise exception 'rows of callback_calls are never changed' using errcode = 'RB002';
  end if;
  return new;
end $$;
drop trigger callback_calls_no_change on callback_calls;
create trigger callback_calls_no_change before update on callback_calls for each row execute function guard_coverage_change();

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
where c.origin in ('missed_call', 'requested') and c.state <> 'merged'
group by c.id having count(cc.call_id) <> c.misses or (c.origin = 'missed_call' and c.misses = 0)
union all
select c.id::text, 'merged, and still covers call ' || cc.call_id
from callbacks c join callback_calls cc on cc.callback_id = c.id where c.state = 'merged'
union all
select c.id::text, 'without history'
from callbacks c where not exists (select from callback_events e where e.callback_id = c.id);

-- How a name is compared: without case, marks, punctuation and order of its words; half spaces as spaces, Arabic letters as
-- Persian ones.
create function name_key(name text) returns text language sql immutable strict parallel safe as $$
  select coalesce(string_agg(word, ' ' order by word collate "C"), '')
  from regexp_split_to_table(
    translate(
      lower(regexp_replace(normalize(name, NFKD), E'[\u0300-\u036f\u064b-\u0655\u0640\u200b\u200d-\u200f\u2060\ufeff]', '', 'g')),
      E'\u064a\u0649\u0643\u0629.,;:\'"()-_/\u2019\u00ab\u00bb\u060c\u200c',
      E'\u06cc\u06cc\u06a9\u0647                '),
    ' +') word
  where word <> ''
$$;
create index contacts_name_key on contacts (name_key(name)) where merged_into is null;
create index match_choices_contact on match_choices (contact_id);
create index contacts_merged_into on contacts (merged_into) where merged_into is not null;
