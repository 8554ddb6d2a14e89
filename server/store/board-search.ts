import { type SQL, sql } from 'drizzle-orm';
import type { BoardAge, BoardFilter } from '../../schema/contracts/callbacks.ts';
import { containing, type Wanted } from './sql.ts';

/** What somebody wants to see of the debt board. */
export interface BoardSearch {
  readonly filter: BoardFilter;
  readonly line: number | undefined;
  readonly owner: number | 'nobody' | undefined;
  readonly queue?: string | undefined;
  readonly age?: BoardAge | undefined;
  readonly wanted: Wanted | null;
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly now: number;
  /** Settled items older than this are history, not today's board. */
  readonly settledSince: number;
}

/** Of which part of the board: line, owner, queue, age at an instant, search. */
export type BoardScope = Pick<BoardSearch, 'line' | 'owner' | 'queue' | 'age' | 'now' | 'wanted'>;

const hourMs = 3_600_000;
const ageMs: Readonly<Record<BoardAge, number>> = {
  '1h': hourMs,
  '4h': 4 * hourMs,
  '1d': 24 * hourMs,
  '3d': 72 * hourMs,
};

export const isLive = sql.raw(`b.state in ('open', 'claimed', 'dialing', 'needs_human')`);

/** Filters whose items are still owed, or on the breach list. */
export const ofWork: readonly BoardFilter[] = ['owed', 'overdue', 'breached', 'not_reached', 'needs_human'];

/** The condition of a scope over items `b`. */
export function inScope({ line, owner, queue, age, now, wanted }: BoardScope): SQL {
  const all: SQL[] = [sql`true`];
  if (line !== undefined) all.push(sql`b.line_id = ${line}`);
  if (owner === 'nobody') all.push(sql`b.owner_id is null`);
  else if (owner !== undefined) all.push(sql`b.owner_id = ${owner}`);
  if (queue !== undefined) all.push(sql`b.queue = ${queue}`);
  if (age !== undefined) all.push(sql`b.first_miss_at <= to_timestamp(${(now - ageMs[age]) / 1000})`);
  if (wanted) all.push(named(wanted));
  return sql.join(all, sql` and `);
}

function named({ text, e164, digits }: Wanted): SQL {
  const like = containing(text);
  const ways = [
    sql`exists (select 1 from contacts c left join organisations o on o.id = c.organisation_id where
      (c.id = b.contact_id or exists (select 1 from contact_phones p where p.contact_id = c.id and p.e164 = b.number))
      and (c.name ilike ${like} or o.name ilike ${like}))`,
  ];
  if (e164 !== null) ways.push(sql`b.number = ${e164}`);
  if (digits !== null) ways.push(sql`b.number like ${containing(digits)}`);
  return sql`(${sql.join(ways, sql` or `)})`;
}

/** The condition of a filter over items `b`, at an instant. */
export function withinFilter(filter: BoardFilter, now: number, settledSince: number): SQL {
  const settled = sql`b.settled_at >= to_timestamp(${settledSince / 1000})`;
  switch (filter) {
    case 'owed':
      return isLive;
    case 'overdue':
      return sql`${isLive} and b.due_at < to_timestamp(${now / 1000})`;
    case 'breached':
      return breached;
    case 'not_reached':
      return sql`${isLive} and b.attempts_counted > 0`;
    case 'needs_human':
      return sql`b.state = 'needs_human'`;
    case 'closed':
      return sql`b.state = 'closed' and ${settled}`;
    default:
      return sql`b.settled_as = ${filter} and ${settled}`;
  }
}

/** Went past its time and nobody has said that they know; also when it was settled since. */
export const breached = sql.raw(`b.id in (select t.callback_id from escalation_timers t where t.fired_at is not null
  and t.acknowledged_at is null and t.step <> 'due_soon')`);
