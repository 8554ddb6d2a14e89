-- A phone that did not answer when it was asked to is asked again after a day: it may be another phone by then.
alter table devices add column answers_noted_at timestamptz;
update devices set answers_noted_at = now() where answers_by_notify is not null;
