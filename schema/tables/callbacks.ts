import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant, rowId, rowRef } from './columns.ts';

export const callbackOrigins = [
  'missed_call',
  'requested',
  'follow_up',
  'cadence',
  'birthday',
  'reply',
  'payment',
] as const;
export const liveStates = ['open', 'claimed', 'dialing', 'needs_human'] as const;
export const finalStates = ['returned', 'closed', 'merged'] as const;
export const callbackStates = [...liveStates, ...finalStates] as const;

/**
 * The promise ledger: one row per customer we owe a call. No row ever disappears, no edge outside the diagram of
 * product rule 3 is accepted: constraints, triggers and the views S1–S5 in the migrations keep it so.
 */
export const callbacks = pgTable(
  'callbacks',
  {
    id: rowId(),
    siteId: rowRef('site_id').notNull(),
    origin: text({ enum: callbackOrigins }).notNull(),
    /** (site, line group, E.164); null when there is no number: an item of its own. */
    key: text(),
    number: text(),
    lineId: rowRef('line_id'),
    contactId: rowRef('contact_id'),
    queue: text(),
    state: text({ enum: callbackStates }).notNull(),
    needsReason: text('needs_reason'),
    dueAt: instant('due_at').notNull(),
    /** The due time of the first promise; a retry moves `dueAt`, never this. */
    promisedAt: instant('promised_at').notNull(),
    firstMissAt: instant('first_miss_at').notNull(),
    latestMissAt: instant('latest_miss_at').notNull(),
    misses: integer().notNull().default(0),
    priority: integer().notNull().default(0),
    /** Rises with every claim; a worker with an old fence may not act. */
    fence: integer().notNull().default(0),
    ownerId: rowRef('owner_id'),
    /** Which rule chose the owner: escalation, contact_owner, last_talk, favourite, queue, by_hand. */
    ownerRule: text('owner_rule'),
    claimedBy: rowRef('claimed_by'),
    leaseUntil: instant('lease_until'),
    openAttemptId: text('open_attempt_id'),
    attemptsCounted: integer('attempts_counted').notNull().default(0),
    note: text(),
    returnedCallId: rowRef('returned_call_id'),
    returnedBy: rowRef('returned_by'),
    returnedTalkEndedAt: instant('returned_talk_ended_at'),
    /** in_time, late (we called) or called_again (the customer did). */
    settledAs: text('settled_as', { enum: ['in_time', 'late', 'called_again'] }),
    closedBy: rowRef('closed_by'),
    closedReason: text('closed_reason'),
    closedNote: text('closed_note'),
    mergedInto: rowRef('merged_into'),
    settledAt: instant('settled_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** From when its next try may be made before it is due, while its line is open; null: when it is due. */
    workableAt: instant('workable_at'),
  },
  (t) => [
    uniqueIndex('callbacks_one_live_per_key')
      .on(t.key)
      .where(sql`${t.key} is not null and ${t.state} in ('open', 'claimed', 'dialing', 'needs_human')`),
    index('callbacks_due')
      .on(t.dueAt, t.lineId, t.ownerId)
      .where(sql`${t.state} in ('open', 'claimed', 'dialing', 'needs_human')`),
    index('callbacks_oldest').on(t.firstMissAt).where(sql`${t.state} in ('open', 'claimed', 'dialing', 'needs_human')`),
    index('callbacks_lease').on(t.leaseUntil).where(sql`${t.state} = 'claimed'`),
    index('callbacks_number').on(t.number),
    index('callbacks_contact').on(t.contactId),
    index('callbacks_work')
      .on(t.priority.desc(), t.firstMissAt, t.id, t.dueAt, t.lineId, t.ownerId, t.workableAt)
      .where(sql`${t.state} in ('open', 'claimed', 'dialing', 'needs_human')`),
    index('callbacks_settled')
      .on(t.settledAt, t.settledAs, t.state, t.lineId, t.ownerId)
      .where(sql`${t.settledAt} is not null`),
    index('callbacks_returned_call').on(t.returnedCallId).where(sql`${t.returnedCallId} is not null`),
  ],
);

/** Which missed call is covered by which item; a call has exactly one, for ever. */
export const callbackCalls = pgTable(
  'callback_calls',
  {
    callId: rowRef('call_id').primaryKey(),
    callbackId: rowRef('callback_id').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('callback_calls_item').on(t.callbackId)],
);

export const attemptOutcomes = [
  'reached',
  'agent_no_answer',
  'agent_unreachable',
  'customer_busy',
  'customer_no_answer',
  'customer_unavailable',
  'cancelled',
] as const;

/** Whose phone rings first. */
export const dialOrders = ['agent_first', 'customer_first'] as const;

/** A call we are about to place, written before anything is sent to the PBX. `id` becomes the new channel's Uniqueid. */
export const attempts = pgTable(
  'attempts',
  {
    id: text().primaryKey(),
    callbackId: rowRef('callback_id'),
    fence: integer(),
    userId: rowRef('user_id').notNull(),
    deviceId: rowRef('device_id').notNull(),
    contactId: rowRef('contact_id'),
    /** E.164, or an extension of ours; blank after an erasure. */
    number: text().notNull(),
    notAfter: instant('not_after').notNull(),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
    /** When the PBX first showed a channel with our id: from then on the call itself decides, not `notAfter`. */
    seenAt: instant('seen_at'),
    outcome: text({ enum: attemptOutcomes }),
    /** Finer cause of the outcome, such as `number_does_not_exist` or `send_failed`. */
    detail: text(),
    counted: boolean().notNull().default(false),
    callId: rowRef('call_id'),
    endedAt: instant('ended_at'),
    dialOrder: text('dial_order', { enum: dialOrders }).notNull().default('agent_first'),
  },
  (t) => [
    uniqueIndex('attempts_one_open_per_callback')
      .on(t.callbackId)
      .where(sql`${t.callbackId} is not null and ${t.outcome} is null`),
    index('attempts_callback').on(t.callbackId),
    index('attempts_open').on(t.notAfter).where(sql`${t.outcome} is null`),
  ],
);

/** Who is kept free for a customer who is called first; one agent for each such call, at any moment. */
export const attemptAgents = pgTable(
  'attempt_agents',
  {
    id: rowId(),
    attemptId: text('attempt_id').notNull(),
    userId: rowRef('user_id').notNull(),
    deviceId: rowRef('device_id').notNull(),
    keptAt: instant('kept_at').notNull(),
    /** Their phone was asked and did not answer. */
    silentAt: instant('silent_at'),
    freedAt: instant('freed_at'),
  },
  (t) => [
    uniqueIndex('attempt_agents_one_call').on(t.userId).where(sql`${t.freedAt} is null`),
    uniqueIndex('attempt_agents_one_agent').on(t.attemptId).where(sql`${t.freedAt} is null`),
    index('attempt_agents_silent').on(t.userId, t.silentAt).where(sql`${t.silentAt} is not null`),
  ],
);

/** The history of an item: actor, rule and proof of every change. Append-only. */
export const callbackEvents = pgTable(
  'callback_events',
  {
    id: rowId(),
    callbackId: rowRef('callback_id').notNull(),
    at: instant('at').notNull(),
    type: text().notNull(),
    actorId: rowRef('actor_id'),
    rule: text(),
    detail: jsonb().notNull().default({}),
  },
  (t) => [
    index('callback_events_item').on(t.callbackId, t.id),
    index('callback_events_put_off').on(t.callbackId, t.id).where(sql`${t.type} = 'put_off'`),
  ],
);

/** One link for each entry of the append-only logs; each hash covers all before it. Rows are never changed. */
export const chainLinks = pgTable(
  'chain_links',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    source: text({ enum: ['callback_events', 'audit_log'] }).notNull(),
    rowId: rowRef('row_id').notNull(),
    /** SHA-256, hex, over the link before and the entry. */
    hash: text().notNull(),
    sealedAt: instant('sealed_at').notNull(),
  },
  (t) => [unique('chain_links_entry').on(t.source, t.rowId), unique('chain_links_hash').on(t.hash)],
);

