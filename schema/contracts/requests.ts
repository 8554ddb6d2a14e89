import { z } from 'zod';
import { At, Id } from './common.ts';

/** Text of a stranger on one line: what steers a terminal or a database is not kept. */
export const plainText = (most: number) =>
  z
    .string()
    .max(most * 2)
    .transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .pipe(z.string().max(most));

/** A customer wishes to be called, as another program tells it. */
export const NewRequest = z.strictObject({
  number: z.string().trim().min(1).max(60),
  name: plainText(100).optional(),
  /** The line whose country, hours and minutes hold. */
  lineKey: z.string().min(1).max(100).optional(),
  /** When to call; without it the line's minutes hold. */
  when: At.optional(),
  note: plainText(1000).optional(),
});
export type NewRequest = z.infer<typeof NewRequest>;

/** The item that stands for the wish. */
export const RequestAnswer = z.object({ id: Id });
