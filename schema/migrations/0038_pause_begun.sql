-- When the silence of a recording began: a service started anew knows the whole stretch, not only its end.
alter table recording_pauses add column begun_at timestamptz not null default now();
alter table recording_pauses alter column begun_at drop default;
