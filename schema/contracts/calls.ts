import { z } from 'zod';
import { planOrigins } from './callbacks.ts';
import { At, ContactRef, Id, IdParam, LineRef, PageQuery, PersonRef, page } from './common.ts';

export const callDirection = z.enum(['inbound', 'outbound', 'internal']);
export const callOutcome = z.enum(['talked', 'missed', 'not_answered', 'unknown']);

/** Of a call's item: what the log shows beside the verdict. */
export const CallDebt = z.object({
  id: Id,
  state: z.string(),
  settledAs: z.string().nullable(),
  dueAt: At,
  tries: z.number().int(),
});

export const CallRow = z.object({
  id: Id,
  startedAt: At,
  endedAt: At,
  direction: callDirection,
  /** The customer's side in E.164, or null. */
  number: z.string().nullable(),
  rawNumber: z.string().nullable(),
  callerName: z.string().nullable(),
  withheld: z.boolean(),
  contact: ContactRef.nullable(),
  line: LineRef.nullable(),
  queue: z.string().nullable(),
  agents: z.array(PersonRef),
  /** Dialled extension of an internal call. */
  called: z.string().nullable(),
  waitedMs: z.number().int(),
  talkedMs: z.number().int(),
  outcome: callOutcome,
  reason: z.string().nullable(),
  excluded: z.boolean(),
  callback: CallDebt.nullable(),
  /** This call settled that item. */
  settles: Id.nullable(),
  recordings: z.number().int(),
  outcomeChip: z.string().nullable(),
});
export type CallRow = z.infer<typeof CallRow>;

export const RecordingView = z.object({
  id: Id,
  callId: Id,
  state: z.enum(['pending', 'ready', 'empty', 'missing', 'refused']),
  bytes: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  startedAt: At,
  /** Places in the file that hold silence because the recording was paused. */
  muted: z.array(z.object({ fromMs: z.number().int(), toMs: z.number().int() })),
  agents: z.array(PersonRef),
  links: z.array(
    z.object({ id: Id, contact: ContactRef, by: PersonRef.nullable(), at: At, why: z.string().nullable() }),
  ),
});
export type RecordingView = z.infer<typeof RecordingView>;

export const NoteView = z.object({ id: Id, body: z.string(), author: PersonRef, at: At, callId: Id.nullable() });
export type NoteView = z.infer<typeof NoteView>;

export const CallDetail = CallRow.extend({
  linkedid: z.string(),
  legs: z.array(
    z.object({
      role: z.enum(['customer', 'agent', 'outside', 'service']),
      device: z.string().nullable(),
      extension: z.string().nullable(),
      person: PersonRef.nullable(),
      number: z.string().nullable(),
      startedAt: At,
      upAt: At.nullable(),
      endedAt: At.nullable(),
      cause: z.number().int().nullable(),
      causeText: z.string().nullable(),
    }),
  ),
  offers: z.array(
    z.object({
      device: z.string(),
      person: PersonRef.nullable(),
      queue: z.string().nullable(),
      startedAt: At,
      endedAt: At,
      result: z.string(),
    }),
  ),
  /** Each stretch of talk with one party, and the recordings in which it can be heard. */
  talks: z.array(
    z.object({
      party: z.string(),
      person: PersonRef.nullable(),
      startedAt: At,
      endedAt: At,
      recordings: z.array(Id),
    }),
  ),
  recordingList: z.array(RecordingView),
  notes: z.array(NoteView),
  /** What was ticked of the line's checklist. */
  ticks: z.array(z.object({ item: z.string(), person: PersonRef, at: At })),
  warnings: z.array(z.string()),
});
export type CallDetail = z.infer<typeof CallDetail>;

export const CallQuery = PageQuery.extend({
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  direction: callDirection.optional(),
  outcome: callOutcome.optional(),
  reason: z.string().max(40).optional(),
  line: IdParam.optional(),
  agent: IdParam.optional(),
  contact: IdParam.optional(),
  /** Calls of all people of a company. */
  organisation: IdParam.optional(),
  excluded: z.enum(['only', 'without', 'with']).default('with'),
  /** Missed calls by what became of their debt, as a statement counts them. */
  debt: z.enum(['owed', 'returned', 'closed', 'live']).optional(),
  q: z.string().max(100).optional(),
});
export type CallQuery = z.infer<typeof CallQuery>;
/**
 * Counts are of the same filter without outcome, so that the chips can stand beside the list. Null on the pages behind
 * the first: counting is the dear part of a long log.
 */
export const CallPage = page(CallRow).extend({
  counts: z.object({ all: z.number().int(), talked: z.number().int(), missed: z.number().int() }).nullable(),
});
export type CallPage = z.infer<typeof CallPage>;
/** After the call: what it was, the note, the next step. */
export const WrapUp = z.object({
  /** From the list of the call's line, or of the six every line has. */
  chip: z.string().trim().min(1).max(90).nullable(),
  note: z.string().trim().max(4000),
  next: z
    .object({ dueAt: At, note: z.string().trim().max(1000), origin: z.enum(planOrigins).default('follow_up') })
    .nullable(),
});
