-- Callbacks that are offered to a free agent: a claim made for them, theirs for a few seconds unless they say yes.
alter table lines add column offers boolean not null default false;

create table callback_offers (
  id bigint generated always as identity primary key,
  callback_id bigint not null references callbacks (id),
  fence integer not null,
  user_id bigint not null references users (id),
  offered_at timestamptz not null,
  until_at timestamptz not null,
  answer text check (answer in ('accepted', 'declined', 'timed_out')),
  answered_at timestamptz,
  constraint callback_offers_claim unique (callback_id, fence),
  constraint callback_offers_short check (until_at > offered_at and until_at <= offered_at + interval '30 seconds'),
  constraint callback_offers_answered check ((answer is null) = (answered_at is null))
);
create unique index callback_offers_one_standing on callback_offers (user_id) where answer is null;
create index callback_offers_item on callback_offers (callback_id, offered_at);
