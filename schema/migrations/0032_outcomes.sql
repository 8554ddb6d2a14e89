-- How a talk on a line may have gone, in the words of the company; null: the six every line has.
alter table lines add column outcomes jsonb constraint lines_outcomes_few check (
  case jsonb_typeof(outcomes) when 'array' then jsonb_array_length(outcomes) between 1 and 6 else outcomes is null end
);
