import type { Callback } from '../domain/callback/callback.ts';
import type { Column, ColumnType } from './many-rows.ts';

/** Every column of an item but its id: what it is born with … */
const birth = [
  ['site_id', 'bigint', 'siteId'],
  ['origin', 'text', 'origin'],
  ['key', 'text', 'key'],
  ['number', 'text', 'number'],
  ['contact_id', 'bigint', 'contactId'],
  ['queue', 'text', 'queue'],
  ['created_at', 'instant', 'createdAt'],
] as const satisfies readonly NamedColumn[];

/** … and what its steps may change. */
const later = [
  ['line_id', 'bigint', 'lineId'],
  // An item that takes up another takes its note as well.
  ['note', 'text', 'note'],
  ['state', 'text', 'state'],
  ['needs_reason', 'text', 'needsReason'],
  ['due_at', 'instant', 'dueAt'],
  ['promised_at', 'instant', 'promisedAt'],
  ['workable_at', 'instant', 'workableAt'],
  ['first_miss_at', 'instant', 'firstMissAt'],
  ['latest_miss_at', 'instant', 'latestMissAt'],
  ['misses', 'integer', 'misses'],
  ['priority', 'integer', 'priority'],
  ['fence', 'integer', 'fence'],
  ['owner_id', 'bigint', 'ownerId'],
  ['owner_rule', 'text', 'ownerRule'],
  ['claimed_by', 'bigint', 'claimedBy'],
  ['lease_until', 'instant', 'leaseUntil'],
  ['open_attempt_id', 'text', 'openAttemptId'],
  ['attempts_counted', 'integer', 'attemptsCounted'],
  ['returned_call_id', 'bigint', 'returnedCallId'],
  ['returned_by', 'bigint', 'returnedBy'],
  ['returned_talk_ended_at', 'instant', 'returnedTalkEndedAt'],
  ['settled_as', 'text', 'settledAs'],
  ['closed_by', 'bigint', 'closedBy'],
  ['closed_reason', 'text', 'closedReason'],
  ['closed_note', 'text', 'closedNote'],
  ['merged_into', 'bigint', 'mergedInto'],
  ['settled_at', 'instant', 'settledAt'],
  ['updated_at', 'instant', 'updatedAt'],
] as const satisfies readonly NamedColumn[];

type NamedColumn = readonly [name: string, type: ColumnType, key: Exclude<keyof Callback, 'id'>];
/** Fails to compile when an item has a column that is not named above. */
type Named = (typeof birth | typeof later)[number][2];
const all: readonly NamedColumn[] = [...birth, ...later] satisfies readonly (Exclude<keyof Callback, 'id'> extends Named
  ? NamedColumn
  : never)[];

const sent = ([name, type, key]: NamedColumn): Column<Callback> => [name, type, (item) => item[key]];

/** What a new item is written with, beside its id. */
export const itemColumns: readonly Column<Callback>[] = all.map(sent);
/** What is written when steps were taken. */
export const steppedColumns: readonly Column<Callback>[] = later.map(sent);

/** An item `b` as one JSON value with the names and instants of the domain. */
export const itemJson = `json_build_object('id', b.id, ${all
  .map(
    ([name, type, key]) =>
      `'${key}', ${type === 'instant' ? `(extract(epoch from b.${name}) * 1000)::bigint` : `b.${name}`}`,
  )
  .join(', ')})`;