/** Entries of the audit log whose personal words were erased: what the chain sealed, and the digest of what stands there now. */
export const erasedEntries = pgTable(
  'erased_entries',
  {
    rowId: rowRef('row_id').primaryKey(),
    contactId: rowRef('contact_id').notNull(),
    digest: text().notNull(),
    replaced: text().notNull(),
  },
  (t) => [index('erased_entries_contact').on(t.contactId)],
);

/** An item offered to a free agent: the claim made for them, and what they said. */
export const callbackOffers = pgTable(
  'callback_offers',
  {
    id: rowId(),
    callbackId: rowRef('callback_id').notNull(),
    fence: integer().notNull(),
    userId: rowRef('user_id').notNull(),
    offeredAt: instant('offered_at').notNull(),
    untilAt: instant('until_at').notNull(),
    answer: text({ enum: ['accepted', 'declined', 'timed_out'] }),
    answeredAt: instant('answered_at'),
  },
  (t) => [
    unique('callback_offers_claim').on(t.callbackId, t.fence),
    uniqueIndex('callback_offers_one_standing').on(t.userId).where(sql`${t.answer} is null`),
    index('callback_offers_item').on(t.callbackId, t.offeredAt),
  ],
);

/**
 * Entries whose sums are the counts of the debt board. Triggers write them with whatever changes an item; nothing else
 * does, but for the round that puts entries of one kind together and the recount after an audit that found them wrong.
 */
export const callbackCounts = pgTable('callback_counts', {
  id: rowId(),
  kind: text({ enum: ['live', 'breached'] }).notNull(),
  lineId: rowRef('line_id'),
  ownerId: rowRef('owner_id'),
  needsHuman: boolean('needs_human').notNull(),
  tried: boolean().notNull(),
  /** The hour the items fall due in; breached items may be settled and have none. */
  dueHour: instant('due_hour'),
  items: integer().notNull(),
});

/**
 * Entries of changes of what a row of the debt board shows beside its item. Triggers write them; their sum tells whether anything has
 * changed. A round puts them together.
 */
export const shownChanges = pgTable('shown_changes', {
  id: rowId(),
  changes: bigint({ mode: 'number' }).notNull(),
});
