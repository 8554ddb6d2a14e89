import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { exclusionRules, lines, sites } from '../../schema/tables/site.ts';
import type { PlayedItem } from '../domain/callback/dry-run.ts';
import type { Ladder } from '../domain/escalation/ladder.ts';
import type { DbTx } from '../platform/db.ts';
import { type CalendarRow, calendarJson } from './calendar.ts';
import { ms, rowsOf } from './sql.ts';

/** A line with all that it promises, as it is stored. */
export interface StoredRule {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly hours: string | null;
  readonly calendar: CalendarRow | null;
  readonly dueMinutes: number;
  readonly retryMinutes: readonly number[] | null;
  readonly maxTries: number | null;
  readonly abandonedSeconds: number;
  readonly offers: boolean;
  readonly ladder: Ladder | null;
  readonly missed: number;
  readonly open: number;
}

export interface StoredCompany {
  readonly id: number;
  readonly version: number;
  readonly timeZone: string;
  readonly quietHours: string | null;
  readonly ladder: Ladder | null;
}

/** Missed calls of a stretch of days, as the rule that leaves out callers sees them. */
export interface MissedCounts {
  readonly owed: number;
  readonly leftOut: number;
  /** Left out when everybody who hung up before so many seconds is. */
  readonly wouldBeLeftOut: number;
}

const live = sql.raw(`b.state in ('open', 'claimed', 'dialing', 'needs_human')`);
const moment = (at: number) => sql`to_timestamp(${at}::float8 / 1000)`;
const callers = sql.raw(`(b.origin = 'missed_call' or b.key is not null)`);

/** What lines and the company promise, as people edit it. */
export function ruleStore(tx: DbTx) {
  const stored = (since: number, where: SQL) =>
    rowsOf<StoredRule>(
      tx,
      sql`select l.id, l.key, l.name, l.version, (select h.name from calendars h where h.id = l.calendar_id) as hours,
          ${calendarJson} as calendar, l.due_minutes as "dueMinutes", to_json(l.retry_minutes) as "retryMinutes",
          l.max_tries as "maxTries", l.offers, l.escalation as ladder,
          coalesce((select max(r.value::int) from exclusion_rules r where r.enabled and r.line_id = l.id
            and r.kind = 'abandoned_before_s'), 0) as "abandonedSeconds",
          (select count(*)::int from calls c where c.line_id = l.id and c.started_at >= ${moment(since)}
            and c.direction = 'inbound' and c.outcome in ('missed', 'unknown')) as missed,
          (select count(*)::int from callbacks b where b.line_id = l.id and ${live}) as open
        from lines l where l.retired_at is null and ${where} order by l.name, l.id`,
    );
  return {
    list: (since: number): Promise<StoredRule[]> => stored(since, sql`true`),
    async line(id: number, since: number): Promise<StoredRule | undefined> {
      return (await stored(since, sql`l.id = ${id}`))[0];
    },
    async company(): Promise<StoredCompany | undefined> {
      const [site] = await tx.select().from(sites).orderBy(asc(sites.id)).limit(1);
      if (!site) return undefined;
      const { id, version, timeZone, quietHours, escalation } = site;
      return { id, version, timeZone, quietHours, ladder: escalation };
    },
    /** Writes a person's edit; false when somebody else has written since. */
    async changeLine(id: number, version: number, values: Partial<typeof lines.$inferInsert>): Promise<boolean> {
      const same = and(eq(lines.id, id), eq(lines.version, version), isNull(lines.retiredAt));
      const set = { ...values, version: version + 1 };
      return (await tx.update(lines).set(set).where(same).returning({ id: lines.id })).length > 0;
    },
    async changeCompany(id: number, version: number, values: Partial<typeof sites.$inferInsert>): Promise<boolean> {
      const same = and(eq(sites.id, id), eq(sites.version, version));
      const set = { ...values, version: version + 1 };
      return (await tx.update(sites).set(set).where(same).returning({ id: sites.id })).length > 0;
    },
    /** From now on who hangs up on this line before so many seconds is left out. What the old rule left out keeps its name. */
    async leaveOutBefore(lineId: number, seconds: number, at: number): Promise<void> {
      const kind = 'abandoned_before_s' as const;
      const standing = and(
        eq(exclusionRules.lineId, lineId),
        eq(exclusionRules.kind, kind),
        eq(exclusionRules.enabled, true),
      );
      await tx.update(exclusionRules).set({ enabled: false }).where(standing);
      if (seconds > 0) await tx.insert(exclusionRules).values({ kind, value: String(seconds), lineId, createdAt: at });
    },
    /** Callbacks of a line that were born since, the latest first. */
    items(lineId: number, since: number, limit: number): Promise<PlayedItem[]> {
      return rowsOf<PlayedItem>(
        tx,
        sql`select ${ms('b.first_miss_at')} as "firstMissAt", ${ms('b.created_at')} as "createdAt",
            ${ms('b.settled_at')} as "settledAt", coalesce(k.abandoned, false) as "allAbandoned",
            coalesce(k.waited, 0) as "longestWaitMs"
          from callbacks b left join lateral (select bool_and(c.reason like 'abandoned\\_%') as abandoned, max(c.waited_ms) as waited
            from callback_calls cc join calls c on c.id = cc.call_id where cc.callback_id = b.id) k on true
          where b.line_id = ${lineId} and ${callers} and b.first_miss_at >= ${moment(since)}
          order by b.first_miss_at desc, b.id desc limit ${limit}`,
      );
    },
    async itemCount(lineId: number, since: number): Promise<number> {
      const [row] = await rowsOf<{ count: number }>(
        tx,
        sql`select count(*)::int as count from callbacks b
          where b.line_id = ${lineId} and ${callers} and b.first_miss_at >= ${moment(since)}`,
      );
      return row?.count ?? 0;
    },
    async missedCalls(lineId: number, since: number, seconds: number): Promise<MissedCounts> {
      const [row] = await rowsOf<MissedCounts>(
        tx,
        sql`select (count(*) filter (where c.excluded_by is null))::int as owed,
            (count(*) filter (where c.excluded_by is not null))::int as "leftOut",
            (count(*) filter (where r.kind in ('blocked_number', 'excluded_line')
              or (c.reason like 'abandoned\\_%' and c.waited_ms < ${seconds}::int * 1000)))::int as "wouldBeLeftOut"
          from calls c left join exclusion_rules r on r.id = c.excluded_by
          where c.line_id = ${lineId} and c.direction = 'inbound' and c.outcome in ('missed', 'unknown')
            and c.started_at >= ${moment(since)}`,
      );
      return row ?? { owed: 0, leftOut: 0, wouldBeLeftOut: 0 };
    },
    /** Open callbacks of a line that have been tried so often or more. */
    async triedOften(lineId: number, tries: number): Promise<number> {
      const [row] = await rowsOf<{ count: number }>(
        tx,
        sql`select count(*)::int as count from callbacks b where b.line_id = ${lineId}
          and b.state in ('open', 'claimed', 'dialing') and b.attempts_counted >= ${tries}::int`,
      );
      return row?.count ?? 0;
    },
    /** Which of these logins nobody has. */
    async strangers(logins: readonly string[]): Promise<string[]> {
      const rows = await rowsOf<{ login: string }>(
        tx,
        sql`select value as login from json_array_elements_text(${JSON.stringify(logins)}::json)
          where not exists (select from users u where lower(u.login) = lower(value) and u.disabled_at is null)`,
      );
      return rows.map(({ login }) => login);
    },
  };
}
export type RuleStore = ReturnType<typeof ruleStore>;
