-- What a line promises may be edited in the app: the version tells two editors apart, and what the site file said last
-- tells which of its words are new. Null in the plan of tries is the standard plan.
alter table lines
  add column version integer not null default 1,
  add column from_file jsonb,
  add column retry_minutes integer[],
  add column max_tries integer,
  add constraint lines_retry_minutes check (cardinality(retry_minutes) between 1 and 6
    and 0 < all (retry_minutes) and 10080 >= all (retry_minutes)),
  add constraint lines_max_tries check (max_tries between 1 and 20);
alter table sites
  add column version integer not null default 1,
  add column from_file jsonb;

-- A rule may hold on one line alone. A rule that has left out calls is never rewritten: a new one takes its place.
alter table exclusion_rules add column line_id bigint references lines (id);
create unique index exclusion_rules_one_of_line on exclusion_rules (line_id, kind) where enabled and line_id is not null;
