import { z } from 'zod';
import { At, ContactRef, Id, LineRef, PersonRef } from './common.ts';

export const ladderStep = z.enum(['due_soon', 'overdue', 'breached']);
export type LadderStep = z.infer<typeof ladderStep>;
export const reachRule = z.enum(['named', 'owner', 'role', 'substitute', 'next_step', 'all_supervisors']);
export type ReachRule = z.infer<typeof reachRule>;

/** One notice of mine: which callback went up its ladder, and why I am told. */
export const NoticeView = z.object({
  id: Id,
  at: At,
  readAt: At.nullable(),
  step: ladderStep,
  rule: reachRule,
  /** Who was meant and could not be reached. */
  insteadOf: PersonRef.nullable(),
  callback: z.object({
    id: Id,
    state: z.string(),
    number: z.string().nullable(),
    contact: ContactRef.nullable(),
    line: LineRef.nullable(),
    dueAt: At,
    /** Zone of the line's clock; null when it keeps none of its own. */
    timeZone: z.string().nullable(),
    owner: PersonRef.nullable(),
  }),
  acknowledgedAt: At.nullable(),
  acknowledgedBy: PersonRef.nullable(),
});
export type NoticeView = z.infer<typeof NoticeView>;
export const Notices = z.object({ rows: z.array(NoticeView), unread: z.number().int() });
export type Notices = z.infer<typeof Notices>;
/** Which of mine I have read; without ids all of them. */
export const ReadNotices = z.object({ ids: z.array(Id).min(1).max(200).optional() });

/** One step of an item's ladder: planned, taken, told and acknowledged. */
export const LadderView = z.object({
  step: ladderStep,
  fireAt: At,
  firedAt: At.nullable(),
  acknowledgedAt: At.nullable(),
  acknowledgedBy: PersonRef.nullable(),
  reached: z.array(z.object({ user: PersonRef, rule: reachRule, insteadOf: PersonRef.nullable() })),
});
export type LadderView = z.infer<typeof LadderView>;

/** The highest step an item has gone up, and whether a person has said that they know. */
export const EscalationView = z.object({
  step: ladderStep,
  firedAt: At,
  acknowledgedAt: At.nullable(),
  acknowledgedBy: PersonRef.nullable(),
});
export type EscalationView = z.infer<typeof EscalationView>;

/** A time away; a substitute is told what the person would have been. */
export const Absence = z
  .object({ fromAt: At, untilAt: At, substituteId: Id.nullable() })
  .refine(({ fromAt, untilAt }) => fromAt < untilAt, { path: ['untilAt'] });
export const AbsenceRow = z.object({
  id: Id,
  user: PersonRef,
  substitute: PersonRef.nullable(),
  fromAt: At,
  untilAt: At,
});
export type AbsenceRow = z.infer<typeof AbsenceRow>;
