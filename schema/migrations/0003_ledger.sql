-- The promise ledger: its rows, and what each state must carry.

create table callbacks (
  id bigint generated always as identity primary key,
  site_id bigint not null references sites (id),
  origin text not null check (origin in ('missed_call', 'requested', 'follow_up', 'cadence', 'birthday', 'reply', 'payment')),
  key text,
  number text constraint callbacks_number_e164 check (number ~ '^\+[0-9]{3,15}$'),
  line_id bigint references lines (id),
  contact_id bigint references contacts (id),
  queue text,
  state text not null check (state in ('open', 'claimed', 'dialing', 'needs_human', 'returned', 'closed', 'merged')),
  needs_reason text,
  due_at timestamptz not null,
  promised_at timestamptz not null,
  first_miss_at timestamptz not null,
  latest_miss_at timestamptz not null,
  misses integer not null default 0,
  priority integer not null default 0,
  fence integer not null default 0,
  owner_id bigint references users (id),
  owner_rule text,
  claimed_by bigint references users (id),
  lease_until timestamptz,
  open_attempt_id text,
  attempts_counted integer not null default 0,
  note text,
  returned_call_id bigint references calls (id),
  returned_by bigint references users (id),
  returned_talk_ended_at timestamptz,
  settled_as text check (settled_as in ('in_time', 'late', 'called_again')),
  closed_by bigint references users (id),
  closed_reason text,
  closed_note text,
  merged_into bigint references callbacks (id),
  settled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index callbacks_one_live_per_key on callbacks (key) where origin = 'missed_call' and state in ('open', 'claimed', 'dialing', 'needs_human');
create index callbacks_due on callbacks (due_at) where state = 'open';
create index callbacks_number on callbacks (number);
create index callbacks_contact on callbacks (contact_id);
create index callbacks_work on callbacks (priority desc, first_miss_at, id) where state in ('open', 'claimed', 'dialing', 'needs_human');
create index callbacks_settled on callbacks (settled_at);

create table callback_calls (
  call_id bigint primary key references calls (id),
  callback_id bigint not null references callbacks (id),
  at timestamptz not null
);
create index callback_calls_item on callback_calls (callback_id);

create table attempts (
  id text primary key,
  callback_id bigint references callbacks (id),
  fence integer,
  user_id bigint not null references users (id),
  device_id bigint not null references devices (id),
  contact_id bigint references contacts (id),
  number text not null constraint attempts_number_shape check (number ~ '^(\+?[0-9]{2,15})?$'),
  not_after timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  seen_at timestamptz,
  outcome text check (outcome in ('reached', 'agent_no_answer', 'agent_unreachable', 'customer_busy', 'customer_no_answer', 'customer_unavailable', 'cancelled')),
  detail text,
  counted boolean not null default false,
  call_id bigint references calls (id),
  ended_at timestamptz
);
create unique index attempts_one_open_per_callback on attempts (callback_id) where callback_id is not null and outcome is null;
create index attempts_callback on attempts (callback_id);
create index attempts_open on attempts (not_after) where outcome is null;

create table callback_events (
  id bigint generated always as identity primary key,
  callback_id bigint not null references callbacks (id),
  at timestamptz not null,
  type text not null,
  actor_id bigint references users (id),
  rule text,
  detail jsonb not null default '{}'
);
create index callback_events_item on callback_events (callback_id, id);

alter table callbacks
  add constraint callbacks_can_be_called
    check (number is not null or state not in ('open', 'claimed', 'dialing')),
  add constraint callbacks_needs_human_says_why
    check ((state = 'needs_human' and needs_reason is not null)
      or (state in ('open', 'claimed', 'dialing') and needs_reason is null)
      or state in ('returned', 'closed', 'merged')),
  add constraint callbacks_held_by_someone check ((state in ('claimed', 'dialing')) = (claimed_by is not null)),
  add constraint callbacks_claimed_has_lease check ((state = 'claimed') = (lease_until is not null)),
  -- A lease is renewed by the agent's live connection; nothing holds an item longer than 30 s on its own.
  add constraint callbacks_lease_short check (lease_until <= updated_at + interval '30 seconds'),
  add constraint callbacks_dialing_has_attempt check ((state = 'dialing') = (open_attempt_id is not null)),
  add constraint callbacks_returned_has_proof
    check ((state = 'returned') = (returned_call_id is not null)
      and (state = 'returned') = (returned_talk_ended_at is not null)
      and (state = 'returned') = (settled_as is not null)
      and (returned_by is null or state = 'returned')),
  add constraint callbacks_talk_after_latest_miss check (returned_talk_ended_at > latest_miss_at),
  add constraint callbacks_closed_names_person_and_reason
    check ((state = 'closed') = (closed_by is not null) and (state = 'closed') = (closed_reason is not null)),
  add constraint callbacks_closed_reason_not_blank check (closed_reason ~ '\S'),
  -- A debt to a caller ends by decision only with a note; a planned call may end with its reason alone.
  add constraint callbacks_closed_debt_has_note
    check (state <> 'closed' or origin not in ('missed_call', 'requested') or coalesce(closed_note, '') ~ '\S'),
  add constraint callbacks_merged_into_another
    check ((state = 'merged') = (merged_into is not null) and merged_into <> id),
  add constraint callbacks_settled_when_final
    check ((state in ('returned', 'closed', 'merged')) = (settled_at is not null)),
  add constraint callbacks_key_only_of_missed check (key is null or origin = 'missed_call'),
  add constraint callbacks_live_key_of_number
    check (origin <> 'missed_call' or state not in ('open', 'claimed', 'dialing') or key is not null),
  add constraint callbacks_misses_in_order check (first_miss_at <= latest_miss_at and misses >= 0),
  add constraint callbacks_counts_up check (fence >= 0 and attempts_counted >= 0),
  add constraint callbacks_owner_by_rule check (owner_id is null or owner_rule is not null),
  add constraint callbacks_open_attempt foreign key (open_attempt_id) references attempts (id);

alter table attempts
  -- A paused process may wake and dial late; the PBX refuses work after this moment.
  add constraint attempts_expire_soon check (not_after > created_at and not_after <= created_at + interval '120 seconds'),
  add constraint attempts_fenced check ((callback_id is null) = (fence is null)),
  add constraint attempts_ended_with_outcome check ((outcome is null) = (ended_at is null)),
  add constraint attempts_only_customer_counts
    check (not counted or outcome in ('customer_busy', 'customer_no_answer', 'customer_unavailable', 'reached'));
