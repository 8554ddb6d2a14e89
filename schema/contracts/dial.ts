import { z } from 'zod';
import { At, Id } from './common.ts';

/** `number` as typed or as stored; `deviceId` is one of the caller's own phones (default: the first). */
export const Dial = z.object({
  number: z.string().min(1).max(60),
  deviceId: Id.optional(),
  contactId: Id.optional(),
  lineId: Id.optional(),
});
/** Calls an item back; the fence comes from the claim. */
export const DialCallback = z.object({ fence: z.number().int(), deviceId: Id.optional() });
export const CheckNumber = z.object({ number: z.string().min(1).max(60) });
export const NumberCheck = z.object({
  e164: z.string().nullable(),
  allowed: z.boolean(),
  /** A problem code when it may not be dialled. */
  refusal: z.string().nullable(),
});
export const attemptOutcome = z.enum([
  'reached',
  'agent_no_answer',
  'agent_unreachable',
  'customer_busy',
  'customer_no_answer',
  'customer_unavailable',
  'cancelled',
]);
export const dialOrder = z.enum(['agent_first', 'customer_first']);
export const AttemptView = z.object({
  id: z.string(),
  number: z.string(),
  callbackId: Id.nullable(),
  contactId: Id.nullable(),
  deviceId: Id,
  step: z.enum(['agent', 'customer', 'talking', 'over']),
  outcome: attemptOutcome.nullable(),
  detail: z.string().nullable(),
  counted: z.boolean(),
  callId: Id.nullable(),
  createdAt: At,
  notAfter: At,
  endedAt: At.nullable(),
  /** Whose phone rings first; with the customer's, `agent` means that they are on the line and wait for mine. */
  dialOrder,
});
export type AttemptView = z.infer<typeof AttemptView>;
