-- The log asks of each of its calls whether it settled an item.
create index callbacks_returned_call on callbacks (returned_call_id) where returned_call_id is not null;
