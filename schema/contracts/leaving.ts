import { z } from 'zod';
import { Id, LineRef, PersonRef } from './common.ts';
import { Checklist, Greeting, Outcomes } from './outcomes.ts';

/** What a person who is switched off would leave, and to whom it would go by the rule that assigns callbacks. */
export const PersonLeaving = z.object({
  /** Open callbacks they own. */
  owned: z.number().int(),
  /** Open callbacks they hold or call at this moment; they become free. */
  held: z.number().int(),
  goes: z.array(z.object({ to: PersonRef.nullable(), count: z.number().int() })),
});
export type PersonLeaving = z.infer<typeof PersonLeaving>;

/** What stands on a line that is to be retired, and the lines it could go to. */
export const LineLeaving = z.object({
  open: z.number().int(),
  /** Lines of the same group: a caller is known by it, so that nobody is owed twice. */
  targets: z.array(
    LineRef.extend({
      /** How many of the callbacks would get another due time there. */
      moved: z.number().int(),
    }),
  ),
});
export type LineLeaving = z.infer<typeof LineLeaving>;
/** Null: nothing may stand on the line any more. */
export const RetireLine = z.strictObject({ moveTo: Id.nullable() });

/** What an admin edits of a line besides its rule. Its numbers are the PBX's and stand in the site file. */
export const EditLine = z.strictObject({
  version: z.number().int(),
  name: z.string().trim().min(1).max(100),
  language: z.enum(['en', 'fa', 'ru', 'ka']),
  group: z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/),
  // What is not told stays as it is.
  greeting: Greeting.nullable().optional(),
  checklist: Checklist.optional(),
  /** Null: the six every line has. */
  outcomes: Outcomes.nullable().optional(),
});
