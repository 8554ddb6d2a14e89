import { z } from 'zod';
import { At, PersonRef } from './common.ts';

/** A reason the company knows, as it is sent to the PBX: nothing that a dialplan would read as its own. */
export const PauseReason = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[\p{L}\p{N} _.'-]+$/u);
export const Pause = z.object({ reason: PauseReason });
export const ServeQueue = z.object({ queue: z.string().regex(/^[A-Za-z0-9_.-]{1,79}$/), serves: z.boolean() });

/** Reasons with words in every language; others are the company's own and shown as they stand. */
export const knownReasons = ['break', 'lunch', 'meeting', 'back_office', 'training', 'did_not_answer'] as const;

/** Tells supervisors that a phone was taken out of the queues because nobody picked it up. */
export const PausedUnanswered = z.object({ user: PersonRef, calls: z.number().int(), at: At });
export type PausedUnanswered = z.infer<typeof PausedUnanswered>;

/** Time one person spent in one state on one day. `unseen`: nobody looked. */
export const PresenceDayRow = z.object({
  userId: z.number().int(),
  day: z.iso.date(),
  state: z.string(),
  detail: z.string().nullable(),
  ms: z.number().int(),
});
export const PresenceDays = z.object({ from: z.iso.date(), to: z.iso.date() });
