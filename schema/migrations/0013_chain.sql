-- A chain of hashes over the logs that nobody may rewrite: one link an entry, each covering all before it.
create table chain_links (
  seq bigint primary key check (seq > 0),
  source text not null check (source in ('callback_events', 'audit_log')),
  row_id bigint not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  sealed_at timestamptz not null,
  constraint chain_links_entry unique (source, row_id),
  constraint chain_links_hash unique (hash)
);
create trigger chain_links_no_delete before delete on chain_links for each row execute function refuse_removal();
create trigger chain_links_no_truncate before truncate on chain_links for each statement execute function refuse_removal();
create trigger chain_links_no_change before update on chain_links for each row execute function refuse_change();
