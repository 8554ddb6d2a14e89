-- The relay looks for unsent facts each second, and the audit for uncovered missed calls: neither may read all history.
create index outbox_unsent on outbox (id) where not sent;
create index calls_missed on calls (id)
  where direction = 'inbound' and outcome in ('missed', 'unknown') and excluded_by is null;
