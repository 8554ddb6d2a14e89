-- Whose lease is over is asked every second: only those held are looked at.
create index callbacks_lease on callbacks (lease_until) where state = 'claimed';
