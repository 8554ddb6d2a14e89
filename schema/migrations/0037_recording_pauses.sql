-- Recordings silenced for a while, so that they go on in time though the service was started anew in between.
create table recording_pauses (
  pbx_id bigint not null references pbxes (id),
  channel text not null,
  until_at timestamptz not null,
  primary key (pbx_id, channel)
);
