import { z } from 'zod';
import { type Ladder, ownerWord, standardLadder, supervisorsWord } from '../domain/escalation/ladder.ts';

const minutes = z.number().int().min(0).max(10_080);
const way = z.enum(['mail', 'webhook']);
const to = z
  .array(z.string().regex(/^[a-z0-9._-]{2,40}$/, 'a login, owner or supervisors'))
  .min(1)
  .max(20);

function rung(step: Ladder[number]['step']) {
  const usual = standardLadder.find((one) => one.step === step);
  return z
    .strictObject({
      minutes: minutes.default(usual?.minutes ?? 0),
      to: to.default([...(usual?.to ?? [])]),
      by: z.array(way).default([...(usual?.by ?? [])]),
    })
    .optional();
}

/**
 * Whom each step reaches, in a site file. A step that is left out is not taken; without any of it the standard ladder
 * holds.
 */
export const EscalationShape = z.strictObject({
  dueSoon: rung('due_soon'),
  overdue: rung('overdue'),
  breached: rung('breached'),
});

/** The ladder as it is stored. */
export function ladderOf({ dueSoon, overdue, breached }: z.infer<typeof EscalationShape>): Ladder {
  return [
    ...(dueSoon ? [{ step: 'due_soon' as const, ...dueSoon }] : []),
    ...(overdue ? [{ step: 'overdue' as const, ...overdue }] : []),
    ...(breached ? [{ step: 'breached' as const, ...breached }] : []),
  ];
}

/** What is wrong with a ladder beside its shape. */
export function ladderProblems(
  where: string,
  shape: z.infer<typeof EscalationShape> | undefined,
  logins: ReadonlySet<string>,
): string[] {
  if (!shape) return [];
  const { overdue, breached } = shape;
  const named = ladderOf(shape).flatMap((one) => one.to);
  const strangers = [...new Set(named)].filter(
    (word) => word !== ownerWord && word !== supervisorsWord && !logins.has(word),
  );
  const late = overdue && breached && breached.minutes < overdue.minutes;
  return [
    ...strangers.map((word) => `${where}: escalation names ${word}, and no person has that login`),
    ...(late ? [`${where}: breached must not come before overdue`] : []),
  ];
}
