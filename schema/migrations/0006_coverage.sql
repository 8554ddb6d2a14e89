-- Which seconds of each PBX were seen: one row per unbroken stretch, its end moved on every few seconds while it lasts,
-- so that even a killed process leaves the last second it had seen.
create table coverage_intervals (
  id bigint generated always as identity primary key,
  pbx_id bigint not null references pbxes (id),
  started_at timestamptz not null,
  seen_to timestamptz not null
);
create index coverage_intervals_pbx on coverage_intervals (pbx_id, started_at);
alter table coverage_intervals add constraint coverage_intervals_forward check (seen_to >= started_at);

-- S6: every second without an event source stands in blind_windows. A hole between two stretches (two seconds are
-- allowed for the clocks) that no blind window covers is a second nobody owns up to.
create or replace view audit_s6 as
select id::text as subject, 'unseen from ' || seen_to || ' to ' || next_start || ' and not marked as blind' as what
from (
  select id, pbx_id, seen_to, lead(started_at) over (partition by pbx_id order by started_at, id) as next_start
  from coverage_intervals
) stretch
where next_start - seen_to > interval '2 seconds'
  and not exists (
    select 1 from blind_windows b
    where b.pbx_id = stretch.pbx_id and b.started_at <= stretch.seen_to + interval '2 seconds'
      and coalesce(b.ended_at, 'infinity') >= stretch.next_start - interval '2 seconds'
  );
