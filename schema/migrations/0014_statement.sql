-- What became of the debt a missed call left: returned or closed; live until then. Merged items are followed to their end.
create function debt_of(call bigint) returns table (callback_id bigint, debt text, settled_as text) language sql stable as $$
  with recursive item as (
    select b.id, b.state, b.merged_into, b.settled_as
    from callback_calls cc join callbacks b on b.id = cc.callback_id where cc.call_id = call
    union
    select b.id, b.state, b.merged_into, b.settled_as from item i join callbacks b on b.id = i.merged_into
  )
  select id, case when state in ('returned', 'closed') then state else 'live' end, settled_as
  from item where state <> 'merged'
$$;
