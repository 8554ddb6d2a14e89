-- What an agent does to a call that rings or runs: a phone that answers when it is asked, and stretches of a recording that
-- hold silence because somebody read out a card number.
alter table devices add column answers_by_notify boolean;
alter table recordings add column muted jsonb not null default '[]'
  constraint recordings_muted_is_list check (jsonb_typeof(muted) = 'array');
