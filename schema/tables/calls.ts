import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { instant, rowId, rowRef } from './columns.ts';

/** The call log: one row per judged call, whatever the number of phones that rang. Natural key (pbx, boot, linkedid). */
export const calls = pgTable(
  'calls',
  {
    id: rowId(),
    pbxId: rowRef('pbx_id').notNull(),
    bootId: rowRef('boot_id').notNull(),
    linkedid: text().notNull(),
    linkedids: text().array().notNull(),
    direction: text({ enum: ['inbound', 'outbound', 'internal'] }).notNull(),
    /** The customer's number: the caller of an inbound call, the called of an outbound one. E.164 or null. */
    customer: text(),
    callerRaw: text('caller_raw'),
    callerName: text('caller_name'),
    withheld: boolean().notNull(),
    called: text(),
    calledRaw: text('called_raw'),
    lineId: rowRef('line_id'),
    queue: text(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at').notNull(),
    waitedMs: integer('waited_ms').notNull(),
    talkedMs: integer('talked_ms').notNull(),
    outcome: text({ enum: ['talked', 'missed', 'not_answered', 'unknown'] }).notNull(),
    reason: text(),
    /** Who it was for the log: set by match at the end, by saving a new contact, or by a choice among several. */
    contactId: rowRef('contact_id'),
    /** The last agent who talked; null for nobody. */
    agentId: rowRef('agent_id'),
    attemptId: text('attempt_id'),
    excludedBy: rowRef('excluded_by'),
    warnings: text().array().notNull().default([]),
    outcomeChip: text('outcome_chip'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    unique('calls_natural_key').on(t.pbxId, t.bootId, t.linkedid),
    index('calls_log').on(t.startedAt.desc(), t.id.desc()),
    index('calls_customer').on(t.customer, t.startedAt.desc()),
    index('calls_contact').on(t.contactId, t.startedAt.desc()),
    index('calls_missed')
      .on(t.id)
      .where(sql`${t.direction} = 'inbound' and ${t.outcome} in ('missed', 'unknown') and ${t.excludedBy} is null`),
  ],
);

export const callLegs = pgTable(
  'call_legs',
  {
    id: rowId(),
    callId: rowRef('call_id').notNull(),
    uniqueid: text().notNull(),
    channel: text().notNull(),
    role: text({ enum: ['customer', 'agent', 'outside', 'service'] }).notNull(),
    device: text(),
    userId: rowRef('user_id'),
    extension: text(),
    number: text(),
    startedAt: instant('started_at').notNull(),
    upAt: instant('up_at'),
    endedAt: instant('ended_at'),
    cause: integer(),
    causeText: text('cause_text'),
  },
  (t) => [unique('call_legs_key').on(t.callId, t.uniqueid)],
);

/** A phone that was asked to take a call: a fact about that agent, never a missed call. */
export const callOffers = pgTable(
  'call_offers',
  {
    id: rowId(),
    callId: rowRef('call_id').notNull(),
    uniqueid: text().notNull(),
    device: text().notNull(),
    userId: rowRef('user_id'),
    queue: text(),
    startedAt: instant('started_at').notNull(),
    rangAt: instant('rang_at'),
    endedAt: instant('ended_at').notNull(),
    result: text({
      enum: ['answered', 'lost', 'no_answer', 'declined', 'busy', 'unreachable', 'caller_gone'],
    }).notNull(),
  },
  (t) => [unique('call_offers_key').on(t.callId, t.uniqueid, t.startedAt)],
);

export const callTalks = pgTable(
  'call_talks',
  {
    id: rowId(),
    callId: rowRef('call_id').notNull(),
    uniqueid: text().notNull(),
    device: text(),
    userId: rowRef('user_id'),
    party: text().notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at').notNull(),
  },
  (t) => [unique('call_talks_key').on(t.callId, t.uniqueid, t.startedAt)],
);

/** A recorded file, by its place under the recordings' root; `empty` is a file without sound, `missing` one that never came. */
export const recordings = pgTable(
  'recordings',
  {
    id: rowId(),
    callId: rowRef('call_id').notNull(),
    uniqueid: text().notNull(),
    path: text().notNull(),
    state: text({ enum: ['pending', 'ready', 'empty', 'missing', 'refused', 'erased'] }).notNull(),
    bytes: integer(),
    durationMs: integer('duration_ms'),
    startedAt: instant('started_at').notNull(),
    checkedAt: instant('checked_at'),
    /** Stretches into which silence was written by wish, in epoch milliseconds. */
    muted: jsonb().$type<readonly { readonly from: number; readonly to: number }[]>().notNull().default([]),
  },
  (t) => [
    unique('recordings_file').on(t.callId, t.path),
    index('recordings_to_remove').on(t.id).where(sql`${t.state} = 'erased' and ${t.path} not like 'erased/%'`),
  ],
);

/** A point of the line's checklist that was ticked during this call. */
export const callTicks = pgTable(
  'call_ticks',
  {
    callId: rowRef('call_id').notNull(),
    item: text().notNull(),
    userId: rowRef('user_id').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ name: 'call_ticks_once', columns: [t.callId, t.item] })],
);

/** Recordings silenced for a while: they go on in time though the service was started anew in between. */
export const recordingPauses = pgTable(
  'recording_pauses',
  {
    pbxId: rowRef('pbx_id').notNull(),
    channel: text().notNull(),
    untilAt: instant('until_at').notNull(),
    begunAt: instant('begun_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.pbxId, t.channel] })],
);

/** On whose profile a recording stands. Append-only: a move is a detached link and a new one. */
export const recordingLinks = pgTable(
  'recording_links',
  {
    id: rowId(),
    recordingId: rowRef('recording_id').notNull(),
    contactId: rowRef('contact_id').notNull(),
    /** Null is Ringback itself, by the call's contact. */
    linkedBy: rowRef('linked_by'),
    linkedAt: instant('linked_at').notNull(),
    why: text(),
    detachedBy: rowRef('detached_by'),
    detachedAt: instant('detached_at'),
    detachedWhy: text('detached_why'),
  },
  (t) => [index('recording_links_contact').on(t.contactId), index('recording_links_recording').on(t.recordingId)],
);

/** Seconds for which no event source and no reconciliation exists. `endedAt` null is: still blind. */
export const blindWindows = pgTable('blind_windows', {
  id: rowId(),
  pbxId: rowRef('pbx_id').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  why: text().notNull(),
  reconciledAt: instant('reconciled_at'),
});

/** Seconds of a PBX that were seen, in unbroken stretches; `seenTo` moves on while a stretch lasts. */
export const coverageIntervals = pgTable(
  'coverage_intervals',
  {
    id: rowId(),
    pbxId: rowRef('pbx_id').notNull(),
    startedAt: instant('started_at').notNull(),
    seenTo: instant('seen_to').notNull(),
  },
  (t) => [index('coverage_intervals_pbx').on(t.pbxId, t.startedAt)],
);

/** Frames that were not what they claimed to be; nothing of them was applied. */
export const quarantinedEvents = pgTable('quarantined_events', {
  id: rowId(),
  pbxId: rowRef('pbx_id'),
  at: instant('at').notNull(),
  reason: text().notNull(),
  raw: text().notNull(),
  detail: jsonb().notNull().default({}),
});
