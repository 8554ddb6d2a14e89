import { z } from 'zod';
import { At, PersonRef } from './common.ts';

/** A number that is not rung unless its owner calls us. */
export const DoNotCallRow = z.object({ number: z.string(), reason: z.string(), addedBy: PersonRef, addedAt: At });
export type DoNotCallRow = z.infer<typeof DoNotCallRow>;

/** `number` in any spelling. */
export const NewDoNotCall = z.object({
  number: z.string().min(1).max(60),
  reason: z.string().trim().min(1).max(300),
});
