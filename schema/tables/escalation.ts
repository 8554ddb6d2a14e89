import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { instant, rowId, rowRef } from './columns.ts';

/** When a person is away, and who stands in for them. */
export const absences = pgTable(
  'absences',
  {
    id: rowId(),
    userId: rowRef('user_id').notNull(),
    fromAt: instant('from_at').notNull(),
    untilAt: instant('until_at').notNull(),
    substituteId: rowRef('substitute_id'),
    createdBy: rowRef('created_by'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('absences_user').on(t.userId, t.untilAt)],
);

/** When each step of an item's ladder is taken. A step is taken once; `fence` rises when its time is set anew. */
export const escalationTimers = pgTable(
  'escalation_timers',
  {
    id: rowId(),
    callbackId: rowRef('callback_id').notNull(),
    step: text({ enum: ['due_soon', 'overdue', 'breached'] }).notNull(),
    fireAt: instant('fire_at').notNull(),
    fence: integer().notNull().default(0),
    firedAt: instant('fired_at'),
    cancelledAt: instant('cancelled_at'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: rowRef('acknowledged_by'),
  },
  (t) => [
    unique('escalation_timers_once').on(t.callbackId, t.step),
    index('escalation_timers_due').on(t.fireAt).where(sql`${t.firedAt} is null and ${t.cancelledAt} is null`),
    index('escalation_timers_unseen')
      .on(t.callbackId)
      .where(sql`${t.firedAt} is not null and ${t.acknowledgedAt} is null`),
  ],
);

/** Items whose timers have to be set anew; triggers write it, so that no change is forgotten. */
export const escalationStale = pgTable(
  'escalation_stale',
  { id: rowId(), callbackId: rowRef('callback_id').notNull() },
  (t) => [index('escalation_stale_item').on(t.callbackId)],
);

/** Who was told of a step, by which rule, and whether they have read it. */
export const notices = pgTable(
  'notices',
  {
    id: rowId(),
    timerId: rowRef('timer_id').notNull(),
    userId: rowRef('user_id').notNull(),
    rule: text({ enum: ['named', 'owner', 'role', 'substitute', 'next_step', 'all_supervisors'] }).notNull(),
    insteadOf: rowRef('instead_of'),
    at: instant('at').notNull(),
    readAt: instant('read_at'),
  },
  (t) => [
    unique('notices_once').on(t.timerId, t.userId),
    index('notices_user').on(t.userId, t.id),
    index('notices_unread').on(t.userId).where(sql`${t.readAt} is null`),
  ],
);

/** What goes out by mail and webhook, kept until it was taken. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: rowId(),
    channel: text({ enum: ['mail', 'webhook'] }).notNull(),
    /** Address of a mail. */
    recipient: text(),
    userId: rowRef('user_id'),
    payload: jsonb().notNull(),
    createdAt: instant('created_at').notNull(),
    nextTryAt: instant('next_try_at').notNull(),
    tries: integer().notNull().default(0),
    lastError: text('last_error'),
    sentAt: instant('sent_at'),
    givenUpAt: instant('given_up_at'),
  },
  (t) => [index('deliveries_waiting').on(t.nextTryAt).where(sql`${t.sentAt} is null and ${t.givenUpAt} is null`)],
);
