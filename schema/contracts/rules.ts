import { z } from 'zod';
import { At, Id } from './common.ts';

const minutes = z.number().int().min(1).max(10_080);

/** A step of a ladder: how many opening minutes before or after the due time, whom it reaches, and how besides the app. */
export const RungText = z.strictObject({
  step: z.enum(['due_soon', 'overdue', 'breached']),
  minutes: z.number().int().min(0).max(10_080),
  /** Logins, `owner` or `supervisors`. */
  to: z
    .array(z.string().regex(/^[a-z0-9._-]{2,40}$/))
    .min(1)
    .max(20),
  by: z.array(z.enum(['mail', 'webhook'])).max(2),
});
export type RungText = z.infer<typeof RungText>;

/** At most one of each step; nobody is told of a breach before the call is overdue. */
export const LadderText = z
  .array(RungText)
  .max(3)
  .refine((rungs) => new Set(rungs.map(({ step }) => step)).size === rungs.length, 'a step is there twice')
  .refine((rungs) => {
    const at = (step: string) => rungs.find((rung) => rung.step === step)?.minutes;
    return (at('breached') ?? Number.POSITIVE_INFINITY) >= (at('overdue') ?? 0);
  }, 'breached must not come before overdue');

/** `21:30-08:00`, on the company's clock. */
export const quietText = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$/);

/** What one line promises its callers. */
export const LineRule = z.strictObject({
  dueMinutes: minutes,
  /** The waits between tries; the last one is kept for all further tries. */
  retryMinutes: z.array(minutes).min(1).max(6),
  /** After so many tries a person decides. */
  maxTries: z.number().int().min(1).max(20),
  /** Who hangs up earlier is left out of the ledger; 0 leaves nobody out. */
  abandonedSeconds: z.number().int().min(0).max(600),
  offers: z.boolean(),
  /** Null: the company's. */
  ladder: LadderText.nullable(),
});
export type LineRule = z.infer<typeof LineRule>;

/** What holds for all lines. */
export const CompanyRule = z.strictObject({ quietHours: quietText.nullable(), ladder: LadderText });
export type CompanyRule = z.infer<typeof CompanyRule>;

export const LineRuleRow = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  /** Given back when saving, so that of two editors the later one is told. */
  version: z.number().int(),
  /** Name of its opening hours; null is around the clock. */
  hours: z.string().nullable(),
  rule: LineRule,
  /** Calls it missed in the last seven days, and callbacks that are open now. */
  missed: z.number().int(),
  open: z.number().int(),
});
export type LineRuleRow = z.infer<typeof LineRuleRow>;
export const Rules = z.object({
  company: z.object({ version: z.number().int(), timeZone: z.string(), rule: CompanyRule }),
  lines: z.array(LineRuleRow),
});
export type Rules = z.infer<typeof Rules>;

export const SaveLineRule = z.strictObject({ version: z.number().int(), rule: LineRule });
export const SaveCompanyRule = z.strictObject({ version: z.number().int(), rule: CompanyRule });

const both = z.object({ now: z.number().int(), draft: z.number().int() });

/** What a rule would have come to in the last seven days, and what it would do to what is open now. */
export const DryRun = z.object({
  /** The last seven days of the company, oldest first; `late` is under the draft. */
  days: z.array(z.object({ date: z.string(), missed: z.number().int(), late: z.number().int() })),
  owed: both,
  leftOut: both,
  sooner: z.number().int(),
  later: z.number().int(),
  late: both,
  /** How many steps would have reached each of whom the ladder names. */
  told: z.array(both.extend({ who: z.string() })),
  /** How many callbacks were looked at, of how many there were. */
  looked: z.number().int(),
  of: z.number().int(),
  open: z.object({
    live: z.number().int(),
    moved: z.number().int(),
    /** Turn overdue the moment it is saved. */
    overdueAtOnce: z.number().int(),
    /** Have used up their tries under the draft: after the next try a person decides. */
    lastTry: z.number().int(),
  }),
  moves: z.array(
    z.object({ id: Id, contact: z.string().nullable(), number: z.string().nullable(), fromAt: At, toAt: At }),
  ),
});
export type DryRun = z.infer<typeof DryRun>;
