import { z } from 'zod';

/** Every code a request can be refused with. The screens translate the code, never the message. */
export const problemCodes = [
  'bad-request',
  'unauthenticated',
  'wrong-password',
  'too-many-tries',
  'forbidden',
  'foreign-origin',
  'not-found',
  'conflict',
  'edit-conflict',
  'link-expired',
  'weak-password',
  'login-taken',
  'last-admin',
  'device-taken',
  'foreign-device',
  'no-device',
  'device-busy',
  'bad-number',
  'emergency-number',
  'premium-number',
  'foreign-number',
  'short-number',
  'already-claimed',
  'not-claimed-by-you',
  'stale-fence',
  'not-callable',
  'already-calling',
  'on-the-line',
  'do-not-call',
  'quiet-hours',
  'already-settled',
  'reason-required',
  'note-required',
  'supervisor-only',
  'owner-only',
  'pbx-unreachable',
  'pbx-refused',
  'pick-up-yourself',
  'not-in-talk',
  'held-by-phone',
  'not-recorded',
  'database-unreachable',
  'recording-missing',
  'already-linked',
  'demo-only',
  'too-large',
  'internal',
] as const;
export const ProblemCode = z.enum(problemCodes);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const Problem = z.object({
  error: z.object({
    code: ProblemCode,
    message: z.string(),
    field: z.string().optional(),
    requestId: z.string(),
  }),
});
export type Problem = z.infer<typeof Problem>;
