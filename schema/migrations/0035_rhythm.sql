-- A customer may have to be called so many days after the last talk; a call that comes round is an item of the ledger.
alter table contacts add column call_every_days integer
  constraint contacts_rhythm_range check (call_every_days between 1 and 365);
create index contacts_rhythm on contacts (id) where call_every_days is not null;
