import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, rowId, rowRef } from './columns.ts';

/** A ladder as it is kept: at most one rung for each step. */
export type LadderColumn = readonly {
  readonly step: 'due_soon' | 'overdue' | 'breached';
  readonly minutes: number;
  readonly to: readonly string[];
  readonly by: readonly ('mail' | 'webhook')[];
}[];

/** One company with its home country and clock. */
export const sites = pgTable('sites', {
  id: rowId(),
  name: text().notNull(),
  country: text().notNull(),
  areaCode: text('area_code'),
  timeZone: text('time_zone').notNull(),
  language: text().notNull(),
  /** Shortest talk of a call back that settles a callback, milliseconds. */
  returnedTalkMs: integer('returned_talk_ms').notNull().default(10_000),
  minTalkMs: integer('min_talk_ms').notNull().default(1_000),
  /** Countries that may be dialled besides the home country (ISO 3166). */
  dialCountries: text('dial_countries').array().notNull().default([]),
  /** Ladder of lines that have none of their own; null is the standard one. */
  escalation: jsonb().$type<LadderColumn>(),
  /** When no customer is rung, such as `21:30-08:00` on the company's clock; null is never. */
  quietHours: text('quiet_hours'),
  /** Rises with every edit in the app. */
  version: integer().notNull().default(1),
  /** What the site file said last, so that it only changes what it says anew. */
  fromFile: jsonb('from_file'),
  /** Why people may pause: words of the desk (`break`, `lunch` …) or the company's own. */
  pauseReasons: text('pause_reasons')
    .array()
    .notNull()
    .default(['break', 'lunch', 'meeting', 'back_office', 'training']),
  /** How long nobody is offered anything after a talk. */
  wrapUpSeconds: integer('wrap_up_seconds').notNull().default(30),
  /** After so many calls in a row that rang out a phone is paused; 0 is never. */
  unansweredLimit: integer('unanswered_limit').notNull().default(3),
});

export const pbxes = pgTable('pbxes', {
  id: rowId(),
  siteId: rowRef('site_id').notNull(),
  name: text().notNull().unique(),
  trunks: text().array().notNull(),
  inboundContexts: text('inbound_contexts').array().notNull(),
  internalContexts: text('internal_contexts').array().notNull(),
  originateContext: text('originate_context').notNull(),
});

/** One life of an Asterisk; `Uniqueid`s may repeat in the next. */
export const boots = pgTable(
  'boots',
  { id: rowId(), pbxId: rowRef('pbx_id').notNull(), startedAt: instant('started_at').notNull() },
  (t) => [unique('boots_one_per_start').on(t.pbxId, t.startedAt)],
);

/** A holiday as it is kept: a common date or a Persian one, never both. */
export interface HolidayColumn {
  readonly date: string | null;
  readonly days: number;
  readonly name: string;
  readonly persian: string | null;
}

/** When people are there to call back; intervals are texts such as `09:00-13:00`. */
export const calendars = pgTable(
  'calendars',
  {
    id: rowId(),
    siteId: rowRef('site_id').notNull(),
    name: text().notNull(),
    timeZone: text('time_zone').notNull(),
    /** Seven lists, Monday first. */
    weekly: jsonb().$type<readonly (readonly string[])[]>().notNull(),
    holidays: jsonb().$type<readonly HolidayColumn[]>().notNull().default([]),
    specialDays: jsonb('special_days')
      .$type<readonly { readonly date: string; readonly intervals: readonly string[] }[]>()
      .notNull()
      .default([]),
    /** Rises with every edit in the app. */
    version: integer().notNull().default(1),
    /** What the site file said last, so that it only changes what it says anew. */
    fromFile: jsonb('from_file'),
  },
  (t) => [unique('calendars_name').on(t.siteId, t.name)],
);

/** A number customers dial. */
export const lines = pgTable(
  'lines',
  {
    id: rowId(),
    siteId: rowRef('site_id').notNull(),
    key: text().notNull(),
    name: text().notNull(),
    dids: text().array().notNull(),
    lineGroup: text('line_group').notNull().default('main'),
    language: text().notNull(),
    country: text().notNull(),
    areaCode: text('area_code'),
    queue: text(),
    dueMinutes: integer('due_minutes').notNull().default(30),
    retiredAt: instant('retired_at'),
    /** Null: open around the clock. */
    calendarId: rowRef('calendar_id'),
    /** Null: the site's ladder. */
    escalation: jsonb().$type<LadderColumn>(),
    /** What is due is offered to free agents, one after the other. */
    offers: boolean().notNull().default(false),
    /** Rises with every edit in the app. */
    version: integer().notNull().default(1),
    /** What the site file said last, so that it only changes what it says anew. */
    fromFile: jsonb('from_file'),
    /** Waits between tries; null is the standard plan. */
    retryMinutes: integer('retry_minutes').array(),
    maxTries: integer('max_tries'),
    /** Whose phone rings first when what is due is called back. */
    dialOrder: text('dial_order', { enum: ['agent_first', 'customer_first'] })
      .notNull()
      .default('agent_first'),
    /** What the agent says first; null is nothing. */
    greeting: text(),
    /** What is asked in every talk of this line. */
    checklist: text().array().notNull().default([]),
    /** How a talk may have gone, each with its finer kinds; null: the six every line has. */
    outcomes: jsonb().$type<{ name: string; more: string[] }[]>(),
  },
  (t) => [unique('lines_key').on(t.siteId, t.key)],
);

export const queues = pgTable(
  'queues',
  { id: rowId(), pbxId: rowRef('pbx_id').notNull(), name: text().notNull(), label: text().notNull() },
  (t) => [unique('queues_name').on(t.pbxId, t.name)],
);

/** Leaves out missed calls by rule; the rule's id stays on the call. `value` is a number, a DID or seconds, by kind. */
export const exclusionRules = pgTable(
  'exclusion_rules',
  {
    id: rowId(),
    kind: text({ enum: ['blocked_number', 'excluded_line', 'abandoned_before_s'] }).notNull(),
    value: text().notNull(),
    enabled: boolean().notNull().default(true),
    createdAt: instant('created_at').notNull(),
    /** Null: on every line. */
    lineId: rowRef('line_id'),
  },
  (t) => [
    uniqueIndex('exclusion_rules_one_of_line')
      .on(t.lineId, t.kind)
      .where(sql`${t.enabled} and ${t.lineId} is not null`),
  ],
);
