-- Who asked not to be called and is erased is still not called: the wish stays, the number goes. What is kept is a digest of the
-- number under a key of this installation, so that two installations cannot compare theirs.
create table wish_key (
  one boolean primary key default true constraint wish_key_one check (one),
  key bytea not null constraint wish_key_length check (length(key) = 32)
);
insert into wish_key (key)
  values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

create table kept_wishes (
  digest bytea primary key constraint kept_wishes_digest check (length(digest) = 32),
  added_at timestamptz not null
);
