import { z } from 'zod';

const count = z.number().int();

/** How much an erasure would touch; with anything live it is refused. */
export const ErasurePreview = z.object({
  numbers: count,
  calls: count,
  recordings: count,
  callbacks: count,
  notes: count,
  live: count,
});
export type ErasurePreview = z.infer<typeof ErasurePreview>;

/** The name of the person as it stands here, typed by who erases them. */
export const EraseContact = z.object({ name: z.string().min(1).max(300) });

/** Files that could not be removed yet; they are tried again. */
export const Erased = z.object({ filesLeft: count });
