import { z } from 'zod';
import { closeReasons } from './close-reasons.ts';
import { At, ContactRef, Id, IdParam, LineRef, PageQuery, PersonRef, page } from './common.ts';
import { EscalationView, LadderView } from './notices.ts';

export const callbackOrigin = z.enum([
  'missed_call',
  'requested',
  'follow_up',
  'cadence',
  'birthday',
  'reply',
  'payment',
]);
/** What an agent plans of their own: the next step, an answer they promised, a payment that was promised to us. */
export const planOrigins = ['follow_up', 'reply', 'payment'] as const;
export type PlanOrigin = (typeof planOrigins)[number];
export const callbackState = z.enum(['open', 'claimed', 'dialing', 'needs_human', 'returned', 'closed', 'merged']);
/** Why an item is put off: each says what the time is needed for. */
export const putOffReasons = [
  'customer_asked',
  'not_there_now',
  'waiting_for_answer',
  'needs_preparing',
  'more_urgent',
] as const;
/** One row of Today and of the debt board. */
export const CallbackView = z.object({
  id: Id,
  origin: callbackOrigin,
  state: callbackState,
  needsReason: z.string().nullable(),
  number: z.string().nullable(),
  contact: ContactRef.nullable(),
  /** More than one contact has the number. */
  contactsBehind: z.number().int(),
  line: LineRef.nullable(),
  misses: z.number().int(),
  firstMissAt: At,
  latestMissAt: At,
  /** Why the latest call was missed. */
  missedReason: z.string().nullable(),
  dueAt: At,
  promisedAt: At,
  owner: PersonRef.nullable(),
  ownerRule: z.string().nullable(),
  claimedBy: PersonRef.nullable(),
  leaseUntil: At.nullable(),
  fence: z.number().int(),
  tries: z.number().int(),
  lastTry: z.object({ at: At, by: PersonRef, outcome: z.string().nullable() }).nullable(),
  priority: z.number().int(),
  note: z.string().nullable(),
  settledAs: z.enum(['in_time', 'late', 'called_again']).nullable(),
  settledAt: At.nullable(),
  returnedBy: PersonRef.nullable(),
  returnedCallId: Id.nullable(),
  /** How long the proving talk was, milliseconds. */
  returnedTalkMs: z.number().int().nullable(),
  closedReason: z.string().nullable(),
  closedBy: PersonRef.nullable(),
  /** The highest step it has gone up; null while it has gone up none. */
  escalation: EscalationView.nullable(),
  /** Who put it off last, until when and why; a promise stays due all the same. */
  putOff: z.object({ until: At, by: PersonRef, reason: z.string() }).nullable(),
  /** Zone of the line's clock; null when it keeps none of its own. */
  timeZone: z.string().nullable(),
});
export type CallbackView = z.infer<typeof CallbackView>;

/** One step of the why panel, oldest first. `detail` holds plain values for the sentence of `type`. */
export const CallbackEventView = z.object({
  at: At,
  type: z.string(),
  actor: PersonRef.nullable(),
  rule: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export const CallbackDetail = CallbackView.extend({
  events: z.array(CallbackEventView),
  /** The missed calls this item covers. */
  covers: z.array(z.object({ callId: Id, startedAt: At, waitedMs: z.number().int(), reason: z.string().nullable() })),
  closedNote: z.string().nullable(),
  /** The steps of its ladder: planned, taken, told. */
  ladder: z.array(LadderView),
});
export type CallbackDetail = z.infer<typeof CallbackDetail>;

/** What I owe, in order of work, and what the day has brought. */
export const Today = z.object({
  items: z.array(CallbackView),
  settled: z.array(CallbackView),
  done: z.object({ calledBack: z.number().int(), reached: z.number().int(), settled: z.number().int() }),
  /** The next five days on which people are there, with the hour a call on that day would be due. */
  days: z.array(z.object({ date: z.string(), at: At })),
  /** The dates of the coming quarter on which nobody is there. */
  closed: z.array(z.string()),
});
export type Today = z.infer<typeof Today>;

export const boardFilter = z.enum([
  'owed',
  'overdue',
  'breached',
  'not_reached',
  'needs_human',
  'in_time',
  'late',
  'called_again',
  'closed',
]);
export type BoardFilter = z.infer<typeof boardFilter>;
/** How long a customer waits at least, from their first missed call or wish. */
export const boardAges = ['1h', '4h', '1d', '3d'] as const;
export type BoardAge = (typeof boardAges)[number];

export const BoardQuery = PageQuery.extend({
  filter: boardFilter.default('owed'),
  line: IdParam.optional(),
  owner: z.union([z.literal('nobody'), IdParam]).optional(),
  /** The queue its first call waited in, as the PBX names it. */
  queue: z.string().min(1).max(100).optional(),
  age: z.enum(boardAges).optional(),
  q: z.string().max(100).optional(),
});
export const Board = page(CallbackView).extend({
  counts: z.record(boardFilter, z.number().int()),
  tiles: z.object({
    open: z.number().int(),
    oldestOpenAt: At.nullable(),
    waiting: z.number().int(),
    longestWaitSince: At.nullable(),
    agentsReady: z.number().int(),
    agents: z.number().int(),
    /** Inbound calls today, answered within 20 s and all. */
    answeredInTarget: z.number().int(),
    inbound: z.number().int(),
  }),
});
export type Board = z.infer<typeof Board>;

/** A debt ends without a talk: a reason from the list of its origin and a note, on the record. */
export const CloseCallback = z.object({ reason: z.enum(closeReasons), note: z.string().trim().min(3).max(1000) });
/** Puts an item off: a time and a reason from the list, on the record. */
export const PutOffCallback = z.object({ until: At, reason: z.enum(putOffReasons) });
export const AssignCallback = z.object({ userId: Id.nullable() });
/** The answer to a claim: the fence every later step must carry, the lease to renew. */
export const Claim = z.object({ callback: CallbackView, fence: z.number().int(), leaseUntil: At });
export type Claim = z.infer<typeof Claim>;
export const RequestCallback = z.object({
  number: z.string().min(1).max(60).optional(),
  contactId: Id.optional(),
  lineId: Id.optional(),
  origin: z.enum(['requested', ...planOrigins]),
  dueAt: At,
  note: z.string().trim().max(1000).optional(),
});
