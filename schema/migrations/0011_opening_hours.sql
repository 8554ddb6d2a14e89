-- When people are there to call back. A line without a calendar is open around the clock.
create table calendars (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites (id),
  name text not null,
  time_zone text not null,
  -- Seven lists of intervals such as "09:00-13:00", Monday first.
  weekly jsonb not null,
  holidays jsonb not null default '[]',
  special_days jsonb not null default '[]',
  constraint calendars_name unique (site_id, name),
  constraint calendars_whole_week check (jsonb_typeof(weekly) = 'array' and jsonb_array_length(weekly) = 7),
  constraint calendars_lists check (jsonb_typeof(holidays) = 'array' and jsonb_typeof(special_days) = 'array')
);

alter table lines add column calendar_id bigint references calendars (id);
